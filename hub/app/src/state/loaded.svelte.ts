import { RestError } from '../api/rest';

/** Something that is read from the hub: not there yet, there, or not to be had. What was read before stays while it is read again. */
export class Loaded<T> {
  value = $state.raw<T | null>(null);
  /** Code of what went wrong the last time; empty when nothing did. */
  trouble = $state('');
  readonly #ask: (signal: AbortSignal) => Promise<T>;
  #abort: AbortController | null = null;
  #isReading = false;

  constructor(ask: (signal: AbortSignal) => Promise<T>) {
    this.#ask = ask;
  }

  /** Reads it; answers the way to stop, as an effect wants it. */
  run(): () => void {
    void this.load();
    return this.giveUp;
  }

  /** Stops waiting for the hub. */
  readonly giveUp = (): void => this.#abort?.abort();

  /** Reads it again, unless it is being read: what is asked for often must still come to an end. */
  async refresh(): Promise<void> {
    if (!this.#isReading) await this.load();
  }

  /** Reads it; what was being read is given up. */
  async load(): Promise<void> {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#isReading = true;
    try {
      const value = await this.#ask(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.trouble = '';
    } catch (error) {
      if (!abort.signal.aborted) this.trouble = error instanceof RestError ? error.code : 'other';
    } finally {
      if (this.#abort === abort) this.#isReading = false;
    }
  }
}
