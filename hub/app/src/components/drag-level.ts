import type { Attachment } from 'svelte/attachments';
import type { LevelRole } from '../presentation/properties';

export interface DragLevel {
  /** The level where a drag begins, or null while dragging is not possible. */
  start: () => (LevelRole & { value: number }) | null;
  move: (value: number) => void;
  end: (value: number) => void;
  cancel: () => void;
}

/** A finger that has moved less than this may still want to scroll or to tap. */
const SLACK_PX = 8;

/** Rounds to a step of the range and stays inside it. */
export function toStep(value: number, { min, max, step }: LevelRole): number {
  const stepped = min + Math.round((value - min) / step) * step;
  // 0.1 + 0.2: keep the digits that the step has.
  return Number(Math.min(max, Math.max(min, stepped)).toFixed(6));
}

/**
 * Dragging sideways changes a level, from where it stands: a tap alone never does, and stays a tap for what lies under it. Vertical scrolling
 * stays with the page (pan-y).
 */
export function dragLevel(options: DragLevel): Attachment<HTMLElement> {
  return (node) => {
    let pointer: number | null = null;
    let from = 0;
    let level: (LevelRole & { value: number }) | null = null;
    let value: number | null = null;
    let dragged = false;

    const down = (event: PointerEvent): void => {
      dragged = false;
      if (event.button !== 0 || pointer !== null || (event.target as Element).closest('button, input') !== null) return;
      level = options.start();
      if (level === null) return;
      pointer = event.pointerId;
      from = event.clientX;
      value = null;
    };
    const move = (event: PointerEvent): void => {
      if (event.pointerId !== pointer || level === null) return;
      const distance = event.clientX - from;
      if (value === null) {
        if (Math.abs(distance) < SLACK_PX) return;
        node.setPointerCapture(event.pointerId);
        dragged = true;
      }
      const next = toStep(level.value + (distance / node.clientWidth) * (level.max - level.min), level);
      if (next === value) return;
      value = next;
      options.move(next);
    };
    const up = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      if (value !== null) options.end(value);
    };
    const cancel = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = null;
      if (value !== null) options.cancel();
    };

    /** The end of a drag over a link is no click on it. */
    const click = (event: MouseEvent): void => {
      if (!dragged) return;
      event.preventDefault();
      event.stopPropagation();
      dragged = false;
    };

    node.addEventListener('click', click, { capture: true });
    node.addEventListener('pointerdown', down);
    node.addEventListener('pointermove', move);
    node.addEventListener('pointerup', up);
    node.addEventListener('pointercancel', cancel);
    return () => {
      node.removeEventListener('click', click, { capture: true });
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('pointermove', move);
      node.removeEventListener('pointerup', up);
      node.removeEventListener('pointercancel', cancel);
    };
  };
}
