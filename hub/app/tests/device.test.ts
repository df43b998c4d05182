import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandMessage, Value } from '../src/api/protocol';
import { i18n } from '../src/i18n/i18n.svelte';
import { favourites } from '../src/state/favourites.svelte';
import { Home } from '../src/state/home.svelte';
import Device from '../src/views/device/Device.svelte';
import { liveOf, shipped } from './contracts';
import { snap } from './homes';

interface Asked {
  method: string;
  path: string;
  body: unknown;
}

let home: Home;
let sent: CommandMessage[];
let asked: Asked[];

/** Answers of the hub by the end of their address; whatever is not here is a 404. */
const answers = new Map<string, unknown>();

async function open(file: string, state: Record<string, Value>): Promise<void> {
  const contract = shipped.get(file)!;
  answers.set(`/contracts/${encodeURIComponent(contract.type)}`, contract);
  home.receive(snap([{ id: 'd', label: 'The device', room: 'Hall', kind: contract.kind, contract: contract.type, online: true, state }], { contracts: { [contract.type]: liveOf(contract) } }));
  home.link = 'online';
  render(Device, { home, params: { id: 'd' } });
  await screen.findByRole('region', { name: 'Health' });
  // The contract stands when the groups and the head do.
  await vi.waitFor(() => expect(document.querySelector('.skeleton')).toBeNull());
}

beforeEach(() => {
  answers.clear();
  home = new Home();
  sent = [];
  asked = [];
  home.attach((command) => sent.push(command) > 0);
  vi.stubGlobal('scrollTo', vi.fn());
  vi.stubGlobal('fetch', (address: string, { method = 'GET', body }: RequestInit) => {
    const path = address.replace('/api/v1', '').replace(/\?.*/, '');
    asked.push({ method, path, body: body === undefined ? undefined : JSON.parse(body as string) });
    const answer = answers.get(path);
    const status = answer === undefined ? (method === 'GET' ? 404 : 204) : 200;
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(answer ?? { code: 'x', detail: '' }), { status }));
  });
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

const button = (name: string): HTMLElement => screen.getByRole('button', { name });

