import type { SignalHistory, SignalSeries } from '../../api/history';
import type { Value } from '../../api/protocol';
import { i18n } from '../../i18n/i18n.svelte';
import { phrase } from '../units';
import type { Cell, ChartMark, ChartModel, ChartSeries } from './model';

/** What a signal is called and how its values read. */
export interface SignalLook {
  label: string;
  /** As a person reads a unit: °, %, kWh. */
  unit: string;
  /** The whole that it is a share of. */
  bounds?: { low: number; high: number };
  /** Set by people and rules rather than measured: it holds until it is set again. */
  isSet: boolean;
  /** Values of a state in the contract's order. */
  values: readonly Value[];
  text: (value: Value) => string;
}

/** Words that a chart cannot know itself. */
export interface ChartWords {
  /** On for a share of the time, 0 to 1. */
  partly: (word: string, share: number) => string;
  times: (count: number) => string;
  mark: (kind: ChartMark['kind'], what: string, count: number, amount: string) => string;
}

/** The curves of an answer. Signals without a look are left out. */
export function modelOf(answer: SignalHistory, lookOf: (signal: string) => SignalLook, words: ChartWords): ChartModel {
  return { times: answer.times, end: answer.end, series: answer.signals.map((series) => curveOf(series, answer, lookOf(series.signal), words)) };
}

function curveOf(series: SignalSeries, answer: SignalHistory, look: SignalLook, words: ChartWords): ChartSeries {
  const base = { key: series.signal, label: look.label, marks: marksOf(series, answer, look, words) };
  switch (series.class) {
    case 'measurement': {
      const text = (value: number): string => look.text(value);
      const isRanged = (series.min ?? []).some((low, column) => low != null && low < (series.max?.[column] ?? low));
      return {
        ...base, shape: look.isSet || answer.resolution === 'raw' ? 'step' : 'line', unit: look.unit, values: series.mean ?? [], text, cellOf: numeric, axisText: (value, digits) => phrase({ number: i18n.number(value, digits), unit: look.unit }),
        ...(isRanged && { low: series.min!, high: series.max! }), ...(look.bounds !== undefined && { bounds: look.bounds }),
      };
    }
    case 'counter':
      return { ...base, shape: 'bars', unit: look.unit, values: series.increase ?? [], text: (value) => look.text(value), cellOf: summed, axisText: (value, digits) => phrase({ number: i18n.number(value, digits), unit: look.unit }) };
    case 'event':
      return { ...base, shape: 'bars', unit: '', values: series.count ?? [], text: (value) => words.times(value), cellOf: summed };
    case 'state':
      return { ...base, ...stateOf(series, look, words) };
  }
}

const numeric = (value: Value): number | undefined => (typeof value === 'number' ? value : undefined);

/** Sums are the hub's: that there is something new is all a live value says. */
const summed = (): number => 0;

/** On and off is told as the share of time it was on; any other state as the one that lasted longest. */
function stateOf(series: SignalSeries, look: SignalLook, words: ChartWords): Pick<ChartSeries, 'shape' | 'unit' | 'values' | 'words' | 'text' | 'bounds' | 'cellOf'> {
  const states = series.states ?? [];
  const count = series.last?.length ?? states[0]?.seconds.length ?? 0;
  const columns = Array.from({ length: count }, (_, column) => column);
  if (states.every(({ value }) => typeof value === 'boolean' || value == null) && look.values.length === 0) {
    const [no, yes] = [look.text(false), look.text(true)];
    const on = states.find(({ value }) => value === true);
    const values = columns.map((column): Cell => {
      const known = states.reduce((sum, { seconds }) => sum + seconds[column]!, 0);
      return known === 0 ? null : (on?.seconds[column] ?? 0) / known;
    });
    return { shape: 'step', unit: null, values, words: [no, yes], bounds: { low: 0, high: 1 }, cellOf: (value) => (typeof value === 'boolean' ? Number(value) : undefined), text: (share) => (share <= 0 ? no : share >= 1 ? yes : words.partly(yes, share)) };
  }
  const seen = states.flatMap(({ value }) => (value == null ? [] : [value]));
  const known = [...look.values.filter((value) => value !== null && seen.includes(value)), ...seen.filter((value) => !look.values.includes(value))];
  const texts = known.map((value) => look.text(value));
  const values = columns.map((column): Cell => {
    let longest: { value: Value; seconds: number } | null = null;
    for (const { value, seconds } of states) {
      if (value != null && seconds[column]! > (longest?.seconds ?? 0)) longest = { value, seconds: seconds[column]! };
    }
    return longest === null ? null : known.indexOf(longest.value);
  });
  return { shape: 'step', unit: null, values, words: texts, bounds: { low: 0, high: Math.max(1, texts.length - 1) }, cellOf: (value) => (known.includes(value) ? known.indexOf(value) : undefined), text: (value) => texts[Math.round(value)] ?? '' };
}

function marksOf(series: SignalSeries, { times }: SignalHistory, look: SignalLook, words: ChartWords): ChartMark[] {
  return (series.marks ?? []).map(({ column, kind, count, amount }) => ({ at: times[column]!, kind, text: words.mark(kind, look.label, count, amount == null ? '' : look.text(amount)) }));
}
