/** Where a person was on a page they left: back takes them there. */
interface Place {
  y: number;
  /** Address of the link that had the focus, or null. */
  link: string | null;
}

/** A long list may need a moment before it is as long as it was. */
const RESTORE_FRAMES = 90;

/** Which page is shown. Addresses are the browser's own, so that back, reload, sharing and opening in a tab all work. */
export class Router {
  path = $state(location.pathname);
  /** What stands after `?`. */
  query = $state(location.search);
  #key = 0;
  readonly #places = new Map<number, Place>();
  /** Where to go to once the page stands: a place on the way back, `top` for a new page, null when nothing was walked. */
  #arriving: Place | 'top' | null = null;

  start(): void {
    history.scrollRestoration = 'manual';
    this.#key = keyOf(history.state) ?? 0;
    history.replaceState({ key: this.#key }, '');
    addEventListener('popstate', this.#onPop);
    document.addEventListener('click', this.#onClick);
  }

  stop(): void {
    removeEventListener('popstate', this.#onPop);
    document.removeEventListener('click', this.#onClick);
  }

  go(address: string, replace = false): void {
    const url = new URL(address, location.href);
    const same = url.pathname === this.path;
    if (replace) {
      history.replaceState({ key: this.#key }, '', url);
    } else {
      this.#remember();
      this.#key += 1;
      history.pushState({ key: this.#key }, '', url);
    }
    if (!same) this.#arriving = 'top';
    this.path = url.pathname;
    this.query = url.search;
  }

  /** Back where this page was opened from; to the address above it when it was the first. */
  back(above: string): void {
    if (this.#places.has(this.#key - 1)) history.back();
    else this.go(above, true);
  }

  /** The page of this path stands now: scroll and focus go where they belong. */
  arrived(): void {
    const arriving = this.#arriving;
    this.#arriving = null;
    if (arriving === null) return;
    if (arriving === 'top') {
      scrollTo({ top: 0, behavior: 'instant' });
      // Whoever cannot see the change hears the new heading.
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
      return;
    }
    this.#restore(arriving, RESTORE_FRAMES);
  }

  readonly #onPop = (event: PopStateEvent): void => {
    this.#remember();
    this.#key = keyOf(event.state) ?? 0;
    if (location.pathname !== this.path) this.#arriving = this.#places.get(this.#key) ?? 'top';
    this.path = location.pathname;
    this.query = location.search;
  };

  /** One listener for all links: they stay real ones, so that a middle click, a long press and a screen reader find what they know. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.origin !== location.origin || link.target !== '' || link.hasAttribute('download') || link.hash !== '' || link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    if (link.pathname === this.path && link.search === this.query) scrollTo({ top: 0 });
    else this.go(link.href);
  };

  #remember(): void {
    const link = document.activeElement?.closest('a')?.getAttribute('href') ?? null;
    this.#places.set(this.#key, { y: scrollY, link });
  }

  #restore(place: Place, framesLeft: number): void {
    const tallEnough = document.documentElement.scrollHeight >= place.y + innerHeight;
    if (tallEnough || framesLeft === 0) scrollTo({ top: place.y, behavior: 'instant' });
    const link = place.link === null ? null : document.querySelector<HTMLElement>(`main a[href="${CSS.escape(place.link)}"]`);
    link?.focus({ preventScroll: true });
    const done = tallEnough && (link !== null || place.link === null);
    if (!done && framesLeft > 0) requestAnimationFrame(() => this.#restore(place, framesLeft - 1));
  }
}

function keyOf(state: unknown): number | null {
  const key = typeof state === 'object' && state !== null ? (state as { key?: unknown }).key : undefined;
  return typeof key === 'number' ? key : null;
}

export const router = new Router();
