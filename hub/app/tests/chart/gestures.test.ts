import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gestures } from '../../src/components/chart/gestures';
import { limitsAt, type Span } from '../../src/presentation/chart/span';

const NOW = 1_000_000;
const WIDTH = 100;

let host: HTMLElement;
let span: Span;
let gestures: Gestures;
const taps: [number, boolean][] = [];

/** Begins on a plot of 100 px. */
const open = (hasZoom = true): void => {
  gestures = new Gestures(host, {
    span: () => span,
    timeAt: (x) => span.from + (x / WIDTH) * (span.to - span.from),
    share: (pixels) => pixels / WIDTH,
    limits: () => limitsAt(NOW),
    go: (next) => (span = next),
    tap: (x, isFinger) => taps.push([x, isFinger]),
    leave: () => undefined,
    hasZoom,
  });
};

const pointer = (type: string, x: number, init: PointerEventInit = {}): void => {
  host.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, pointerId: 1, pointerType: 'touch', clientX: x, clientY: 0, ...init }));
};

const wheel = (init: WheelEventInit): boolean => {
  const event = new WheelEvent('wheel', { cancelable: true, clientX: 50, ...init });
  // Not every constructor of a test's browser takes them.
  Object.defineProperties(event, { ctrlKey: { value: init.ctrlKey === true }, shiftKey: { value: init.shiftKey === true }, clientX: { value: 50 } });
  host.dispatchEvent(event);
  vi.advanceTimersByTime(20);
  return event.defaultPrevented;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
  host = document.createElement('div');
  host.setPointerCapture = () => undefined;
  span = { from: NOW - 2_000, to: NOW - 1_000 };
  taps.length = 0;
});

afterEach(() => {
  gestures.stop();
  vi.useRealTimers();
});

describe('a finger on a chart', () => {
  it('moves time, once a frame', () => {
    open();
    pointer('pointerdown', 50);
    pointer('pointermove', 60);
    pointer('pointermove', 70);
    expect(span.from).toBe(NOW - 2_000);
    vi.advanceTimersByTime(20);
    expect(span).toEqual({ from: NOW - 2_200, to: NOW - 1_200 });
    pointer('pointerup', 70);
    expect(taps).toEqual([]);
  });

  it('that rests is a tap', () => {
    open();
    pointer('pointerdown', 50);
    pointer('pointermove', 53);
    pointer('pointerup', 53);
    vi.advanceTimersByTime(20);
    expect([taps, span.from]).toEqual([[[53, true]], NOW - 2_000]);
  });

  it('moves nothing where there is no zoom, and a tap is still one', () => {
    open(false);
    pointer('pointerdown', 50);
    pointer('pointermove', 80);
    vi.advanceTimersByTime(20);
    pointer('pointerup', 50);
    expect([taps, span.from]).toEqual([[[50, true]], NOW - 2_000]);
  });

  it('and another zoom around what lies between them', () => {
    open();
    pointer('pointerdown', 40);
    pointer('pointerdown', 60, { pointerId: 2 });
    pointer('pointermove', 30);
    vi.advanceTimersByTime(20);
    pointer('pointermove', 70, { pointerId: 2 });
    vi.advanceTimersByTime(20);
    pointer('pointerup', 30);
    pointer('pointerup', 70, { pointerId: 2 });
    expect(span.to - span.from).toBeCloseTo(500, 3);
    expect(span.from + 0.5 * (span.to - span.from)).toBeCloseTo(NOW - 1_500, 3);
    expect(taps).toEqual([]);
  });
});

describe('a mouse on a chart', () => {
  it('moves time with Shift; without it the plot marks a stretch', () => {
    open();
    pointer('pointerdown', 50, { pointerType: 'mouse' });
    pointer('pointermove', 80, { pointerType: 'mouse' });
    pointer('pointerup', 80, { pointerType: 'mouse' });
    vi.advanceTimersByTime(20);
    expect(span.from).toBe(NOW - 2_000);
    pointer('pointerdown', 50, { pointerType: 'mouse', shiftKey: true });
    pointer('pointermove', 40, { pointerType: 'mouse', shiftKey: true });
    vi.advanceTimersByTime(20);
    expect(span.from).toBe(NOW - 1_900);
  });

  it('zooms with Ctrl and the wheel, moves sideways, and scrolls the page otherwise', () => {
    open();
    expect(wheel({ deltaY: 100 })).toBe(false);
    expect(span).toEqual({ from: NOW - 2_000, to: NOW - 1_000 });
    expect(wheel({ deltaY: -100, ctrlKey: true })).toBe(true);
    expect(span.to - span.from).toBeLessThan(900);
    expect((span.from + span.to) / 2).toBeCloseTo(NOW - 1_500, 3);
    const before = span;
    expect(wheel({ deltaX: -50 })).toBe(true);
    expect(span.to - span.from).toBeCloseTo(before.to - before.from, 6);
    expect(span.from).toBeLessThan(before.from);
  });
});
