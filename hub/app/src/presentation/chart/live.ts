import type { Cell, ChartModel } from './model';

/** Values go into a chart at most this often, in milliseconds. */
export const LIVE_MS = 1_000;

/** What time it is, and how to be called later; both can be a test's. */
export interface LiveClock {
  /** Milliseconds. */
  now: () => number;
  /** Answers how to take it back. */
  later: (ms: number, work: () => void) => () => void;
}

export const systemClock: LiveClock = {
  now: () => Date.now(),
  later: (ms, work) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/** Gathers live values and passes them on together, at most once a second. The newest of each signal counts. */
export class LiveTail {
  #waiting = new Map<string, number | null>();
  #cancel: (() => void) | null = null;
  #last = -Infinity;

  constructor(private readonly pass: (at: number, values: ReadonlyMap<string, number | null>) => void, private readonly clock: LiveClock = systemClock) {}

  push(key: string, value: number | null): void {
    this.#waiting.set(key, value);
    if (this.#cancel !== null) return;
    const wait = Math.max(0, this.#last + LIVE_MS - this.clock.now());
    if (wait === 0) this.#flush();
    else this.#cancel = this.clock.later(wait, () => this.#flush());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting.clear();
  }

  #flush(): void {
    this.#cancel = null;
    this.#last = this.clock.now();
    const values = this.#waiting;
    this.#waiting = new Map();
    this.pass(this.#last / 1000, values);
  }
}

/** The chart with one more column at its end; curves that were told nothing hold what they had. Nothing that stands already is moved. A value of the past changes nothing. */
export function appended(model: ChartModel, at: number, values: ReadonlyMap<string, number | null>): ChartModel {
  if (at <= (model.times.at(-1) ?? -Infinity)) return model;
  return {
    ...model,
    times: [...model.times, at],
    end: Math.max(model.end, at),
    series: model.series.map((series) => {
      // The hub sums bars up: they grow with its next answer.
      const cell: Cell = series.shape === 'bars' ? undefined : values.has(series.key) ? values.get(series.key)! : lastOf(series.values);
      return { ...series, values: [...series.values, cell], ...(series.low !== undefined && { low: [...series.low, cell], high: [...series.high!, cell] }) };
    }),
  };
}

function lastOf(values: readonly Cell[]): Cell {
  for (let index = values.length - 1; index >= 0; index--) if (values[index] !== undefined) return values[index];
  return undefined;
}
