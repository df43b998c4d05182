import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Consumable } from '../src/api/consumables';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { noteOrder, orderedAt } from '../src/state/orders';
import Consumables from '../src/views/consumables/Consumables.svelte';
import OfDevice from '../src/views/device/Consumables.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const part = (more: Partial<Consumable> = {}): Consumable => ({
  device: 'purifier', label: 'Purifier', part: 'filter', en: 'purifier filter', zh: '净化器滤芯', percent: 55, basis: 'unknown', low: false, ...more,
});
const low = part({
  percent: 8, low: true, daysLeft: 8.2, daysLow: 6.1, daysHigh: 9.5, basis: 'estimate', reminder: { en: 'Eight days left.', zh: '还有八天。' }, link: 'https://shop.example/filter', resetAction: 'filter.reset',
});
const known = part({ device: 'scale', label: 'Scale', part: 'battery', en: 'battery', zh: '电池', percent: 40, daysLeft: 120, daysLow: 120, daysHigh: 120, basis: 'device' });

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  localStorage.clear();
  home = new Home();
  home.link = 'online';
  home.receive(snap([lamp({ id: 'purifier', label: 'Purifier', room: 'Bedroom' })], { rooms: ['Bedroom'] }));
  rest = new FakeRest();
  rest.on('GET /insights/consumables', { body: [low, known, part({ device: 'vacuum', label: 'Vacuum' })] });
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

const open = async (): Promise<void> => {
  render(Consumables, { home, params: {} });
  await screen.findByRole('heading', { name: 'To be replaced' });
};

describe('parts that wear out', () => {
  it('are grouped, with days, range, counter and what they rest on', async () => {
    await open();
    expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual(expect.arrayContaining(['To be replaced', 'In this order', 'Still being learned']));
    const worn = within(screen.getByRole('region', { name: 'To be replaced' })).getByRole('listitem');
    expect(worn.textContent).toMatch(/About 8 days\s*6 to 10 days, as it is used here/);
    expect(worn.textContent).toContain('Purifier · Bedroom');
    expect(worn.textContent).toContain('8 % left');
    expect(worn.textContent).toContain('Eight days left.');
    expect(within(worn).getByRole('meter', { name: 'Left of purifier filter' }).getAttribute('aria-valuenow')).toBe('8');
    const later = within(screen.getByRole('region', { name: 'In this order' })).getByRole('listitem');
    expect(later.textContent).toMatch(/About 120 days\s*as the device counts/);
    expect(within(later).queryByRole('button', { name: /Remind/ })).toBeNull();
  });

  it('are replaced only after it was asked, and the device is told', async () => {
    rest.on('POST /insights/consumables/purifier/filter:replaced', { body: { ...low, low: false, percent: 100, reminder: null, replacedAt: '2026-11-23T03:00:00Z' } });
    await open();
    await userEvent.click(screen.getAllByRole('button', { name: 'I replaced it: purifier filter' })[0]!);
    expect(rest.writes).toEqual([]);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('The device is told to count from its start, too.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Yes, it is new' }));
    expect(await screen.findByText('purifier filter: counted as new')).toBeTruthy();
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{}]);
    expect(await screen.findByText(/100 % left/)).toBeTruthy();
  });

  it('are only noted where a person wants so', async () => {
    rest.on('POST /insights/consumables/purifier/filter:replaced', { body: low });
    await open();
    await userEvent.click(screen.getAllByRole('button', { name: 'I replaced it: purifier filter' })[0]!);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Only note it on the hub' }));
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ reset: false }]);
  });

  it('say that a device could not be told', async () => {
    rest.on('POST /insights/consumables/purifier/filter:replaced', { status: 409, body: { code: 'device.offline', detail: '' } });
    await open();
    await userEvent.click(screen.getAllByRole('button', { name: 'I replaced it: purifier filter' })[0]!);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Yes, it is new' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Nothing was changed');
  });

  it('are put off for as long as was chosen', async () => {
    rest.on('POST /insights/consumables/purifier/filter:put-off', { body: { ...low, reminder: null, quietUntil: '2026-12-23T03:00:00Z' } });
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Remind me later: purifier filter' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'In 30 days' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remind me later' }));
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ days: 30 }]);
    expect(await screen.findByText(/No reminder until/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Remind me later: purifier filter' })).toBeNull();
  });

  it('are ordered in the shop, and noted once as ordered', async () => {
    rest.on('POST /insights/consumables/purifier/filter:put-off', { body: { ...low, reminder: null, quietUntil: '2026-12-07T03:00:00Z' } });
    await open();
    const link = screen.getByRole('link', { name: 'Order: purifier filter, opens the shop' });
    expect([link.getAttribute('href'), link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['https://shop.example/filter', '_blank', 'noreferrer noopener']);
    link.addEventListener('click', (event) => event.preventDefault());
    await userEvent.click(link);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Yes, ordered' }));
    expect(await screen.findByText(/Ordered \w+ \d+/)).toBeTruthy();
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ days: 14 }]);
    expect(link.textContent).toContain('Order again');
  });

  it('are none where no device tells of any', async () => {
    rest.on('GET /insights/consumables', { body: [] });
    render(Consumables, { home, params: {} });
    expect(await screen.findByText('Nothing in your home has told of a part that wears out.')).toBeTruthy();
  });

  it('say that this hub does not follow them, which is no trouble', async () => {
    rest.on('GET /insights/consumables', { status: 503, body: { code: 'insights.none', detail: '' } });
    render(Consumables, { home, params: {} });
    expect(await screen.findByText('This hub does not follow what wears out.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('of one device stand on its page, without the others', async () => {
    render(OfDevice, { device: 'scale', disabled: false });
    expect((await screen.findByRole('region', { name: 'Parts that wear out' })).textContent).toContain('About 120 days');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    cleanup();
    render(OfDevice, { device: 'lamp', disabled: false });
    await vi.waitFor(() => expect(rest.asked).toHaveLength(2));
    expect(screen.queryByRole('region')).toBeNull();
  });

  it('are told in Chinese', async () => {
    await i18n.use('zh');
    render(Consumables, { home, params: {} });
    expect(await screen.findByText('还有八天。')).toBeTruthy();
  });
});

describe('an order', () => {
  it('is over once the part was replaced', () => {
    const of = { device: 'a', part: 'b' };
    noteOrder(of, new Date('2026-03-01T00:00:00Z'));
    expect(orderedAt({ ...of, replacedAt: '2026-02-01T00:00:00Z' })).toEqual(new Date('2026-03-01T00:00:00Z'));
    expect(orderedAt({ ...of, replacedAt: '2026-03-02T00:00:00Z' })).toBeNull();
    noteOrder(of, null);
    expect(orderedAt(of)).toBeNull();
  });
});
