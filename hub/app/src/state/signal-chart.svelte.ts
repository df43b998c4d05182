import { signalHistory, type Resolution, type SignalClass, type SignalHistory } from '../api/history';
import { RestError } from '../api/rest';
import { appended, LiveTail, systemClock, type LiveClock } from '../presentation/chart/live';
import { EMPTY, merged, type ChartModel } from '../presentation/chart/model';
import { modelOf, type ChartWords, type SignalLook } from '../presentation/chart/signals';
import { following, rolling, type Period, type Span } from '../presentation/chart/span';

/** How a chart asks, in milliseconds, pixels and columns. */
export const ChartLimits = {
  /** Signals of one chart: more curves nobody tells apart. */
  signals: 8,
  /** A hand that zooms has to rest so long before finer data is asked for. */
  settleMs: 160,
  /** A bar is at least so wide. */
  barPx: 14,
  /** The hub's bound. */
  pointsMax: 5_000,
  /** Live columns until the hub is asked for all of them again. */
  tailMax: 300,
  /** Sums are the hub's: while live values come they are asked for this often. */
  sumsMs: 60_000,
} as const;

interface Answers {
  curves: SignalHistory | null;
  bars: SignalHistory | null;
}

/** The past of some signals as one chart: what is asked of the hub for the time that is shown, and the live values at its end. */
export class SignalChart {
  signals = $state.raw<readonly string[]>([]);
  span = $state.raw<Span>({ from: 0, to: 1 });
  /** Up to now for so long; null after a zoom by hand. */
  period = $state<Period | null>(null);
  /** The period that was chosen last: there the way back from a zoom leads. */
  whole: Period = 'day';
  /** True while the end of the chart is now and goes along with it. */
  isFollowing = $state(true);
  hidden = $state.raw<ReadonlySet<string>>(new Set());
  /** Signals that the hub does not know. */
  missing = $state.raw<ReadonlySet<string>>(new Set());
  /** Code of what went wrong the last time; empty when nothing did. */
  trouble = $state('');
  isBusy = $state(false);
  /** How it was asked last; a test and the table's heading want it. */
  resolution = $state<Resolution | null>(null);
  completeFrom = $state<string | null>(null);
  #answers = $state.raw<Answers | null>(null);
  #live = $state.raw<{ of: ChartModel; model: ChartModel } | null>(null);
  /** Live columns since the last answer. */
  #rows: { at: number; values: ReadonlyMap<string, number | null> }[] = [];
  #width = 0;
  #asked = '';
  #askedAt = 0;
  #abort: AbortController | null = null;
  #waiting: (() => void) | null = null;
  readonly #classes = new Map<string, SignalClass>();
  readonly #tail: LiveTail;

  constructor(readonly look: (signal: string) => SignalLook, private readonly words: () => ChartWords, private readonly clock: LiveClock = systemClock) {
    this.#tail = new LiveTail((at, values) => this.#append(at, values), clock);
    this.show('day');
  }

