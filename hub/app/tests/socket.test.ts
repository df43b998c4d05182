import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubSocket, SocketTimes, type Link } from '../src/api/socket';
import type { ServerMessage } from '../src/api/protocol';
import { lamp, snap } from './homes';

/** A socket whose other end is the test. */
class FakeSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  sent: { t: string; epoch?: string | null; since?: number }[] = [];
  closedWith: number | undefined;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(readonly url: string, readonly protocol: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code: number): void {
    this.closedWith = code;
    this.readyState = FakeSocket.CLOSED;
  }

  opens(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
  }

  says(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }

  breaks(): void {
    this.readyState = FakeSocket.CLOSED;
    this.onclose?.();
  }
}

const last = (): FakeSocket => FakeSocket.all.at(-1)!;
let messages: ServerMessage[];
let links: Link[];
let socket: HubSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  FakeSocket.all = [];
  messages = [];
  links = [];
  // The middle of the jitter.
  socket = new HubSocket('ws://hub/api/v1/ws', { message: (m) => messages.push(m), link: (l) => links.push(l) }, () => 0.5);
  socket.start();
});

afterEach(() => {
  socket.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function online(): FakeSocket {
  last().opens();
  last().says(snap([lamp()]));
  return last();
}

describe('the socket', () => {
  it('greets with the protocol and asks for everything the first time', () => {
    last().opens();
    expect(last().protocol).toBe('hub.v1');
    expect(last().sent).toEqual([{ t: 'hello', epoch: null, since: 0 }]);
  });

  it('is online from the snapshot on, not before', () => {
    last().opens();
    expect(links).toEqual([]);
    last().says(snap([]));
    expect(links).toEqual(['online']);
  });

  it('asks to resume where it stopped after a break', () => {
    online().says({ t: 'delta', seq: 11, id: 'hall-lamp', set: {} });
    last().breaks();
    expect(links.at(-1)).toBe('reconnecting');
    vi.advanceTimersByTime(SocketTimes.retryFirst);
    last().opens();
    expect(last().sent).toEqual([{ t: 'hello', epoch: 'e1', since: 11 }]);
    last().says({ t: 'resume', epoch: 'e1', seq: 11 });
    last().says({ t: 'delta', seq: 12, id: 'hall-lamp', set: {} });
    expect(links.at(-1)).toBe('online');
    expect(messages.at(-1)).toMatchObject({ t: 'delta', seq: 12 });
  });

  it('starts over after a gap, without passing on what came behind it', () => {
    online().says({ t: 'delta', seq: 12, id: 'hall-lamp', set: { 'light.on': true } });
    expect(FakeSocket.all[0]!.closedWith).toBe(4000);
    expect(messages.filter((m) => m.t === 'delta')).toEqual([]);
    vi.advanceTimersByTime(SocketTimes.retryFirst);
    last().opens();
    expect(last().sent[0]).toMatchObject({ t: 'hello', epoch: null });
  });

  it('passes over what it was told already', () => {
    online().says({ t: 'delta', seq: 10, id: 'hall-lamp', set: {} });
    expect(messages).toHaveLength(1);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('counts numbered messages of a later hub, so that nothing seems to be missing behind them', () => {
    const hub = online();
    hub.says({ t: 'notice', seq: 11, to: [], title: '', message: 'Hello', urgency: 'low', at: '2026-03-01T08:00:00Z', live: true });
    hub.says({ t: 'from-the-future', seq: 12 });
    hub.says({ t: 'delta', seq: 13, id: 'hall-lamp', set: {} });
    expect(messages.slice(1).map((m) => m.t)).toEqual(['notice', 'other', 'delta']);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('passes over frames that it does not understand', () => {
    const hub = online();
    hub.says('no json');
    hub.says('null');
    hub.says({ t: 'from-the-future' });
    hub.says({ t: 'error', code: 'frame.malformed' });
    expect(messages).toHaveLength(1);
    expect(hub.closedWith).toBeUndefined();
  });

  it('waits longer each time, up to a bound, and calls it offline', () => {
    online().breaks();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const before = FakeSocket.all.length;
      let waited = 0;
      while (FakeSocket.all.length === before) {
        vi.advanceTimersByTime(10);
        waited += 10;
      }
      waits.push(waited);
      last().breaks();
    }
    expect(waits[0]).toBe(400);
    expect(waits[1]).toBe(720);
    expect(waits.at(-1)).toBe(SocketTimes.retryMax);
    expect(links.at(-1)).toBe('offline');
  });

  it('is offline when it has been away for eight seconds, and not before', () => {
    online().breaks();
    const calledAt: [number, Link][] = [];
    const from = performance.now();
    while (performance.now() - from < 12_000) {
      const before = FakeSocket.all.length;
      vi.advanceTimersByTime(10);
      if (FakeSocket.all.length === before) continue;
      last().breaks();
      calledAt.push([performance.now() - from, links.at(-1)!]);
    }
    expect(calledAt.every(([at, link]) => link === (at >= SocketTimes.offlineAfter ? 'offline' : 'reconnecting'))).toBe(true);
    expect(new Set(calledAt.map(([, link]) => link)).size).toBe(2);
  });

  it('is offline in time though a first answer, a probe and an attempt each take their own', () => {
    last().opens();
    dispatchEvent(new Event('pageshow'));
    vi.advanceTimersByTime(SocketTimes.deadAfter + SocketTimes.retryFirst);
    last().opens();
    expect(links).toEqual(['reconnecting']);
    vi.advanceTimersByTime(SocketTimes.offlineAfter - SocketTimes.deadAfter - SocketTimes.retryFirst);
    expect(links).toEqual(['reconnecting', 'offline']);
    last().says(snap([]));
    expect(links.at(-1)).toBe('online');
    vi.advanceTimersByTime(SocketTimes.offlineAfter);
    expect(links.at(-1)).toBe('online');
  });

  it('starts the waits anew after a success', () => {
    online().breaks();
    vi.advanceTimersByTime(SocketTimes.retryFirst);
    last().breaks();
    vi.advanceTimersByTime(SocketTimes.retryFirst * SocketTimes.retryFactor);
    online().breaks();
    const before = FakeSocket.all.length;
    vi.advanceTimersByTime(SocketTimes.retryFirst);
    expect(FakeSocket.all).toHaveLength(before + 1);
  });

  it('probes a silent link and replaces it when no word comes', () => {
    const hub = online();
    vi.advanceTimersByTime(SocketTimes.pingEvery);
    expect(hub.sent.at(-1)).toEqual({ t: 'ping' });
    vi.advanceTimersByTime(SocketTimes.deadAfter);
    expect(hub.closedWith).toBe(4001);
    expect(links.at(-1)).toBe('reconnecting');
  });

  it('keeps a link that answers the probe', () => {
    const hub = online();
    vi.advanceTimersByTime(SocketTimes.pingEvery);
    hub.says({ t: 'pong' });
    vi.advanceTimersByTime(SocketTimes.deadAfter);
    expect(hub.closedWith).toBeUndefined();
  });

  it('gives up a greeting that is never answered', () => {
    last().opens();
    vi.advanceTimersByTime(SocketTimes.openWithin);
    expect(FakeSocket.all[0]!.closedWith).toBe(4001);
  });

  it('probes at once when the phone wakes', () => {
    const hub = online();
    dispatchEvent(new Event('pageshow'));
    expect(hub.sent.at(-1)).toEqual({ t: 'ping' });
  });

  it('leaves a socket alone that is still connecting when the page shows', () => {
    dispatchEvent(new Event('pageshow'));
    expect(FakeSocket.all).toHaveLength(1);
    expect(last().closedWith).toBeUndefined();
  });

  it('reconnects at once on wake instead of waiting', () => {
    online().breaks();
    dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(SocketTimes.retryFirst);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('sends nothing and says so while the link is down', () => {
    expect(socket.send({ t: 'ping' })).toBe(false);
    expect(last().sent).toEqual([]);
  });
});
