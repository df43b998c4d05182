import type uPlot from 'uplot';
import { isLane, type Placement } from '../../presentation/chart/axes';
import type { ChartModel } from '../../presentation/chart/model';
import type { Span } from '../../presentation/chart/span';
import { unknownFill, type Theme } from './theme';

/** What is drawn beside the curves, with what is needed for it. */
export interface Scene {
  plot: uPlot;
  model: ChartModel;
  placements: readonly Placement[];
  hidden: ReadonlySet<string>;
  span: Span;
  theme: Theme;
}

const TAG_PX = 8;
const STRIP_PX = 8;

/** Under the curves: names of lanes, and bars of which nothing is known. */
export function drawUnder(scene: Scene): void {
  const { plot, model, placements, hidden, theme } = scene;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  unknownBars(scene);
  ctx.restore();
  ctx.save();
  ctx.font = `${theme.fontPx * ratio}px ${theme.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'bottom';
  model.series.forEach((series, index) => {
    if (!isLane(series) || hidden.has(series.key) || placements[index]!.axis !== 'none') return;
    const [bottom, top] = placements[index]!.lane;
    const y = bbox.top + (1 - top) * bbox.height;
    ctx.fillStyle = theme.line;
    ctx.fillRect(bbox.left, Math.round(bbox.top + (1 - bottom) * bbox.height), bbox.width, ratio);
    ctx.fillStyle = theme.text;
    ctx.fillText(`${index + 1} ${series.label}`, bbox.left + 4 * ratio, y - 2 * ratio, bbox.width - 8 * ratio);
  });
  ctx.restore();
}

/** Nothing known is not nothing used: such a column of bars is hatched, from top to bottom where bars are alone. */
function unknownBars({ plot, model, placements, hidden, span, theme }: Scene): void {
  const bars = model.series.map((series, index) => ({ series, index })).filter(({ series }) => series.shape === 'bars' && !hidden.has(series.key));
  if (bars.length === 0) return;
  // Curves behind it may be known.
  const isAlone = model.series.every((series) => series.shape === 'bars' || hidden.has(series.key) || isLane(series));
  const { ctx, bbox } = plot;
  ctx.fillStyle = unknownFill(ctx, theme.line, devicePixelRatio) as string;
  const own = model.times.map((_, column) => column).filter((column) => bars.some(({ series }) => series.values[column] !== undefined));
  own.forEach((column, place) => {
    if (bars.some(({ series }) => series.values[column] != null)) return;
    const begin = model.times[column]!;
    const end = own[place + 1] === undefined ? model.end : model.times[own[place + 1]!]!;
    if (end < span.from || begin > span.to) return;
    // Parts of a pile stand in the middle of their place.
    const shift = model.stacked === true ? 0.5 : 0;
    const left = plot.valToPos(begin - shift, 'x', true);
    const right = plot.valToPos(end - shift, 'x', true);
    const [bottom, top] = placements[bars[0]!.index]!.lane;
    const height = isAlone ? (top - bottom) * bbox.height : STRIP_PX * devicePixelRatio;
    ctx.fillRect(left, bbox.top + (1 - bottom) * bbox.height - height, right - left, height);
  });
}

/** Over the curves: which is which at their ends, and where something was strange. */
export function drawOver(scene: Scene): void {
  drawMarks(scene);
  const { model, hidden } = scene;
  if (model.series.filter(({ key }) => !hidden.has(key)).length > 1) drawTags(scene);
}

function drawTags({ plot, model, placements, hidden, span, theme }: Scene): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const tags = model.series.flatMap((series, index) => {
    if (hidden.has(series.key) || series.shape === 'bars' || isLane(series)) return [];
    for (let column = model.times.length - 1; column >= 0; column--) {
      const [time, value] = [model.times[column]!, series.values[column]];
      if (value == null || time > span.to) continue;
      if (time < span.from) return [];
      return [{ index, x: plot.valToPos(time, 'x', true), y: plot.valToPos(value, placements[index]!.scale, true) }];
    }
    return [];
  }).sort((a, b) => a.y - b.y);
  const size = TAG_PX * ratio * (theme.fontPx / 12);
  let free = bbox.top + size;
  ctx.save();
  ctx.font = `700 ${theme.fontPx * 0.9 * ratio}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const { index, x, y } of tags) {
    const [at, height] = [Math.min(x, bbox.left + bbox.width - size), Math.max(free, Math.min(y, bbox.top + bbox.height - size))];
    free = height + size * 2;
    ctx.beginPath();
    ctx.arc(at, height, size, 0, 2 * Math.PI);
    ctx.fillStyle = theme.ink(index).colour;
    ctx.fill();
    ctx.lineWidth = 1.5 * ratio;
    ctx.strokeStyle = theme.surface;
    ctx.stroke();
    ctx.fillStyle = theme.surface;
    ctx.fillText(`${index + 1}`, at, height + 0.5 * ratio);
  }
  ctx.restore();
}

function drawMarks({ plot, model, hidden, span, theme }: Scene): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.text;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  for (const { key, marks } of model.series) {
    if (hidden.has(key)) continue;
    for (const { at } of marks) {
      if (at < span.from || at > span.to) continue;
      const x = Math.round(plot.valToPos(at, 'x', true));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - 5 * ratio, bbox.top - 8 * ratio);
      ctx.lineTo(x + 5 * ratio, bbox.top - 8 * ratio);
      ctx.lineTo(x, bbox.top);
      ctx.fill();
    }
  }
  ctx.restore();
}
