import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { extentOf, isLane, laneRange, placementsOf, type Placement } from '../../presentation/chart/axes';
import type { ChartModel, ChartSeries } from '../../presentation/chart/model';
import type { Span } from '../../presentation/chart/span';
import { drawOver, drawUnder, type Scene } from './extras';
import { fillOf, type Theme } from './theme';

/** What stands on the lower edge: times of a span, or names of parts. */
export interface LowerAxis {
  ticks: (span: Span, spacesMax: number) => readonly { at: number; text: string }[];
  /** Width that a name needs, in CSS pixels at text of 12 px. */
  space: number;
}

export interface PlotEvents {
  /** The cursor stands at a column; null where it left. */
  cursor: (index: number | null) => void;
  /** A stretch was marked by hand; null where none can be. */
  marked: ((from: number, to: number) => void) | null;
}

interface Drawn {
  model: ChartModel;
  hidden: ReadonlySet<string>;
  span: Span;
  placements: readonly Placement[];
  /** Series as they are drawn: bars under curves, and of a pile its top first, so that what is below covers the foot of what is above. */
  order: readonly number[];
  /** Values as they are drawn: parts of a pile stand on the ones before them, those below zero hang under them. */
  cells: readonly ChartSeries['values'][];
  extents: Map<string, [number, number] | null>;
}

/** Rows of a series in uPlot: the curve itself, and the two edges of its range. */
const rowsOf = ({ low }: ChartSeries): number => (low === undefined ? 1 : 3);

/** uPlot, told what to show. It draws when it is told to, never by itself. */
export class Plot {
  #plot: uPlot | null = null;
  #drawn: Drawn | null = null;
  #shape = '';
  #offset: readonly number[] = [];

  constructor(private readonly host: HTMLElement, private readonly lower: LowerAxis, private readonly events: PlotEvents, public theme: Theme) {}

  get over(): HTMLElement | null {
    return this.#plot?.over ?? null;
  }

