import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandMessage, DeviceRecord } from '../src/api/protocol';
import Tile from '../src/components/Tile.svelte';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { lamp, snap } from './homes';

function show(record: DeviceRecord): { home: Home; sent: CommandMessage[] } {
  const home = new Home();
  const sent: CommandMessage[] = [];
  home.attach((command) => sent.push(command) > 0);
  home.link = 'online';
  home.receive(snap([record]));
  render(Tile, { device: home.devices.get(record.id)!, home });
  return { home, sent };
}

const tile = (): HTMLElement => screen.getByRole('article');

afterEach(() => cleanup());

describe('a tile', () => {
  it('switches a lamp: wanted at once, then confirmed', async () => {
    const { home, sent } = show(lamp());
    const control = screen.getByRole('switch', { name: 'Hall lamp' });
    expect(control.getAttribute('aria-checked')).toBe('false');
    expect(tile().textContent).toContain('Off');
    await userEvent.click(control);
    expect(control.getAttribute('aria-checked')).toBe('true');
    expect(tile().getAttribute('aria-busy')).toBe('true');
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', set: { 'light.on': true }, cmd: sent[0]!.cmd });
    await expect.poll(() => tile().getAttribute('aria-busy')).toBe('false');
    expect(control.getAttribute('aria-checked')).toBe('true');
    expect(tile().textContent).toContain('60');
    expect(tile().textContent).toContain('Warm · 2700 K');
  });

  it('says a failure, offers a way, and goes back to the truth', async () => {
    const { home, sent } = show(lamp());
    await userEvent.click(screen.getByRole('switch', { name: 'Hall lamp' }));
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    expect((await screen.findByRole('alert')).textContent).toBe('Hall lamp: Refused it');
    expect(screen.getByRole('switch', { name: 'Hall lamp' }).getAttribute('aria-checked')).toBe('false');
    await userEvent.click(screen.getByRole('button', { name: 'Retry Hall lamp' }));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(sent).toHaveLength(2);
    home.receive({ t: 'ack', cmd: sent[1]!.cmd, st: 'failed', err: { code: 'a.code.from-the-future' } });
    expect((await screen.findByRole('alert')).textContent).toContain('Didn’t work');
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss Hall lamp' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says since when a device is offline, and lets one try it', async () => {
    const { home, sent } = show(lamp({ online: false, availability: 'offline', since: new Date(2026, 2, 1, 18, 40).toISOString() }));
    expect(tile().textContent).toContain('Offline since 18:40');
    expect(screen.queryByRole('slider')).toBeNull();
    await userEvent.click(screen.getByRole('switch', { name: 'Hall lamp' }));
    expect(sent[0]!.set).toEqual({ 'light.on': true });
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'expired', err: { code: 'device.offline' } });
    expect((await screen.findByRole('alert')).textContent).toBe('Hall lamp: Is offline');
  });

  it('says since when a device is silent, and when it is back', async () => {
    const { home } = show(lamp({ state: { 'light.on': true, 'light.brightness': 60 } }));
    expect(tile().classList.contains('active')).toBe(true);
    home.receive({ t: 'delta', seq: 11, id: 'hall-lamp', availability: 'silent', heard: new Date(2026, 2, 1, 18, 40).toISOString() });
    await expect.poll(() => tile().textContent).toContain('Silent since 18:40');
    expect(tile().classList.contains('silent')).toBe(true);
    expect(tile().classList.contains('active')).toBe(false);
    home.receive({ t: 'delta', seq: 12, id: 'hall-lamp', availability: 'online' });
    await expect.poll(() => tile().textContent).not.toContain('Silent');
  });

  it('sets the level, and switches on what was off', async () => {
    const { sent } = show(lamp());
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Level of Hall lamp' });
    slider.value = '61';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    expect(sent[0]!.set).toEqual({ 'light.on': true, 'light.brightness': 61 });
  });

  it('has no switch for what cannot be switched', () => {
    show(lamp({ kind: 'temperature-humidity-sensor', contract: 'climate', state: { 'thing.temperature': 21.46, 'thing.relative-humidity': 46, 'battery.battery-level': 90 } }));
    expect(screen.queryByRole('switch')).toBeNull();
    expect(tile().textContent).toContain('21.5°');
    expect(tile().textContent).toContain('46 % humidity');
    expect(tile().textContent).not.toContain('Battery');
  });

  it('tells a battery that runs low', () => {
    show(lamp({ kind: 'temperature-humidity-sensor', contract: 'climate', state: { 'thing.temperature': 21, 'battery.battery-level': 12 } }));
    expect(tile().textContent).toContain('Battery 12 %');
  });

  it('reads a contact that is made as closed', () => {
    show(lamp({ kind: 'contact-sensor', contract: 'contact', state: { 'contact-sensor.contact-state': true } }));
    expect(tile().textContent).toContain('Closed');
  });

  it('turns mute round for a speaker', async () => {
    const { sent } = show(lamp({ kind: 'speaker', contract: 'speaker', state: { 'speaker.mute': false, 'speaker.volume': 30 } }));
    const control = screen.getByRole('switch', { name: 'Hall lamp' });
    expect(control.getAttribute('aria-checked')).toBe('true');
    await userEvent.click(control);
    expect(sent[0]!.set).toEqual({ 'speaker.mute': true });
  });

  it('does not let a speaker glow that plays nothing', () => {
    show(lamp({ kind: 'speaker', contract: 'speaker', state: { 'speaker.mute': false, 'speaker.volume': 30, 'play-control.playing-state': 0 } }));
    expect(tile().textContent).toContain('Stopped');
    expect(tile().classList.contains('active')).toBe(false);
  });

  it('shows mode and air of a purifier', () => {
    show(lamp({ kind: 'air-purifier', contract: 'purifier', state: { 'air-purifier.on': true, 'air-purifier.mode': 0, 'environment.pm2.5-density': 12 } }));
    expect(tile().textContent).toContain('Auto');
    expect(tile().textContent).toContain('µg/m³');
  });

  it('makes a working tile for a kind that it has never seen', async () => {
    const { sent } = show(lamp({ kind: 'garden-sprinkler', contract: 'sprinkler', state: { 'garden.on': false, 'garden.flow-rate': 0.4 } }));
    await userEvent.click(screen.getByRole('switch', { name: 'Hall lamp' }));
    expect(sent[0]!.set).toEqual({ 'garden.on': true });
  });

  it('stands even for a device whose contract is missing', () => {
    show(lamp({ kind: 'riddle', contract: 'urn:nowhere', state: {} }));
    expect(screen.queryByRole('switch')).toBeNull();
    expect(tile().textContent).toContain('No reading yet');
  });

  it.each([[{}, 'No reading yet'], [{ 'battery.battery-level': 80 }, 'Connected']])('misses no reading of a button that was heard: %o', (state, line) => {
    show(lamp({ kind: 'button', contract: 'button', state }));
    expect(tile().textContent).toContain(line);
  });

  it('tells what a device does that has no switch, in the reader’s language', async () => {
    show(lamp({ kind: 'vacuum', contract: 'vacuum', state: { 'vacuum.status': 2, 'battery.battery-level': 70 } }));
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByRole('slider')).toBeNull();
    expect(tile().textContent).toContain('Sweeping');
    expect(tile().classList.contains('active')).toBe(true);
    await i18n.use('zh-CN');
    await expect.poll(() => tile().textContent).toContain('清扫中');
    await i18n.use('en');
  });
});
