import { arrange, arrangement, type Arrangement, type KeptArrangement } from '../api/arrangement';
import { RestError } from '../api/rest';

const NOTHING: Arrangement = { floors: [], rooms: [] };

/** Changes how the home is arranged: shown at once, kept by the hub one after the other, the newest last. */
export class Arranger {
  /** As it is wanted. */
  wanted = $state.raw<Arrangement>(NOTHING);
  loaded = $state(false);
  saving = $state(false);
  /** `stale`: somebody else arranged it in between, theirs is shown; else the code of what went wrong; empty when nothing did. */
  trouble = $state('');
  #version = 0;
  #kept: Arrangement = NOTHING;
  #next: Arrangement | null = null;

  /** Reads how it is kept, unless a change is on its way. */
  async load(signal: AbortSignal = new AbortController().signal): Promise<void> {
    try {
      const kept = await arrangement(signal);
      if (!this.saving && !signal.aborted) this.#take(kept);
    } catch (error) {
      if (!signal.aborted && !this.loaded) this.trouble = codeOf(error);
    }
  }

  /** Shows the change and has the hub keep it. Answers whether it is kept, or was overtaken by a newer one. */
  async change(next: Arrangement): Promise<boolean> {
    this.wanted = next;
    this.trouble = '';
    this.#next = next;
    if (this.saving) return true;
    this.saving = true;
    try {
      while (this.#next !== null) {
        const sent: Arrangement = this.#next;
        this.#next = null;
        const kept = await arrange(sent, this.#version);
        this.#version = kept.version;
        this.#kept = sent;
      }
      return true;
    } catch (error) {
      this.#next = null;
      await this.#giveUp(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  async #giveUp(error: unknown): Promise<void> {
    // What is shown is what is kept, also where nothing can be read.
    this.wanted = this.#kept;
    const code = error instanceof RestError && error.status === 412 ? 'stale' : codeOf(error);
    if (code !== 'link.down') {
      try {
        this.#take(await arrangement(new AbortController().signal));
      } catch {
        // The trouble is said below; what was read before stays.
      }
    }
    this.trouble = code;
  }

  #take(kept: KeptArrangement): void {
    this.#version = kept.version;
    this.#kept = this.wanted = { floors: kept.floors, rooms: kept.rooms };
    this.loaded = true;
    this.trouble = '';
  }
}

const codeOf = (error: unknown): string => (error instanceof RestError ? error.code : 'other');
