import { LatestThrottle } from './throttle';

/** A hand on a slider: what it holds is shown until its last value has gone out, so that nothing jumps back under the finger or between two keys. */
export class Hand {
  /** The value in hand; null when no hand is on it. */
  value = $state<number | null>(null);
  readonly #throttle: LatestThrottle<number>;
  #released = false;

  constructor(pass: (value: number) => void) {
    this.#throttle = new LatestThrottle((value) => {
      pass(value);
      this.#rest();
    });
  }

  take(value: number): void {
    this.#released = false;
    this.value = value;
    this.#throttle.push(value);
  }

  letGo(value: number): void {
    this.value = value;
    this.#released = true;
    this.#throttle.end(value);
    this.#rest();
  }

  /** The gesture was taken away, as by a scroll: what went out went out. */
  cancel(): void {
    this.value = null;
  }

  #rest(): void {
    if (this.#released && !this.#throttle.isWaiting) this.value = null;
  }
}
