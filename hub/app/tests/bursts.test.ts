import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BURST_MS, Bursts } from '../src/state/bursts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const collect = (): { passed: number[]; bursts: Bursts<number> } => {
  const passed: number[] = [];
  return { passed, bursts: new Bursts<number>((item) => passed.push(item)) };
};

describe('what comes in a burst', () => {
  it('is passed on at once when nothing came shortly before', () => {
    const { passed, bursts } = collect();
    bursts.push(1);
    expect(passed).toEqual([1]);
    vi.advanceTimersByTime(BURST_MS);
    bursts.push(2);
    expect(passed).toEqual([1, 2]);
  });

  it('is passed on together, in order, and goes on so while more comes', () => {
    const { passed, bursts } = collect();
    const goes: number[][] = [];
    for (let at = 0; at < 30; at++) {
      bursts.push(at);
      const before = passed.length;
      vi.advanceTimersByTime(10);
      if (passed.length > before) goes.push(passed.slice(before));
    }
    vi.advanceTimersByTime(BURST_MS);
    expect(passed).toEqual(Array.from({ length: 30 }, (_, at) => at));
    expect(goes.every((go) => go.length >= 4)).toBe(true);
  });

  it('loses nothing that waits when it is asked for it', () => {
    const { passed, bursts } = collect();
    [1, 2, 3].forEach((item) => bursts.push(item));
    expect(passed).toEqual([1]);
    bursts.flush();
    expect(passed).toEqual([1, 2, 3]);
    vi.advanceTimersByTime(10 * BURST_MS);
    expect(passed).toEqual([1, 2, 3]);
  });

  it('does not grow while timers are slow, as in a page that nobody sees', () => {
    const { passed, bursts } = collect();
    for (let at = 0; at < 1_000; at++) bursts.push(at);
    expect(passed.length).toBeGreaterThanOrEqual(800);
    vi.advanceTimersByTime(2 * BURST_MS);
    expect(passed).toEqual(Array.from({ length: 1_000 }, (_, at) => at));
  });
});
