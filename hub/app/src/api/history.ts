import type { Value } from './protocol';
import { addressOf, get } from './rest';

export type SignalClass = 'measurement' | 'state' | 'counter' | 'event';
export type Resolution = 'raw' | 'minute' | 'hour' | 'day';
export type MarkKind = 'reset' | 'rollback' | 'replaced' | 'gap';

/** Something strange about a counter. */
export interface CounterMark {
  column: number;
  kind: MarkKind;
  count: number;
  /** Of a gap: so much came about while nobody looked. */
  amount?: number | null;
}

/** How a state was in one value; absent for values beyond the hub's bound. */
export interface StateTimes {
  value?: Value;
  seconds: readonly number[];
  entered: readonly number[];
}

/** The past of one signal in columns; null is a gap. Only the lists of its class are there. */
export interface SignalSeries {
  /** Device, `/`, address. */
  signal: string;
  class: SignalClass;
  unit?: string | null;
  mean?: readonly (number | null)[] | null;
  min?: readonly (number | null)[] | null;
  max?: readonly (number | null)[] | null;
  increase?: readonly (number | null)[] | null;
  marks?: readonly CounterMark[] | null;
  count?: readonly (number | null)[] | null;
  states?: readonly StateTimes[] | null;
  last?: readonly Value[] | null;
  /** Seconds of each column that are known; absent where all are. */
  known?: readonly number[] | null;
}

export interface SignalHistory {
  from: string;
  to: string;
  resolution: Resolution;
  /** From when on this resolution is whole; absent for from the beginning. */
  completeFrom?: string | null;
  /** When each column begins, in seconds since 1970. */
  times: readonly number[];
  /** When the last one ends. */
  end: number;
  signals: readonly SignalSeries[];
}

const MS = 1000;
const at = (seconds: number): string => new Date(Math.round(seconds * MS)).toISOString();

function query(signals: readonly string[], from: number, to: number, points: number): URLSearchParams {
  return new URLSearchParams([...signals.map((signal) => ['signal', signal]), ['from', at(from)], ['to', at(to)], ['points', `${points}`]]);
}

/** The past of signals between two times in seconds, in so many columns at most. */
export const signalHistory = (signals: readonly string[], from: number, to: number, points: number, signal: AbortSignal): Promise<SignalHistory> =>
  get(`/history?${query(signals, from, to, points)}`, { signal });

/** Where the same is had as a file. */
export const signalHistoryFile = (signals: readonly string[], from: number, to: number, points: number): string => addressOf(`/history.csv?${query(signals, from, to, points)}`);
