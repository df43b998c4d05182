/** What comes within so many milliseconds of something before is drawn together: the eye sees no difference, a phone's battery does. */
export const BURST_MS = 50;
/** A page in the background has slow timers; so much does not wait for them. */
const WAITING_MAX = 200;

/** Passes on in order: the first at once, what follows closely in one go. */
export class Bursts<T> {
  readonly #waiting: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly pass: (item: T) => void, private readonly withinMs: number = BURST_MS) {}

  push(item: T): void {
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#end(), this.withinMs);
      this.pass(item);
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length >= WAITING_MAX) this.flush();
  }

  /** Passes on what waits, now. */
  flush(): void {
    // One by one: what follows a message that breaks still waits, and comes with the next go.
    while (this.#waiting.length > 0) this.pass(this.#waiting.shift()!);
  }

  #end(): void {
    this.#timer = this.#waiting.length === 0 ? undefined : setTimeout(() => this.#end(), this.withinMs);
    this.flush();
  }
}
