import { router } from '../state/router.svelte';

/** The home page stands within so many frames, or not at all. */
const FRAMES = 60;

/** Goes to a room of the home page, by its place among the rooms. */
export function showRoom(index: number): void {
  if (router.path !== '/') router.go('/');
  scroll(index, FRAMES);
}

function scroll(index: number, framesLeft: number): void {
  const section = document.getElementById(`room-${index}`);
  if (section === null) {
    if (framesLeft > 0) requestAnimationFrame(() => scroll(index, framesLeft - 1));
    return;
  }
  section.scrollIntoView();
  // The keyboard goes along, so that Tab continues in the room.
  section.querySelector<HTMLElement>('button, input')?.focus({ preventScroll: true });
}
