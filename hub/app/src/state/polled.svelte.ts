import { Loaded } from './loaded.svelte';

/** Something that is read from the hub again and again while a page shows it. What was read before stays. */
export class Polled<T> extends Loaded<T> {
  readonly #everyMs: number;

  constructor(ask: (signal: AbortSignal) => Promise<T>, everyMs: number) {
    super(ask);
    this.#everyMs = everyMs;
  }

  override run(): () => void {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      if (isOver) return;
      // Behind another window nobody looks.
      const wait = document.visibilityState === 'hidden' ? Promise.resolve() : this.load();
      void wait.finally(() => {
        if (!isOver) timer = setTimeout(again, this.#everyMs);
      });
    };
    again();
    const stop = this.giveUp;
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }
}
