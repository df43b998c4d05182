/** Commands of a slider: at most seven a second, and the last value always goes out. */
export const LEVEL_INTERVAL_MS = 150;

/** Passes values on, latest wins. */
export class LatestThrottle<T> {
  #waiting: { value: T } | null = null;
  #last: { value: T } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly pass: (value: T) => void, private readonly intervalMs: number = LEVEL_INTERVAL_MS) {}

  /** True while a value has not gone out yet. */
  get isWaiting(): boolean {
    return this.#waiting !== null;
  }

  push(value: T): void {
    this.#last = { value };
    if (this.#timer !== undefined) {
      this.#waiting = { value };
      return;
    }
    this.pass(value);
    this.#timer = setTimeout(() => this.#next(), this.intervalMs);
  }

  /** The hand lets go: the value goes out, unless it did already or is about to. The next gesture begins anew. */
  end(value: T): void {
    if (this.#last === null || !Object.is(this.#last.value, value)) this.push(value);
    this.#last = null;
  }

  #next(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) {
      this.pass(waiting.value);
      this.#timer = setTimeout(() => this.#next(), this.intervalMs);
    }
  }
}