describe('the page of a device', () => {
  it('says that a device is not part of the home', () => {
    home.receive(snap([]));
    render(Device, { home, params: { id: 'nobody' } });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('This device is not part of the home');
  });

  it('switches, and shows the wish at once', async () => {
    await open('light', { 'light.on': false, 'light.brightness': 60 });
    const control = screen.getByRole('switch', { name: 'The device' });
    await userEvent.click(control);
    expect(sent[0]!.set).toEqual({ 'light.on': true });
    expect(control.getAttribute('aria-checked')).toBe('true');
  });

  it('says a failure in its place, and tries again', async () => {
    await open('light', { 'light.on': false, 'light.brightness': 60 });
    await userEvent.click(screen.getByRole('switch', { name: 'The device' }));
    home.receive({ t: 'ack', cmd: sent[0]!.cmd, st: 'failed', err: { code: 'device.rejected' } });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Refused it');
    expect(screen.getByRole('switch', { name: 'The device' }).getAttribute('aria-checked')).toBe('false');
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(sent[1]!.set).toEqual({ 'light.on': true });
  });

  it('takes a change back', async () => {
    await open('light', { 'light.on': true, 'light.brightness': 60 });
    await userEvent.click(button('30 % Dim'));
    expect(sent[0]!.set).toEqual({ 'light.brightness': 30 });
    home.receive({ t: 'delta', seq: 11, id: 'd', set: { 'light.brightness': 30 }, cmd: sent[0]!.cmd });
    expect((await screen.findByText(/Confirmed just now/)).textContent).toBe('Confirmed just now');
    await userEvent.click(button('Undo'));
    expect(sent[1]!.set).toEqual({ 'light.brightness': 60 });
  });

  it('turns a lamp on with its level, and chooses how it shines with its colour', async () => {
    await open('light', { 'light.on': false, 'light.brightness': 60, 'light.mode': 1, 'light.color': 0xff, 'light.color-temperature': 3000 });
    await userEvent.click(button('100 % Full'));
    expect(sent[0]!.set).toEqual({ 'light.on': true, 'light.brightness': 100 });
    home.receive({ t: 'delta', seq: 11, id: 'd', set: { 'light.on': true, 'light.brightness': 100, 'light.mode': 2 } });
    await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Red' })).toBeNull());
    await userEvent.click(screen.getByRole('radio', { name: 'Color' }));
    expect(sent[1]!.set).toEqual({ 'light.mode': 1 });
    await userEvent.click(await screen.findByRole('button', { name: 'Red' }));
    expect(sent[2]!.set).toEqual({ 'light.color': 0xff3b30 });
  });

  it('unlocks only after it was asked', async () => {
    await open('lock', { 'lock.status': 1 });
    const unlock = shipped.get('lock')!.services.flatMap((service) => service.actions).find((action) => action.key === 'lock.unlock')!.label;
    await userEvent.click(button(unlock));
    expect(sent).toEqual([]);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    expect(sent).toEqual([]);
    await userEvent.click(button(unlock));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: unlock }));
    expect(sent[0]).toMatchObject({ id: 'd', call: 'lock.unlock' });
  });

  it('asks for the arguments of an action', async () => {
    await open('pet-feeder', { 'pet-feeder.status': 0 });
    const feed = shipped.get('pet-feeder')!.services.flatMap((service) => service.actions).find((action) => action.key === 'pet-feeder.pet-food-out')!.label;
    await userEvent.click(button(feed));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Run' }));
    expect(sent[0]).toMatchObject({ call: 'pet-feeder.pet-food-out', in: { 'pet-feeder.feeding-measure': 1 } });
  });

  it('tells a fault before all else', async () => {
    await open('vacuum', { 'vacuum.status': 1, 'vacuum.fault': 0 });
    expect(screen.queryByRole('alert')).toBeNull();
    const fault = [...shipped.get('vacuum')!.services].flatMap((service) => service.properties).find((property) => property.key === 'vacuum.fault')!;
    home.receive({ t: 'delta', seq: 11, id: 'd', set: { 'vacuum.fault': fault.list![1]!.value } });
    expect((await screen.findByRole('alert')).textContent).toContain(fault.list![1]!.label);
  });

  it('tells why a value is as it is', async () => {
    answers.set('/devices/d/properties/light.brightness/why', { value: 60, at: '2026-03-01T18:40:00Z', chain: [{ kind: 'run', text: 'It ran.', by: 'evening', run: 4 }] });
    home.automations = [];
    await open('light-white', { 'light.on': true, 'light.brightness': 60 });
    await userEvent.click(screen.getByRole('button', { name: /60 %: why\?$/ }));
    const dialog = await screen.findByRole('dialog');
    expect((await within(dialog).findByRole('link', { name: 'evening' })).getAttribute('href')).toBe('/automations/evening?run=4');
  });

  it('is renamed and moved', async () => {
    await open('light', { 'light.on': true, 'light.brightness': 60 });
    await userEvent.click(button('Settings'));
    const dialog = await screen.findByRole('dialog');
    const save = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Save' });
    expect(save.disabled).toBe(true);
    const name = within(dialog).getByLabelText('Name');
    await userEvent.clear(name);
    await userEvent.type(name, 'Lamp ');
    await userEvent.click(save);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([{ method: 'PATCH', path: '/devices/d', body: { label: 'Lamp', room: 'Hall' } }]);
  });

  it('leaves the home only after it was asked', async () => {
    await open('light', { 'light.on': true, 'light.brightness': 60 });
    await userEvent.click(button('Settings'));
    await userEvent.click(button('Take out of the home'));
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
    await userEvent.click(button('Take it out'));
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/devices/d' });
  });

  it('is kept as a favourite', async () => {
    await open('light', { 'light.on': true, 'light.brightness': 60 });
    await userEvent.click(button('Favourite'));
    expect(favourites.ids).toEqual(['d']);
    expect(button('Favourite').getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(button('Favourite'));
    expect(favourites.ids).toEqual([]);
  });

  it('rests its controls while the hub cannot be reached', async () => {
    await open('light', { 'light.on': true, 'light.brightness': 60 });
    home.link = 'offline';
    await vi.waitFor(() => expect(screen.getByRole<HTMLButtonElement>('switch', { name: 'The device' }).disabled).toBe(true));
    expect(screen.getAllByRole<HTMLInputElement>('slider').every((slider) => slider.disabled)).toBe(true);
  });
});

describe('every kind of device', () => {
  it.each([...shipped.keys()])('%s has a page, with nothing known and in Chinese, too', async (file) => {
    await i18n.use('zh');
    const contract = shipped.get(file)!;
    answers.set(`/contracts/${encodeURIComponent(contract.type)}`, contract);
    home.receive(snap([{ id: 'd', label: 'The device', room: '', kind: contract.kind, contract: contract.type, online: true, state: {} }], { contracts: { [contract.type]: liveOf(contract) } }));
    render(Device, { home, params: { id: 'd' } });
    await screen.findByRole('region', { name: '健康状况' });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The device');
  });
});