  /** Draws; what was drawn before gives way. */
  show(model: ChartModel, hidden: ReadonlySet<string>, span: Span, width: number, height: number, axesMax: number): void {
    const visible = model.series.filter(({ key }) => !hidden.has(key));
    const placed = placementsOf(visible, axesMax);
    const placements = model.series.map((series) => placed[visible.indexOf(series)] ?? { scale: 'none', lane: [0, 1] as const, axis: 'none' as const });
    const indices = model.series.map((_, index) => index);
    this.#drawn = { model, hidden, span, placements, order: model.stacked === true ? indices.reverse() : indices.sort((a, b) => Number(model.series[b]!.shape === 'bars') - Number(model.series[a]!.shape === 'bars')), cells: cellsOf(model, hidden), extents: new Map() };
    const shape = JSON.stringify([model.stacked, axesMax, this.theme.fontPx, model.series.map(({ key, shape: form, unit, low }, index) => [key, form, unit, low === undefined, placements[index]])]);
    if (this.#plot === null || shape !== this.#shape) {
      this.#shape = shape;
      this.#make(width, height);
      return;
    }
    const plot = this.#plot;
    plot.batch(() => {
      if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
      plot.setData(this.#rows(), false);
      plot.setScale('x', { min: span.from, max: span.to });
    });
  }

  /** The colours changed. */
  redraw(theme: Theme): void {
    this.theme = theme;
    this.#plot?.redraw(true, true);
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  timeAt(clientX: number): number {
    const plot = this.#plot!;
    return plot.posToVal(clientX - plot.rect.left, 'x');
  }

  /** Puts the cursor on a column. */
  point(index: number): void {
    const { times } = this.#drawn!.model;
    const plot = this.#plot;
    if (plot === null || times[index] === undefined) return;
    plot.setCursor({ left: plot.valToPos(times[index], 'x'), top: plot.rect.height / 2 });
  }

  leave(): void {
    this.#plot?.setCursor({ left: -10, top: -10 });
  }

  #make(width: number, height: number): void {
    this.#plot?.destroy();
    const { model, span, order } = this.#drawn!;
    this.#offset = offsetsOf(order.map((index) => model.series[index]!));
    this.#plot = new uPlot({
      width, height,
      legend: { show: false },
      padding: [10, null, null, null],
      cursor: {
        y: false,
        drag: { x: this.events.marked !== null, y: false, setScale: false, dist: 6 },
        points: { size: 9, width: 2, fill: () => this.theme.surface, stroke: (_, row) => this.#inkOfRow(row).colour },
        hover: { skip: [undefined] },
      },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false, auto: false, range: () => [this.#drawn!.span.from, this.#drawn!.span.to] }, ...this.#scales() },
      axes: [this.#lowerAxis(), ...this.#sideAxes()],
      series: [{}, ...order.flatMap((index) => this.#series(model.series[index]!, index))],
      bands: order.flatMap((index, place) => (model.series[index]!.low === undefined ? [] : [{ series: [this.#offset[place]! + 1, this.#offset[place]! + 2] as [number, number], fill: () => this.#soft(index) }])),
      hooks: {
        drawAxes: [(plot) => drawUnder(this.#scene(plot))],
        draw: [(plot) => drawOver(this.#scene(plot))],
        setCursor: [(plot) => this.events.cursor(plot.cursor.left! < 0 ? null : (plot.cursor.idx ?? null))],
        setSelect: [(plot) => this.#selected(plot)],
      },
    }, this.#rows(), this.host);
    this.#plot.setScale('x', { min: span.from, max: span.to });
  }

  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 6) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.events.marked?.(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  }

  #scales(): uPlot.Scales {
    const scales: uPlot.Scales = {};
    for (const { scale, lane } of this.#drawn!.placements) {
      scales[scale] = {
        range: () => {
          const extent = this.#extent(scale);
          return extent === null ? [0, 1] : laneRange(extent[0], extent[1], lane);
        },
      };
    }
    return scales;
  }

  /** What a scale's curves reach within the span. */
  #extent(scale: string): [number, number] | null {
    const { model, placements, hidden, cells, span, extents } = this.#drawn!;
    const known = extents.get(scale);
    if (known !== undefined) return known;
    const of = model.series.flatMap((series, index) => (placements[index]!.scale === scale && !hidden.has(series.key) ? [{ ...series, values: cells[index]! }] : []));
    let [begin, end] = [0, model.times.length];
    while (begin < end - 1 && model.times[begin + 1]! <= span.from) begin += 1;
    while (end > begin && model.times[end - 1]! > span.to) end -= 1;
    const extent = extentOf(of, begin, end);
    extents.set(scale, extent);
    return extent;
  }

  #lowerAxis(): uPlot.Axis {
    const ticks = (plot: uPlot): readonly { at: number; text: string }[] =>
      this.lower.ticks({ from: plot.scales['x']!.min!, to: plot.scales['x']!.max! }, Math.floor(plot.bbox.width / devicePixelRatio / (this.lower.space * (this.theme.fontPx / 12))));
    return {
      ...this.#axisLook(),
      size: Math.round(this.theme.fontPx * 2),
      splits: (plot) => ticks(plot).map(({ at }) => at),
      values: (plot) => ticks(plot).map(({ text }) => text),
      grid: { show: true, stroke: () => this.theme.line, width: 1 },
    };
  }

  #sideAxes(): uPlot.Axis[] {
    const { model, placements } = this.#drawn!;
    const seen = new Set<string>();
    return placements.flatMap(({ scale, axis }, index): uPlot.Axis[] => {
      if (axis === 'none' || seen.has(scale)) return [];
      seen.add(scale);
      const series = model.series[index]!;
      const isInside = (split: number): boolean => {
        const extent = this.#extent(scale);
        return extent !== null && split >= extent[0] - 1e-9 && split <= extent[1] + 1e-9;
      };
      return [{
        ...this.#axisLook(),
        scale,
        side: axis === 'left' ? 3 : 1,
        space: this.theme.fontPx * 2.6,
        ...(series.words !== undefined && { splits: series.words.map((_, value) => value) }),
        filter: (_, splits) => splits.map((split) => (isInside(split) ? split : null)),
        values: (_, splits, __, ___, step) => splits.map((split) => (split == null ? '' : (series.words?.[split] ?? (series.axisText ?? series.text)(split, digitsOf(step))))),
        size: (_, values) => Math.ceil(Math.max(0, ...(values ?? []).map((text) => widthOf(`${text}`, this.theme)))) + 14,
        grid: { show: seen.size === 1, stroke: () => this.theme.line, width: 1, filter: (_, splits) => splits.map((split) => (isInside(split) ? split : null)) },
      }];
    });
  }

  #axisLook(): uPlot.Axis {
    return { stroke: () => this.theme.text, font: `${this.theme.fontPx}px ${this.theme.font}`, ticks: { show: false }, gap: 6 };
  }

  #series(series: ChartSeries, index: number): uPlot.Series[] {
    const { scale } = this.#drawn!.placements[index]!;
    const { paths } = uPlot;
    const ink = this.theme.ink(index);
    const isBars = series.shape === 'bars';
    const path = isBars ? paths.bars!({ align: this.#drawn!.model.stacked ? 0 : 1, size: [this.#drawn!.model.stacked ? 0.72 : 0.86, 64, 1] }) : series.shape === 'step' ? paths.stepped!({ align: 1 }) : paths.linear!();
    const show = scale !== 'none';
    const curve: uPlot.Series = {
      scale, show, paths: path, width: isBars ? 0 : 2, dash: isBars || isLane(series) ? [] : [...ink.dash],
      stroke: () => this.#ink(index).colour,
      ...(isBars && { fill: (plot: uPlot) => fillOf(plot.ctx, this.#ink(index), this.theme.surface, devicePixelRatio) as string }),
      ...(isLane(series) && { fill: () => this.#soft(index), fillTo: () => 0 }),
      points: isBars ? { show: false } : { show: true, size: 5, width: 2, filter: (plot, row) => lonely(plot.data[row] as (number | null | undefined)[]) },
    };
    if (series.low === undefined) return [curve];
    const edge: uPlot.Series = { scale, show, paths: path, width: 0, stroke: 'transparent', points: { show: false } };
    return [curve, edge, { ...edge }];
  }

  #rows(): uPlot.AlignedData {
    const { model, cells, order } = this.#drawn!;
    const rows = order.flatMap((index) => {
      const { low, high } = model.series[index]!;
      return low === undefined ? [cells[index]!] : [cells[index]!, high!, low];
    });
    return [model.times as number[], ...rows] as uPlot.AlignedData;
  }

  #inkOfRow(row: number): { colour: string } {
    const place = this.#offset.findLastIndex((offset) => offset <= row);
    return this.#ink(this.#drawn!.order[place] ?? 0);
  }

  #ink(index: number): ReturnType<Theme['ink']> {
    return this.theme.ink(index);
  }

  #soft(index: number): string {
    return withAlpha(this.#ink(index).colour, 0.2);
  }

  #scene(plot: uPlot): Scene {
    const { model, placements, hidden, span } = this.#drawn!;
    return { plot, model, placements, hidden, span, theme: this.theme };
  }
}

function cellsOf(model: ChartModel, hidden: ReadonlySet<string>): ChartSeries['values'][] {
  if (model.stacked !== true) return model.series.map(({ values }) => values);
  const up = new Array<number>(model.times.length).fill(0);
  const down = new Array<number>(model.times.length).fill(0);
  return model.series.map(({ key, values }) => (hidden.has(key) ? values : values.map((value, column) => {
    if (value == null || value === 0) return null;
    const pile = value > 0 ? up : down;
    pile[column]! += value;
    return pile[column]!;
  })));
}

/** Where the rows of each series begin. */
function offsetsOf(series: readonly ChartSeries[]): number[] {
  let row = 1;
  return series.map((one) => {
    const at = row;
    row += rowsOf(one);
    return at;
  });
}

/** Places of values that have no neighbour to be joined with. */
function lonely(values: readonly (number | null | undefined)[]): number[] {
  const own = values.flatMap((value, index) => (value === undefined ? [] : [index]));
  return own.filter((index, place) => values[index] !== null && values[own[place - 1] ?? -1] == null && values[own[place + 1] ?? -1] == null);
}

/** Digits that tell numbers apart that lie a step from each other. */
const digitsOf = (step: number): number => Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));

let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, { fontPx, font }: Theme): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (pen == null) return text.length * fontPx * 0.6;
  pen.font = `${fontPx}px ${font}`;
  return pen.measureText(text).width;
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(alpha * 100)}%, transparent)`;
}
