import type { MarkKind } from '../../api/history';
import type { Value } from '../../api/protocol';

export type Shape = 'line' | 'step' | 'bars';

/** A number, a gap (null), or nothing of this series at that time (undefined: the column belongs to another series). */
export type Cell = number | null | undefined;

export interface ChartMark {
  /** Seconds since 1970. */
  at: number;
  kind: MarkKind;
  text: string;
}

/** One curve, or one part of stacked bars. */
export interface ChartSeries {
  key: string;
  label: string;
  shape: Shape;
  /** What its axis counts; series of one unit share an axis. Empty for plain numbers, null for states, which have a lane of their own. */
  unit: string | null;
  values: readonly Cell[];
  /** Least and greatest of each column; absent where columns are single values. */
  low?: readonly Cell[];
  high?: readonly Cell[];
  /** The axis goes at least so far. */
  bounds?: { low: number; high: number };
  /** What whole numbers of a state mean. */
  words?: readonly string[];
  marks: readonly ChartMark[];
  /** Of a value, as a person reads it. */
  text: (value: number) => string;
  /** The same at an axis, with as many digits as tell its places apart. */
  axisText?: (value: number, digits: number) => string;
  /** A live value as it is drawn; undefined where it is not drawn. Absent where there are no live values. */
  cellOf?: (value: Value) => number | undefined;
}

/** What a chart draws: columns of time, and what each series has in them. */
export interface ChartModel {
  /** Seconds since 1970, rising. */
  times: readonly number[];
  /** When the last column ends. */
  end: number;
  series: readonly ChartSeries[];
  /** Bars stand on one another. */
  stacked?: boolean;
}

export const EMPTY: ChartModel = { times: [], end: 0, series: [] };

/** One chart of several answers: columns of all of them, in order; what a series has no column for is undefined. Series stand in the order of keys. */
export function merged(models: readonly ChartModel[], order: readonly string[]): ChartModel {
  const [first] = models;
  if (models.length === 1 && first !== undefined) return { ...first, series: inOrder(first.series, order) };
  const times = [...new Set(models.flatMap((model) => model.times))].sort((a, b) => a - b);
  const place = new Map(times.map((time, index) => [time, index]));
  const series = models.flatMap((model) => {
    const spread = (cells: readonly Cell[] | undefined): Cell[] | undefined => {
      if (cells === undefined) return undefined;
      const all: Cell[] = new Array<Cell>(times.length).fill(undefined);
      cells.forEach((cell, index) => (all[place.get(model.times[index]!)!] = cell));
      return all;
    };
    return model.series.map((one) => ({ ...one, values: spread(one.values)!, ...(one.low !== undefined && { low: spread(one.low)!, high: spread(one.high)! }) }));
  });
  return { times, end: Math.max(0, ...models.map(({ end }) => end)), series: inOrder(series, order) };
}

const inOrder = (series: readonly ChartSeries[], order: readonly string[]): ChartSeries[] => [...series].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));

/** True where there is nothing at all to draw. */
export const isBlank = ({ series }: ChartModel): boolean => series.every(({ values }) => values.every((value) => value == null));

/** What stands under a place of the axis: the series' own column that holds it. Null where nothing is known. */
export function cellAt({ times }: ChartModel, { values }: ChartSeries, index: number): { at: number; value: number | null } | null {
  for (let place = Math.min(index, times.length - 1); place >= 0; place--) {
    const value = values[place];
    if (value !== undefined) return { at: times[place]!, value };
  }
  return null;
}
