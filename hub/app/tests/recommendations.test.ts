import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Product, Recommendation } from '../src/api/recommendations';
import { i18n } from '../src/i18n/i18n.svelte';
import { price } from '../src/i18n/recommendations';
import { Home } from '../src/state/home.svelte';
import { router } from '../src/state/router.svelte';
import { whenSeen } from '../src/state/seen';
import Fits from '../src/views/recommendations/Fits.svelte';
import Recommendations from '../src/views/recommendations/Recommendations.svelte';
import { FakeRest } from './fake-rest';

const product = (id: string, category: string, more: Partial<Product> = {}): Product => ({
  id, name: { en: `Brand ${id}`, zh: `牌子${id}` }, partner: { en: 'Maker', zh: '厂商' }, category, categoryName: { en: category, zh: `类别${category}` },
  price: { minor: 4990, currency: 'EUR' }, stock: 3, sample: true, ...more,
});
const item = (recId: string, of: Product, more: Partial<Recommendation> = {}): Recommendation => ({
  recId, slot: 1, product: of, reason: 'scene', why: { en: 'Completes “Good night”, which lacks a curtain motor.', zh: '补全“晚安”。' }, ranking: 'm1', drawnByChance: false, ...more,
});
const curtain = item('r1', product('one', 'curtain motor', { link: 'https://shop.example/one' }));
const other = item('r2', product('two', 'curtain motor'));
const plug = item('r3', product('three', 'plug'), { reason: 'together', drawnByChance: true });

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  history.replaceState(null, '', '/recommendations');
  [router.path, router.query] = ['/recommendations', ''];
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('IntersectionObserver', undefined);
  home = new Home();
  home.link = 'online';
  rest = new FakeRest();
  rest.on('GET /insights/recommendations', { body: { kind: 'personal', en: 'For what your home has.', zh: '按家中已有。', sample: true, items: [curtain, other, plug] } })
    .on('POST /insights/recommendations:shown', {});
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

const open = async (): Promise<void> => {
  render(Recommendations, { home, params: {} });
  await screen.findByRole('listitem', { name: 'Brand one' });
};

describe('recommendations', () => {
  it('say what, why, for how much, and that the products are invented', async () => {
    await open();
    const first = screen.getByRole('listitem', { name: 'Brand one' });
    expect(first.textContent).toContain('Completes “Good night”, which lacks a curtain motor.');
    expect(first.textContent).toContain('€49.90');
    expect(screen.getByText('Sample: these products are invented')).toBeTruthy();
    expect(screen.getByRole('listitem', { name: 'Brand three' }).textContent).toContain('by chance');
  });

  it('are noted as seen once, each by its id', async () => {
    await open();
    await vi.waitFor(() => expect(rest.writes.map(({ body }) => JSON.parse(body!).recIds)).toEqual([['r1'], ['r2'], ['r3']]));
  });

  it('are looked at in the shop without telling where from', async () => {
    rest.on('POST /insights/recommendations/r1:clicked', {});
    await open();
    const link = screen.getByRole('link', { name: 'See in the shop: Brand one' });
    expect(link.getAttribute('rel')).toBe('noreferrer noopener');
    link.addEventListener('click', (event) => event.preventDefault());
    await userEvent.click(link);
    expect(rest.writes.at(-1)!.path).toBe('/insights/recommendations/r1:clicked');
    expect(within(screen.getByRole('listitem', { name: 'Brand two' })).queryByRole('link', { name: /shop/ })).toBeNull();
  });

  it('are turned down for 90 days with their kind, after it was asked', async () => {
    rest.on('POST /insights/recommendations/r1:dismissed', {});
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Not for me: Brand one' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('stays away for 90 days');
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Yes, 90 days' }));
    expect(await screen.findByText('“curtain motor” stays away for 90 days.')).toBeTruthy();
    expect(screen.getAllByRole('listitem').map((node) => within(node).getByRole('heading').textContent)).toEqual(['Brand three']);
  });

  it('come later', async () => {
    rest.on('POST /insights/recommendations/r3:snoozed', {});
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Later: Brand three' }));
    expect(await screen.findByText(/comes back later/)).toBeTruthy();
    expect(screen.queryByRole('listitem', { name: 'Brand three' })).toBeNull();
  });

  it('stay where they are when it could not be noted', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Later: Brand three' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Brand three: it could not be noted.');
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
  });

  it('are one tap away from being shown without personalisation', async () => {
    const asked: string[] = [];
    const list = { kind: 'personal', en: '', zh: '', sample: false, items: [curtain] };
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address.replace('/api/v1', ''));
      return Promise.resolve(new Response(JSON.stringify(list)));
    });
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Show without personalisation' }));
    await vi.waitFor(() => expect(asked.filter((one) => one.startsWith('/insights/recommendations?'))).toEqual(['/insights/recommendations?personal=true', '/insights/recommendations?personal=false']));
    expect(router.query).toBe('?list=popular');
  });

  it('say honestly that consent is missing, and where it is given', async () => {
    rest.on('GET /insights/recommendations', { body: { kind: 'no-consent', en: 'What is popular.', zh: '', sample: false, items: [plug] } });
    render(Recommendations, { home, params: {} });
    const note = await screen.findByRole('region', { name: 'A list for this home needs your consent' });
    expect(within(note).getByRole('link', { name: 'Read and decide' }).getAttribute('href')).toBe('/insights');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('say honestly that this home was drawn to have none', async () => {
    rest.on('GET /insights/recommendations', { body: { kind: 'holdout', en: 'None.', zh: '', sample: false, items: [] } });
    render(Recommendations, { home, params: {} });
    const note = await screen.findByRole('region', { name: 'Your home gets no list of its own' });
    await userEvent.click(within(note).getByRole('button', { name: 'Show without personalisation' }));
    expect(router.query).toBe('?list=popular');
  });

  it.each([[404, 'catalogue.none', 'no catalogue', 0], [500, 'hub.fault', 'could not be read', 1]])('say what is wrong at %i %s', async (status, code, words, alerts) => {
    rest.on('GET /insights/recommendations', { status, body: { code, detail: '' } });
    render(Recommendations, { home, params: {} });
    expect(await screen.findByText(words, { exact: false })).toBeTruthy();
    expect(screen.queryAllByRole('alert')).toHaveLength(alerts);
  });
});

