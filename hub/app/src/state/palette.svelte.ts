import type { Component } from 'svelte';
import type { Home } from './home.svelte';

type Bar = Component<{ home: Home }>;

/** The search and command bar: whether it is open, and its part of the app once it was wanted. */
class Palette {
  open = $state(false);
  Bar = $state.raw<Bar | null>(null);

  /** Rejects when the part cannot be loaded. */
  async show(): Promise<void> {
    this.Bar ??= (await import('../views/search/Palette.svelte')).default;
    this.open = true;
  }

  /** Opens on Ctrl K or ⌘ K; answers the way to stop. */
  listen(): () => void {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      void this.show();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }
}

export const palette = new Palette();
