import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandMessage } from '../src/api/protocol';
import type { DeviceView } from '../src/state/device.svelte';
import { CommandTimes, Home } from '../src/state/home.svelte';
import { restore, writtenBy } from '../src/state/run-scene';
import { Hand } from '../src/state/hand.svelte';
import { LatestThrottle, LEVEL_INTERVAL_MS } from '../src/state/throttle';
import { undo, UNDO_MS } from '../src/state/undo.svelte';
import { lamp, snap } from './homes';

let home: Home;
let sent: CommandMessage[];
let device: DeviceView;

const confirm = (set: Record<string, boolean | number>, at = sent.length - 1): void =>
  home.receive({ t: 'delta', seq: 11 + at, id: 'hall-lamp', set, cmd: sent[at]!.cmd });

beforeEach(() => {
  vi.useFakeTimers();
  home = new Home();
  sent = [];
  home.attach((command) => sent.push(command) > 0);
  home.receive(snap([lamp()]));
  device = home.devices.get('hall-lamp')!;
});

afterEach(() => {
  undo.clear();
  vi.useRealTimers();
});

describe('an action', () => {
  it('is sent as a call, with its arguments only where it has any', () => {
    home.call(device, 'light.toggle');
    home.call(device, 'light.blink', { 'light.times': 3 });
    expect(sent.map(({ call, in: args, set }) => ({ call, args, set }))).toEqual([
      { call: 'light.toggle', args: undefined, set: undefined }, { call: 'light.blink', args: { 'light.times': 3 }, set: undefined },
    ]);
    expect(device.isCalling('light.toggle')).toBe(true);
  });

  it('is done when the hub says so', () => {
    home.call(device, 'light.toggle');
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'confirmed' });
    expect(device.commands).toEqual([]);
    expect(device.confirmedAt).toBe(Date.now());
  });

  it('that nobody answers has failed, and is tried again as it was', () => {
    home.call(device, 'light.blink', { 'light.times': 3 });
    vi.advanceTimersByTime(CommandTimes.ttl + CommandTimes.grace);
    expect(device.failure).toMatchObject({ call: 'light.blink', code: 'expired' });
    home.retry(device);
    expect(sent[1]).toMatchObject({ call: 'light.blink', in: { 'light.times': 3 } });
    expect(device.failure).toBeNull();
  });

  it('goes on while values are set beside it', () => {
    home.call(device, 'light.toggle');
    home.set(device, { 'light.on': true });
    expect(device.isCalling('light.toggle')).toBe(true);
  });
});

describe('a change of mind', () => {
  it('sets what stood before the gesture, not before its last step', () => {
    for (const level of [55, 40, 20]) {
      home.change(device, { 'light.brightness': level });
      confirm({ 'light.brightness': level });
    }
    home.undo(device);
    expect(sent.at(-1)!.set).toEqual({ 'light.brightness': 60 });
    expect(device.before).toBeNull();
  });

  it('is possible for eight seconds after the last step', () => {
    home.change(device, { 'light.brightness': 40 });
    vi.advanceTimersByTime(UNDO_MS - 1);
    home.change(device, { 'light.brightness': 30 });
    confirm({ 'light.brightness': 30 });
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(device.before).toEqual({ 'light.brightness': 60 });
    vi.advanceTimersByTime(1);
    expect(device.before).toBeNull();
  });

  it('is not offered for what failed: nothing changed', () => {
    home.change(device, { 'light.brightness': 40 });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    expect(device.before).toBeNull();
  });
});

describe('the hand on a slider', () => {
  const taken = (work: (throttle: LatestThrottle<number>) => void): number[] => {
    const passed: number[] = [];
    work(new LatestThrottle((value) => passed.push(value), 100));
    vi.advanceTimersByTime(1_000);
    return passed;
  };

  it('sends the first value at once, then the latest of each interval', () => {
    expect(taken((throttle) => [1, 2, 3, 4].forEach((value) => throttle.push(value)))).toEqual([1, 4]);
  });

  it('sends the last value when it lets go, and sends none twice', () => {
    expect(taken((throttle) => {
      throttle.push(1);
      throttle.push(2);
      throttle.end(2);
    })).toEqual([1, 2]);
    expect(taken((throttle) => {
      throttle.push(1);
      throttle.end(2);
    })).toEqual([1, 2]);
  });

  it('may choose the same value again in a new gesture', () => {
    expect(taken((throttle) => {
      throttle.push(5);
      throttle.end(5);
      throttle.push(5);
    })).toEqual([5, 5]);
  });

  it('sends no more than seven values a second', () => {
    const passed: number[] = [];
    const throttle = new LatestThrottle<number>((value) => passed.push(value));
    for (let at = 0; at < 100; at++) {
      throttle.push(at);
      vi.advanceTimersByTime(10);
    }
    expect(passed).toHaveLength(7);
    throttle.end(100);
    vi.advanceTimersByTime(200);
    expect(passed.at(-1)).toBe(100);
  });
});

describe('what a hand holds', () => {
  it('is shown until it has gone out: two quick keys go two steps', () => {
    const passed: number[] = [];
    const hand = new Hand((value) => passed.push(value));
    const key = (): void => {
      const next = (hand.value ?? passed.at(-1) ?? 50) + 1;
      hand.take(next);
      hand.letGo(next);
    };
    key();
    expect(hand.value).toBeNull();
    key();
    expect(hand.value).toBe(52);
    key();
    expect([hand.value, passed]).toEqual([53, [51]]);
    vi.advanceTimersByTime(LEVEL_INTERVAL_MS);
    expect([hand.value, passed]).toEqual([null, [51, 53]]);
  });

  it('stays shown while the finger rests on it', () => {
    const hand = new Hand(() => undefined);
    hand.take(7);
    vi.advanceTimersByTime(5_000);
    expect(hand.value).toBe(7);
    hand.letGo(7);
    expect(hand.value).toBeNull();
  });
});

describe('a scene', () => {
  const text = '{"name":"Film","set":{"hall-lamp/light.on":true,"gone/light.on":true,"hall-lamp/light.hue":3},"then":[{"set":{"hall-lamp/light.brightness":10}}]}';

  it('is taken back where it writes, and nowhere else', () => {
    const before = writtenBy(text, new Map([['hall-lamp', { 'light.on': false, 'light.brightness': 60, 'light.color-temperature': 2700 }]]));
    expect([...before]).toEqual([['hall-lamp', { 'light.on': false, 'light.brightness': 60 }]]);
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true } });
    restore(before, home);
    expect(sent.map(({ set }) => set)).toEqual([{ 'light.on': false }]);
  });

  it('that changed nothing asks for nothing', () => {
    restore(new Map([['hall-lamp', { 'light.on': false }]]), home);
    expect(sent).toEqual([]);
  });
});

describe('the offer to undo', () => {
  it('goes away by itself, and a newer one takes its place', async () => {
    const done: string[] = [];
    undo.make({ text: 'a', trouble: 'no', undo: () => void done.push('a') });
    undo.make({ text: 'b', trouble: 'no', undo: () => void done.push('b') });
    await undo.take();
    expect([done, undo.offer]).toEqual([['b'], null]);
    undo.make({ text: 'c', trouble: 'no', undo: () => void done.push('c') });
    vi.advanceTimersByTime(UNDO_MS);
    expect(undo.offer).toBeNull();
  });

  it('says when it did not work', async () => {
    undo.make({ text: 'a', trouble: 'It did not come back.', undo: () => Promise.reject(new Error('no')) });
    await undo.take();
    expect(undo.trouble).toBe('It did not come back.');
  });
});