describe('would it work here', () => {
  beforeEach(() => {
    rest.on('GET /insights/products', { body: [product('one', 'curtain motor'), product('three', 'plug')] }).on('GET /insights/products/one/compatibility', {
      body: {
        product: product('one', 'curtain motor'), verdict: 'no', reasons: [{ verdict: 'no', code: 'transport', en: 'The hub has no Zigbee.', zh: '' }, { verdict: 'yes', code: 'contract', en: 'The hub knows its kind.', zh: '' }],
        completes: [{ id: 'night', name: 'Good night' }], enables: [],
      },
    });
  });

  it('finds a product by its kind', async () => {
    render(Fits, { home, params: {} });
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Product' }), 'curtain');
    const links = within(screen.getByRole('list', { name: 'Products' })).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/recommendations/fits?product=one']);
  });

  it('answers with every reason, in words', async () => {
    router.query = '?product=one';
    render(Fits, { home, params: {} });
    const card = await screen.findByRole('region', { name: 'No, it would not work' });
    expect(within(card).getAllByRole('listitem').map(({ textContent }) => textContent!.trim())).toEqual(['The hub has no Zigbee. (does not fit)', 'The hub knows its kind. (fits)', 'Good night']);
  });
});

describe('what is seen', () => {
  it('has stood half on the screen for a second', () => {
    vi.useFakeTimers();
    let tell: (entries: { isIntersecting: boolean }[]) => void = () => undefined;
    vi.stubGlobal('IntersectionObserver', class {
      constructor(callback: typeof tell) {
        tell = callback;
      }
      observe(): void { /* told by the test */ }
      disconnect(): void { /* nothing is held */ }
    });
    const seen = vi.fn();
    whenSeen(document.body, seen);
    tell([{ isIntersecting: true }]);
    vi.advanceTimersByTime(999);
    tell([{ isIntersecting: false }]);
    vi.advanceTimersByTime(5_000);
    expect(seen).not.toHaveBeenCalled();
    tell([{ isIntersecting: true }]);
    vi.advanceTimersByTime(1_000);
    expect(seen).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });
});

describe('a price', () => {
  it('is written as its currency is', () => {
    expect(price({ minor: 4990, currency: 'EUR' })).toBe('€49.90');
    expect(price({ minor: 1200, currency: 'JPY' })).toBe('¥1,200');
  });
});
