import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandMessage } from '../src/api/protocol';
import type { DeviceView } from '../src/state/device.svelte';
import { CommandTimes, Home } from '../src/state/home.svelte';
import { lamp, snap } from './homes';

function homeWithLamp(up = true): { home: Home; device: DeviceView; sent: CommandMessage[] } {
  const home = new Home();
  const sent: CommandMessage[] = [];
  home.attach((command) => {
    if (up) sent.push(command);
    return up;
  });
  home.receive(snap([lamp()]));
  return { home, device: home.devices.get('hall-lamp')!, sent };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a command', () => {
  it('shows the wish at once and leaves the report alone', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    expect(device.value('light.on')).toBe(true);
    expect(device.reported['light.on']).toBe(false);
    expect(device.busy).toBe(true);
    expect(sent).toEqual([{ t: 'cmd', cmd: sent[0]!.cmd, id: 'hall-lamp', set: { 'light.on': true }, ttl: 6000 }]);
  });

  it('is confirmed by the delta that it caused', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true }, cmd: sent[0]!.cmd });
    expect(device.commands).toEqual([]);
    expect(device.value('light.on')).toBe(true);
    expect(device.failure).toBeNull();
  });

  it('stays open while a delta of its own brings only a part', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true, 'light.brightness': 30 });
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true }, cmd: sent[0]!.cmd });
    expect(device.busy).toBe(true);
    expect(device.value('light.brightness')).toBe(30);
  });

  it('does not jump back between the word "confirmed" and the value', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'confirmed' });
    expect(device.busy).toBe(false);
    expect(device.value('light.on')).toBe(true);
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true } });
    expect(device.commands).toEqual([]);
    expect(device.value('light.on')).toBe(true);
  });

  it('falls back to the report when the value never follows', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.brightness': 250 });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'confirmed' });
    vi.advanceTimersByTime(CommandTimes.settle);
    expect(device.value('light.brightness')).toBe(60);
  });

  it('falls back and says why when the device refuses', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'accepted' });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    expect(device.value('light.on')).toBe(false);
    expect(device.failure).toMatchObject({ code: 'device.rejected', want: { 'light.on': true } });
  });

  it('expires when the hub says so', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'expired' });
    expect(device.failure?.code).toBe('expired');
  });

  it('expires by itself when the word was lost', () => {
    const { home, device } = homeWithLamp();
    home.set(device, { 'light.on': true });
    vi.advanceTimersByTime(CommandTimes.ttl + CommandTimes.grace - 1);
    expect(device.busy).toBe(true);
    vi.advanceTimersByTime(1);
    expect(device.busy).toBe(false);
    expect(device.failure?.code).toBe('expired');
  });

  it('counts as done when the word was lost but the value came', () => {
    const { home, device } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive(snap([lamp({ state: { 'light.on': true } })], { epoch: 'e2' }));
    vi.advanceTimersByTime(CommandTimes.ttl + CommandTimes.grace);
    expect(device.failure).toBeNull();
    expect(device.value('light.on')).toBe(true);
  });

  it('fails at once while the link is down', () => {
    const { home, device } = homeWithLamp(false);
    home.set(device, { 'light.on': true });
    expect(device.failure?.code).toBe('link.down');
    expect(device.busy).toBe(false);
  });

  it('gets a word only after a moment', () => {
    const { home, device } = homeWithLamp();
    home.set(device, { 'light.on': true });
    vi.advanceTimersByTime(CommandTimes.slowAfter - 1);
    expect(device.slow).toBe(false);
    vi.advanceTimersByTime(1);
    expect(device.slow).toBe(true);
  });

  it('is taken over by a later one for the same property, whose answer alone counts', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.brightness': 20 });
    home.set(device, { 'light.brightness': 90 });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    expect(device.failure).toBeNull();
    expect(device.value('light.brightness')).toBe(90);
  });

  it('stands beside one for another property', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.set(device, { 'light.brightness': 90 });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    expect(device.value('light.on')).toBe(false);
    expect(device.value('light.brightness')).toBe(90);
    expect(device.failure?.want).toEqual({ 'light.on': true });
  });

  it('is tried again with a new id', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed' });
    home.retry(device);
    expect(device.failure).toBeNull();
    expect(sent.map((command) => command.set)).toEqual([{ 'light.on': true }, { 'light.on': true }]);
    expect(sent[1]!.cmd).not.toBe(sent[0]!.cmd);
  });

  it('is forgotten when dismissed', () => {
    const { home, device, sent } = homeWithLamp();
    home.set(device, { 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed' });
    home.dismiss(device);
    expect(device.failure).toBeNull();
  });
});

