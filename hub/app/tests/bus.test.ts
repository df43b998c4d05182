import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectPacket, PacketReader, subscribePacket, type MqttPacket } from '../src/api/mqtt-packets';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { Inspector, MESSAGES_SHOWN } from '../src/state/inspector.svelte';
import Bus from '../src/views/makers/Bus.svelte';

const CONNACK = [0x20, 2, 0, 0];
const SUBACK = [0x90, 3, 0, 1, 0];
const REFUSED = [0x90, 3, 0, 1, 0x80];

/** PUBLISH as a broker writes it (3.3). */
function publish(topic: string, payload: Uint8Array | string, flags = 0): number[] {
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const body = [topic.length >> 8, topic.length & 255, ...new TextEncoder().encode(topic), ...((flags & 6) === 0 ? [] : [0, 7]), ...bytes];
  return [0x30 | flags, ...(body.length > 127 ? [(body.length & 127) | 128, body.length >> 7] : [body.length]), ...body];
}

const messages = (packets: readonly MqttPacket[]): string[] =>
  packets.flatMap((packet) => (packet.type === 'message' ? [`${packet.message.topic} ${new TextDecoder().decode(packet.message.payload)}${packet.message.retained ? ' kept' : ''}`] : []));

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static last: FakeSocket | undefined;
  readonly sent: number[][] = [];
  closed = false;
  binaryType = '';

  constructor() {
    super();
    FakeSocket.last = this;
  }

  send(bytes: Uint8Array): void {
    this.sent.push([...bytes]);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.dispatchEvent(new Event('close'));
  }

  hear(...bytes: number[][]): void {
    this.dispatchEvent(new MessageEvent('message', { data: new Uint8Array(bytes.flat()).buffer }));
  }
}

const listen = (inspector: Inspector, filter = '#'): FakeSocket => {
  const socket = new FakeSocket();
  inspector.listen(filter, socket as unknown as WebSocket);
  socket.dispatchEvent(new Event('open'));
  return socket;
};

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  vi.useRealTimers();
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

describe('packets', () => {
  it('are written as MQTT 3.1.1 says', () => {
    expect([...connectPacket()]).toEqual([0x10, 12, 0, 4, 77, 81, 84, 84, 4, 2, 0, 30, 0, 0]);
    expect([...subscribePacket('a/#')]).toEqual([0x82, 8, 0, 1, 0, 3, 97, 47, 35, 0]);
  });

  it('are read wherever the stream was cut', () => {
    const stream = [...publish('a', 'one'), ...publish('b/c', 'x'.repeat(300), 1), ...publish('d', 'two', 2)];
    for (const step of [1, 7, 130, stream.length]) {
      const reader = new PacketReader();
      const read: MqttPacket[] = [];
      for (let at = 0; at < stream.length; at += step) read.push(...reader.push(new Uint8Array(stream.slice(at, at + step))));
      expect(messages(read)).toEqual(['a one', `b/c ${'x'.repeat(300)} kept`, 'd two']);
    }
  });

  it('that no broker would send end it', () => {
    expect(() => new PacketReader().push(new Uint8Array([0x30, 255, 255, 255, 255]))).toThrow(RangeError);
    expect(() => new PacketReader().push(new Uint8Array([0x30, 255, 255, 255, 127]))).toThrow(RangeError);
  });
});

describe('the inspector', () => {
  it('connects, listens to the filter and draws what comes, newest first', () => {
    const inspector = new Inspector();
    const socket = listen(inspector, 'devices/#');
    expect(socket.sent).toEqual([[...connectPacket()]]);
    socket.hear(CONNACK);
    expect(socket.sent[1]).toEqual([...subscribePacket('devices/#')]);
    socket.hear(SUBACK, publish('devices/a/properties', '{"x":1}'), publish('devices/b/status', new Uint8Array([255, 254]), 1));
    expect([inspector.state, inspector.messages.length]).toEqual(['live', 0]);
    vi.advanceTimersByTime(250);
    expect(inspector.messages.map(({ topic, text, retained, bytes }) => [topic, text, retained, bytes])).toEqual([['devices/b/status', null, true, 2], ['devices/a/properties', '{"x":1}', false, 7]]);
  });

  it('shows the newest of a burst, and counts all', () => {
    const inspector = new Inspector();
    const socket = listen(inspector);
    socket.hear(CONNACK, SUBACK);
    for (let at = 1; at <= MESSAGES_SHOWN + 50; at++) socket.hear(publish('t', `${at}`));
    vi.advanceTimersByTime(250);
    expect([inspector.messages.length, inspector.messages[0]!.text, inspector.count]).toEqual([MESSAGES_SHOWN, `${MESSAGES_SHOWN + 50}`, MESSAGES_SHOWN + 50]);
  });

  it('takes nothing while it is paused, but counts', () => {
    const inspector = new Inspector();
    const socket = listen(inspector);
    socket.hear(CONNACK, SUBACK);
    inspector.paused = true;
    socket.hear(publish('t', 'x'));
    vi.advanceTimersByTime(250);
    expect([inspector.messages.length, inspector.count]).toEqual([0, 1]);
  });

  it('tells a filter that was refused from a broker that is away', () => {
    const inspector = new Inspector();
    listen(inspector, 'a/#/b').hear(CONNACK, REFUSED);
    expect(inspector.state).toBe('filter');
    listen(inspector).close();
    expect(inspector.state).toBe('closed');
  });
});

describe('the page of messages', () => {
  it('listens to what was typed, and says when there is no broker', async () => {
    vi.useRealTimers();
    vi.stubGlobal('WebSocket', FakeSocket);
    const home = new Home();
    render(Bus, { home, params: {} });
    await userEvent.clear(screen.getByRole('textbox', { name: /^Topic filter/ }));
    await userEvent.type(screen.getByRole('textbox', { name: /^Topic filter/ }), 'devices/+/status');
    await userEvent.click(screen.getByRole('button', { name: 'Listen' }));
    const socket = FakeSocket.last!;
    socket.dispatchEvent(new Event('open'));
    socket.hear(CONNACK);
    expect(socket.sent[1]).toEqual([...subscribePacket('devices/+/status')]);
    socket.hear(SUBACK, publish('devices/a/status', 'online', 1));
    expect((await screen.findByRole('listitem')).textContent).toContain('retained · 6 bytes');
    socket.close();
    expect((await screen.findByRole('alert')).textContent).toContain('There is no connection to a broker');
  });
});
