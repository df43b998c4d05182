/** As long as a change of mind takes. */
export const UNDO_MS = 8_000;

export interface Offer {
  readonly text: string;
  readonly undo: () => void | Promise<void>;
  /** What to say when it cannot be undone. */
  readonly trouble: string;
}

/** One step back, for a while. A newer offer takes the place of an older one. */
class Undo {
  offer = $state.raw<Offer | null>(null);
  /** That an undoing did not work; empty otherwise. */
  trouble = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  make(offer: Offer): void {
    this.clear();
    this.offer = offer;
    this.#timer = setTimeout(() => this.clear(), UNDO_MS);
  }

  async take(): Promise<void> {
    const offer = this.offer;
    this.clear();
    if (offer === null) return;
    try {
      await offer.undo();
    } catch {
      this.trouble = offer.trouble;
      this.#timer = setTimeout(() => this.clear(), UNDO_MS);
    }
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.offer = null;
    this.trouble = '';
  }
}

export const undo = new Undo();
