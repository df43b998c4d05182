import type { Columns } from '../api/devices';

/** A curve of a value that holds until the next one, in a box of a width and a height of 1. */
export interface Steps {
  /** Path of the line. */
  line: string;
  /** The same, closed at the bottom. */
  area: string;
  low: number;
  high: number;
  /** Seconds for which the value was true or above zero. */
  onSeconds: number;
}

/**
 * Draws values between two times, both in seconds. Null when there is nothing to draw. Texts are left out; true counts as 1.
 * `bounds` are those of the axis; without them it fits the values.
 */
export function stepsOf([times, values]: Columns, from: number, to: number, bounds?: { low: number; high: number }): Steps | null {
  const points = times.map((time, at) => ({ time, value: numberOf(values[at]) })).filter((point): point is { time: number; value: number } => point.value !== null && point.time <= to);
  if (points.length === 0) return null;
  // The value that stood when the window opened holds until the next.
  const firstInside = points.findIndex((point) => point.time >= from);
  const kept = firstInside < 0 ? points.slice(-1) : points.slice(Math.max(0, firstInside - 1));
  const numbers = kept.map((point) => point.value);
  const low = bounds?.low ?? Math.min(...numbers);
  const high = bounds?.high ?? Math.max(...numbers);
  const x = (time: number): number => round((Math.max(time, from) - from) / (to - from));
  const y = (value: number): number => round(high === low ? 0.5 : 1 - (value - low) / (high - low));
  let line = `M${x(kept[0]!.time)} ${y(kept[0]!.value)}`;
  let onSeconds = 0;
  kept.forEach((point, at) => {
    const end = kept[at + 1]?.time ?? to;
    if (at > 0) line += `V${y(point.value)}`;
    line += `H${x(end)}`;
    if (point.value > 0) onSeconds += Math.max(0, end - Math.max(point.time, from));
  });
  return { line, area: `${line}V1H${x(kept[0]!.time)}Z`, low: Math.min(...numbers), high: Math.max(...numbers), onSeconds };
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : null;
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
