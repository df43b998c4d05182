/** How a curve looks. It is told by its colour, by the pattern of its line or area, and by its number: never by colour alone. */
export interface Ink {
  colour: string;
  dash: readonly number[];
  hatch: Hatch;
}

export type Hatch = 'plain' | 'rising' | 'falling' | 'dots' | 'level' | 'upright';

const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [14, 5], [4, 2, 4, 6]];
const HATCHES: readonly Hatch[] = ['plain', 'rising', 'dots', 'falling', 'level', 'upright'];
const COLOURS = ['--ink-0', '--ink-1', '--ink-2', '--ink-3', '--ink-4', '--ink-5'];

/** Further down the list a colour comes again, with another pattern. */
const patternOf = (index: number): number => (index + Math.floor(index / COLOURS.length)) % DASHES.length;

export const dashOf = (index: number): readonly number[] => DASHES[patternOf(index)]!;
export const hatchOf = (index: number): Hatch => HATCHES[patternOf(index)]!;

/** What charts are drawn with, out of the style sheet, in this scheme. */
export interface Theme {
  text: string;
  line: string;
  surface: string;
  font: string;
  /** Of text, in CSS pixels: it grows with the reader's. */
  fontPx: number;
  ink: (index: number) => Ink;
}

export function themeOf(element: HTMLElement): Theme {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim() || '#888';
  const inks = COLOURS.map(colour);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return {
    text: colour('--chart-text'), line: colour('--chart-line'), surface: colour('--chart-surface'), font: style.fontFamily || 'sans-serif', fontPx: Math.min(22, rem * 0.75),
    ink: (index) => ({ colour: inks[index % inks.length]!, dash: dashOf(index), hatch: hatchOf(index) }),
  };
}

/** Tells when the scheme changes. */
export function watchScheme(changed: () => void): () => void {
  const lists = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'].map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => lists.forEach((list) => list.removeEventListener('change', changed));
}

const TILE = 8;

/** An area in a colour, with its pattern. */
export function fillOf(context: CanvasRenderingContext2D, { colour, hatch }: Ink, under: string, ratio: number): CanvasPattern | string {
  if (hatch === 'plain') return colour;
  const tile = document.createElement('canvas');
  const size = Math.round(TILE * ratio);
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (pen === null) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, size, size);
  drawHatch(pen, hatch, under, size, ratio);
  return context.createPattern(tile, 'repeat') ?? colour;
}

/** A place of which nothing is known: thin lines on nothing. */
export function unknownFill(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const size = Math.round(TILE * ratio);
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (pen === null) return 'transparent';
  drawHatch(pen, 'rising', colour, size, ratio * 0.6);
  return context.createPattern(tile, 'repeat') ?? 'transparent';
}

function drawHatch(pen: CanvasRenderingContext2D, hatch: Hatch, colour: string, size: number, ratio: number): void {
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.6 * ratio;
  pen.beginPath();
  if (hatch === 'dots') {
    pen.arc(size / 2, size / 2, 1.7 * ratio, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  const steps: readonly (readonly [number, number, number, number])[] =
    hatch === 'rising' ? [[0, size, size, 0], [-1, 1, 1, -1], [size - 1, size + 1, size + 1, size - 1]]
    : hatch === 'falling' ? [[0, 0, size, size], [-1, size - 1, 1, size + 1], [size - 1, -1, size + 1, 1]]
    : hatch === 'level' ? [[0, size / 2, size, size / 2]]
    : [[size / 2, 0, size / 2, size]];
  for (const [x0, y0, x1, y1] of steps) {
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
  }
  pen.stroke();
}