  readonly #base = $derived.by((): ChartModel => {
    if (this.#answers === null) return EMPTY;
    const { curves, bars } = this.#answers;
    const models = [curves, bars].flatMap((answer) => (answer === null ? [] : [modelOf(answer, this.look, this.words())]));
    const ownClass = (model: ChartModel, isBars: boolean): ChartModel => ({ ...model, series: model.series.filter(({ shape }) => (shape === 'bars') === isBars) });
    const parts = [curves, bars].flatMap((answer, index) => (answer === null ? [] : [ownClass(models.shift()!, index === 1)])).filter(({ series }) => series.length > 0);
    return parts.length === 0 ? EMPTY : merged(parts, this.signals);
  });

  /** True once there was an answer for these signals. */
  get isThere(): boolean {
    return this.#answers !== null;
  }

  /** What is drawn. Names of curves may come later than their values: then live columns are put to their end anew. */
  readonly model: ChartModel = $derived(this.#live?.of === this.#base ? this.#live.model : this.#rows.reduce((model, { at, values }) => appended(model, at, values), this.#base));

  /** The class of a signal, once the hub told it. */
  classOf(signal: string): SignalClass | undefined {
    return this.#classes.get(signal);
  }

  /** Other signals; the curves of those that stay are kept until the answer comes. */
  pick(signals: readonly string[]): void {
    if (signals.join() === this.signals.join()) return;
    this.signals = signals;
    this.hidden = new Set([...this.hidden].filter((one) => signals.includes(one)));
    this.missing = new Set();
    this.trouble = '';
    if (signals.length === 0) this.#answers = null;
    this.load();
  }

  /** The last day, week, month or year, which goes on with now. */
  show(period: Period): void {
    this.period = this.whole = period;
    this.isFollowing = true;
    this.span = rolling(period, this.clock.now() / 1000);
    this.load();
  }

  /** A stretch chosen by hand. Where it ends now it goes on with now. */
  go(span: Span, settle = ChartLimits.settleMs as number): void {
    this.period = null;
    this.isFollowing = span.to >= this.clock.now() / 1000 - 1;
    this.span = span;
    this.#later(settle);
  }

  /** The width in pixels is the number of columns. */
  resize(width: number): void {
    const isFirst = this.#width === 0;
    const isOther = Math.abs(width - this.#width) > this.#width * 0.1;
    if (width <= 0 || (!isFirst && !isOther)) return;
    this.#width = width;
    if (isFirst) this.load();
    else this.#later(ChartLimits.settleMs);
  }

  toggle(key: string): void {
    this.hidden = this.hidden.has(key) ? new Set([...this.hidden].filter((one) => one !== key)) : new Set([...this.hidden, key]);
  }

  /** A live value of a curve, as the chart draws it; null where the device went away. */
  told(signal: string, value: number | null): void {
    if (this.#answers !== null) this.#tail.push(signal, value);
  }

  stop(): void {
    this.#waiting?.();
    this.#tail.stop();
    this.#abort?.abort();
  }

  #later(ms: number): void {
    this.#waiting?.();
    this.#waiting = this.clock.later(ms, () => this.load());
  }

  /** Asks the hub for what is shown. What was being asked is given up. */
  load(): void {
    this.#waiting?.();
    this.#waiting = null;
    if (this.#width === 0 || this.signals.length === 0) return;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    if (this.isFollowing) this.span = following(this.span, this.clock.now() / 1000);
    this.isBusy = true;
    void this.#ask(abort.signal).finally(() => {
      if (this.#abort === abort) this.isBusy = false;
    });
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { span } = this;
    const signals = this.signals.filter((one) => !this.missing.has(one));
    const points = Math.min(ChartLimits.pointsMax, Math.max(2, this.#width));
    const isBar = (one: string): boolean => ['counter', 'event'].includes(this.#classes.get(one) ?? '');
    const sums = (): Promise<SignalHistory | null> => {
      const bars = signals.filter(isBar);
      return bars.length === 0 ? Promise.resolve(null) : signalHistory(bars, span.from, span.to, Math.max(8, Math.floor(this.#width / ChartLimits.barPx)), signal);
    };
    if (signals.length === 0) {
      this.#answers = { curves: null, bars: null };
      return;
    }
    try {
      const fine = signals.filter((one) => !isBar(one));
      const early = signals.every((one) => this.#classes.has(one)) ? sums() : null;
      early?.catch(() => undefined);
      const curves = fine.length === 0 ? null : await signalHistory(fine, span.from, span.to, points, signal);
      for (const one of curves?.signals ?? []) this.#classes.set(one.signal, one.class);
      const bars = await (early ?? sums());
      for (const one of bars?.signals ?? []) this.#classes.set(one.signal, one.class);
      if (signal.aborted) return;
      this.#rows = [];
      this.#answers = { curves, bars };
      this.resolution = (curves ?? bars)?.resolution ?? null;
      this.completeFrom = [curves?.completeFrom, bars?.completeFrom].find((one) => one != null && new Date(one).getTime() / 1000 > span.from) ?? null;
      this.trouble = '';
      this.#asked = this.signals.join();
      this.#askedAt = this.clock.now();
      if (this.isFollowing) this.#appendNewest(span.to);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RestError && error.status === 404 && (await this.#findMissing(signals, signal))) return this.#ask(signal);
      if (!signal.aborted) this.trouble = error instanceof RestError ? error.code : 'other';
    }
  }

  /** The last column is a mean of a while; what stands now comes after it. */
  #appendNewest(at: number): void {
    const newest = new Map<string, number | null>();
    for (const { signal, last } of this.#answers?.curves?.signals ?? []) {
      const [value, series] = [last?.at(-1), this.#base.series.find(({ key }) => key === signal)];
      const cell = value === undefined ? undefined : value === null ? null : series?.cellOf?.(value);
      if (cell !== undefined) newest.set(signal, cell);
    }
    if (newest.size > 0) this.#append(at, newest);
  }

  /** Which of them the hub does not know: one of many must not take the others away. */
  async #findMissing(signals: readonly string[], signal: AbortSignal): Promise<boolean> {
    const { to } = this.span;
    const lost = await Promise.all(signals.map((one) => signalHistory([one], to - 60, to, 2, signal).then(() => false, (error: unknown) => error instanceof RestError && error.status === 404)));
    this.missing = new Set([...this.missing, ...signals.filter((_, index) => lost[index])]);
    return lost.includes(true) && !signal.aborted;
  }

  #append(at: number, values: ReadonlyMap<string, number | null>): void {
    const base = this.#base;
    if (base.times.length === 0 || this.#asked !== this.signals.join()) return;
    const model = appended(this.model, at, values);
    this.#rows.push({ at, values });
    this.#live = { of: base, model };
    if (this.isFollowing) this.span = following(this.span, at);
    const hasSums = this.#answers?.bars !== null;
    if (this.#rows.length >= ChartLimits.tailMax || (hasSums && this.clock.now() - this.#askedAt >= ChartLimits.sumsMs)) this.#later(0);
  }
}