describe('the home', () => {
  it('keeps the objects of devices over a second snapshot and drops what is gone', () => {
    const { home, device } = homeWithLamp();
    home.receive(snap([lamp({ label: 'Lamp' }), lamp({ id: 'other' })]));
    expect(home.devices.get('hall-lamp')).toBe(device);
    expect(device.label).toBe('Lamp');
    home.receive(snap([lamp()]));
    expect([...home.devices.keys()]).toEqual(['hall-lamp']);
  });

  it('adds, changes and removes devices by deltas', () => {
    const { home } = homeWithLamp();
    home.receive({ t: 'delta', seq: 11, id: 'new', device: lamp({ id: 'new', label: 'New', room: 'Attic' }) });
    expect(home.rooms.map((room) => room.name)).toEqual(['Hall', 'Attic']);
    home.receive({ t: 'delta', seq: 12, id: 'new', removed: true });
    expect(home.rooms.map((room) => room.name)).toEqual(['Hall']);
  });

  it('passes over news of devices that it does not know', () => {
    const { home } = homeWithLamp();
    home.receive({ t: 'delta', seq: 11, id: 'ghost', set: { 'light.on': true } });
    expect([...home.devices.keys()]).toEqual(['hall-lamp']);
  });

  it('keeps the order of rooms as told, those without a room last', () => {
    const home = new Home();
    home.receive(snap([lamp({ id: 'a', room: '' }), lamp({ id: 'b', room: 'Hall' }), lamp({ id: 'c', room: 'Attic' })], { rooms: ['Attic', 'Hall'] }));
    expect(home.rooms.map((room) => room.name)).toEqual(['Attic', 'Hall', '']);
  });

  it('notes since when a device is away', () => {
    const { home, device } = homeWithLamp();
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', online: false, at: '2026-03-01T20:00:00Z' });
    expect(device.online).toBe(false);
    expect(device.since).toBe('2026-03-01T20:00:00Z');
  });

  it('writes turning points into the activity, and no replayed event', () => {
    const { home } = homeWithLamp();
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true, 'light.brightness': 3 }, at: '2026-03-01T20:00:00Z' });
    home.receive({ t: 'event', seq: 12, id: 'hall-lamp', ev: 'press', live: false });
    expect(home.activity.entries.map((entry) => entry.word)).toEqual(['on']);
  });

  it('says once what a device tells as state and as event', () => {
    const { home } = homeWithLamp();
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true }, at: '2026-03-01T20:00:00Z' });
    home.receive({ t: 'event', seq: 12, id: 'hall-lamp', ev: 'light.turned-on', at: '2026-03-01T20:00:01Z' });
    home.receive({ t: 'event', seq: 13, id: 'hall-lamp', ev: 'light.flickered', at: '2026-03-01T20:00:30Z' });
    expect(home.activity.entries.map((entry) => entry.event || entry.word)).toEqual(['light.flickered', 'on']);
  });

  it('names the automation that did it', () => {
    const { home } = homeWithLamp();
    home.receive(snap([lamp()], { automations: [{ id: 'hall-light', name: 'Hall light by motion' }] }));
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true }, automation: 'hall-light' });
    home.receive({ t: 'delta', seq: 12, id: 'hall-lamp', set: { 'light.on': false } });
    expect(home.activity.entries.map((entry) => entry.why)).toEqual(['', 'Hall light by motion']);
  });
});
