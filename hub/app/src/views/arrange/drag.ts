import { dragHandle } from 'svelte-dnd-action';

/** How long others take to make room; none for those who want it still. */
export const FLIP_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160;

/** A handle for pointer and touch alone: by keys the arrows beside it do the same, and nobody has to pass by it. */
export function grip(handle: HTMLElement): { destroy: () => void } {
  const action = dragHandle(handle);
  const hide = (): void => ['role', 'tabindex'].forEach((name) => handle.removeAttribute(name));
  const observer = new MutationObserver(hide);
  hide();
  observer.observe(handle, { attributeFilter: ['role', 'tabindex'] });
  return {
    destroy() {
      observer.disconnect();
      action.destroy?.();
    },
  };
}
