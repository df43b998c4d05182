import { PERIODS, type Period, type Span } from '../../presentation/chart/span';

/** What stands in the address of the history: it can be shared, and the way back works. */
export interface HistoryAddress {
  signals: readonly string[];
  /** Up to now for so long, or a stretch of time in seconds. */
  range: Period | Span;
}

const SIGNAL = /^[^/]+\/.+$/;
const MS = 1000;

/** What cannot be read is left out; without a range it is the last day. */
export function readAddress(query: string, signalsMax: number): HistoryAddress {
  const params = new URLSearchParams(query);
  const signals = [...new Set(params.getAll('s'))].filter((signal) => SIGNAL.test(signal)).slice(0, signalsMax);
  const [from, to] = [secondsOf(params.get('from')), secondsOf(params.get('to'))];
  if (from !== null && to !== null && from < to) return { signals, range: { from, to } };
  const period = PERIODS.find((one) => one === params.get('range'));
  return { signals, range: period ?? 'day' };
}

export function writeAddress({ signals, range }: HistoryAddress): string {
  const params = new URLSearchParams(signals.map((signal) => ['s', signal]));
  if (typeof range === 'string') {
    if (range !== 'day') params.set('range', range);
  } else {
    params.set('from', timeOf(range.from));
    params.set('to', timeOf(range.to));
  }
  const query = params.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return query === '' ? '/history' : `/history?${query}`;
}

function secondsOf(text: string | null): number | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms / MS;
}

const timeOf = (seconds: number): string => new Date(Math.round(seconds) * MS).toISOString().replace('.000Z', 'Z');
