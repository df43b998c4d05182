import { eventsAfter, type UsageEvent } from '../api/insights';

/** The newest of the outbox. What is older than these is in the export. */
export const OUTBOX_SHOWN = 200;
const PAGE = 500;
/** The outbox has a bound of its own; this only keeps a page from asking for ever. */
const PAGES_MAX = 40;
/** What is new is looked for this often: nobody waits for it, but it should seem to come by itself. */
const EVERY_MS = 3_000;

/** The outbox as it fills: newest first. */
export class Outbox {
  events = $state.raw<readonly UsageEvent[] | null>(null);
  failed = $state(false);
  #after = 0;

  /** Follows the outbox; answers the way to stop. */
  follow(): () => void {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      await this.look(abort.signal);
      if (!abort.signal.aborted) timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }

  /** Takes what came since the last look. */
  async look(signal: AbortSignal): Promise<void> {
    let fresh: UsageEvent[] = [];
    try {
      for (let page = 0; page < PAGES_MAX; page++) {
        const { events, next } = await eventsAfter(this.#after, PAGE, signal);
        this.#after = events.at(-1)?.sequence ?? this.#after;
        fresh = [...fresh, ...events].slice(-OUTBOX_SHOWN);
        if (next == null) break;
      }
      this.failed = false;
    } catch {
      if (signal.aborted) return;
      this.failed = true;
    }
    if (fresh.length > 0 || (this.events === null && !this.failed)) this.events = [...fresh.reverse(), ...(this.events ?? [])].slice(0, OUTBOX_SHOWN);
  }

  /** After everything was erased. */
  clear(): void {
    this.events = [];
  }
}
