/** A stretch of time in seconds since 1970: start inclusive, end exclusive. */
export interface Span {
  from: number;
  to: number;
}

export type Period = 'day' | 'week' | 'month' | 'year';

export const PERIODS: readonly Period[] = ['day', 'week', 'month', 'year'];

/** How long each is when it ends now, in seconds. */
const ROLLING: Readonly<Record<Period, number>> = { day: 86_400, week: 7 * 86_400, month: 30 * 86_400, year: 365 * 86_400 };

export const rolling = (period: Period, now: number): Span => ({ from: now - ROLLING[period], to: now });

export interface SpanLimits {
  /** Shortest and longest, in seconds. */
  shortest: number;
  longest: number;
  /** It does not reach beyond these. */
  first: number;
  last: number;
}

/** Ten seconds to twenty years, up to now: the hub tells of forty. */
export const limitsAt = (now: number): SpanLimits => ({ shortest: 10, longest: 20 * ROLLING.year, first: now - 20 * ROLLING.year, last: now });

/** Shorter (factor below 1) or longer, with a moment that stays where it is on the screen. */
export function zoomed({ from, to }: Span, factor: number, anchor: number, limits: SpanLimits): Span {
  const length = Math.min(limits.longest, Math.max(limits.shortest, (to - from) * factor));
  const share = (Math.min(to, Math.max(from, anchor)) - from) / (to - from);
  return within({ from: anchored(anchor, from, to) - share * length, to: anchored(anchor, from, to) + (1 - share) * length }, limits);
}

const anchored = (anchor: number, from: number, to: number): number => Math.min(to, Math.max(from, anchor));

/** Moved by a share of its length, below zero to the past. Its length stays. */
export function panned({ from, to }: Span, share: number, limits: SpanLimits): Span {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, limits);
}

/** What was marked by hand: in order, and not too short. */
export function chosen(one: number, other: number, limits: SpanLimits): Span {
  const [from, to] = one <= other ? [one, other] : [other, one];
  const missing = Math.max(0, limits.shortest - (to - from)) / 2;
  return within({ from: from - missing, to: to + missing }, limits);
}

/** The same length, moved to where it may be; a span that is longer than all there may be becomes all. */
function within({ from, to }: Span, { first, last }: SpanLimits): Span {
  const length = Math.min(to - from, last - first);
  const end = Math.min(last, Math.max(first + length, to));
  return { from: end - length, to: end };
}

/** The same span further on, so that it ends now: its length stays. */
export const following = ({ from, to }: Span, now: number): Span => ({ from: now - (to - from), to: now });
