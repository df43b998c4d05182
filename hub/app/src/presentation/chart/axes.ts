import type { ChartSeries } from './model';

/** Where a series is drawn. */
export interface Placement {
  /** Series of one scale are drawn against one another. */
  scale: string;
  /** Part of the plot's height, from its bottom. */
  lane: readonly [bottom: number, top: number];
  /** Side of its axis; none where it has to be read from the legend. */
  axis: 'left' | 'right' | 'none';
}

/** Height of a lane of a state beside curves, in CSS pixels. */
export const LANE_PX = 46;

/** Room for curves when there are some, in CSS pixels. */
export const CURVES_PX = 220;

/** How high bars reach where there are curves, too. */
const BARS_SHARE = 0.36;

export const isLane = ({ unit }: ChartSeries): boolean => unit === null;

/** How tall a plot has to be. */
export function heightOf(series: readonly ChartSeries[]): number {
  const lanes = series.filter(isLane).length;
  const curves = series.length > lanes ? CURVES_PX : 0;
  return Math.max(lanes === 1 && curves === 0 ? 130 : 0, curves + lanes * LANE_PX);
}

/** Curves share the upper part, those of one unit (and bars apart from lines) one scale; each state has a lane below. The first units have an axis, as many as there is room for. */
export function placementsOf(series: readonly ChartSeries[], axesMax: number): Placement[] {
  const lanes = series.filter(isLane).length;
  const height = heightOf(series);
  const curvesBottom = series.length === lanes ? 1 : (lanes * LANE_PX) / height;
  // Bars would hide the curves behind them.
  const isMixed = series.some(({ shape }) => shape === 'bars') && series.some((one) => one.shape !== 'bars' && !isLane(one));
  const barsTop = isMixed ? curvesBottom + (1 - curvesBottom) * BARS_SHARE : 1;
  const scales: string[] = [];
  let lane = 0;
  return series.map((one): Placement => {
    if (isLane(one)) {
      lane += 1;
      const share = curvesBottom / lanes;
      const bottom = curvesBottom - lane * share;
      // A line at the very edge would be half hidden.
      return { scale: `state ${one.key}`, lane: [bottom + share * 0.14, bottom + share * (lanes === 1 && curvesBottom === 1 ? 0.94 : 0.62)], axis: lanes === series.length && lanes === 1 && axesMax > 0 ? 'left' : 'none' };
    }
    const scale = `${one.shape === 'bars' ? 'bars' : 'curve'} ${one.unit ?? ''}`;
    if (!scales.includes(scale)) scales.push(scale);
    const at = scales.indexOf(scale);
    return { scale, lane: [curvesBottom, one.shape === 'bars' ? barsTop : 1], axis: at >= axesMax ? 'none' : at === 0 ? 'left' : 'right' };
  });
}

/** The scale that puts values from low to high into a part of the height. */
export function laneRange(low: number, high: number, [bottom, top]: readonly [number, number]): [number, number] {
  const per = (high - low) / (top - bottom);
  return [low - bottom * per, high + (1 - top) * per];
}

/** Least and greatest of what a scale's series have in a span of columns, with a little room; bars stand on zero. Null where there is nothing. */
export function extentOf(series: readonly ChartSeries[], begin: number, end: number): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const { values, low: lows, high: highs } of series) {
    for (const cells of [values, lows ?? [], highs ?? []]) {
      for (let index = begin; index < end; index++) {
        const cell = cells[index];
        if (cell == null) continue;
        if (cell < low) low = cell;
        if (cell > high) high = cell;
      }
    }
  }
  for (const { bounds, shape } of series) {
    if (bounds !== undefined) [low, high] = [Math.min(low, bounds.low), Math.max(high, bounds.high)];
    if (shape === 'bars') [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  if (series.every(({ bounds }) => bounds !== undefined)) return [low, high];
  const room = high === low ? Math.max(1, Math.abs(high) * 0.05) : (high - low) * 0.06;
  const onZero = series.some(({ shape }) => shape === 'bars');
  return [onZero && low >= 0 ? 0 : low - room, onZero && high <= 0 ? 0 : high + room];
}
