import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Consent, UsageEvent } from '../src/api/insights';
import { eventName } from '../src/i18n/insights';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { Outbox, OUTBOX_SHOWN } from '../src/state/outbox.svelte';
import ConsentView from '../src/views/insights/Consent.svelte';
import LedgerView from '../src/views/insights/Ledger.svelte';
import OutboxView from '../src/views/insights/Outbox.svelte';
import { FakeRest } from './fake-rest';

const essential: Consent = { class: 'essential', granted: true, canChange: false, en: 'That it runs.', zh: '是否运行。', textHash: 'e' };
const usage: Consent = { class: 'usage', granted: false, canChange: true, en: 'How often things are used.', zh: '使用次数。', textHash: 'abc' };

let home: Home;
let rest: FakeRest;

const event = (sequence: number, more: Partial<UsageEvent> = {}): UsageEvent => ({
  sequence, id: `${sequence}`, type: 'com.mihub.hub.started.v1', class: 'essential', recordedAt: '2026-03-01T10:00:00Z', staysHere: true, sentTo: [], refusedBy: [],
  body: '{"data":{"firmware":"1.0"}}', ...more,
});

beforeEach(() => {
  home = new Home();
  home.link = 'online';
  rest = new FakeRest();
  rest.on('GET /insights/consent', { body: [essential, usage] }).on('GET /insights/consent/receipts', { body: [] }).on('GET /insights/uplinks', { body: [] });
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

describe('consent', () => {
  it('has a switch for each class that can be granted, with the hub’s own words', async () => {
    render(ConsentView, { home, params: {} });
    expect(await screen.findByText('How often things are used.')).toBeTruthy();
    expect(screen.getAllByRole('switch').map((control) => control.getAttribute('aria-label'))).toEqual(['Use']);
    expect(screen.getByText('Nothing is granted: nothing leaves this hub.')).toBeTruthy();
    expect(screen.getByText('Always on, and stays here')).toBeTruthy();
  });

  it('is granted for the words that were read', async () => {
    rest.on('PUT /insights/consent/usage', () => {
      rest.on('GET /insights/consent', { body: [essential, { ...usage, granted: true }] });
      return { body: { consent: { ...usage, granted: true }, deleted: 0 } };
    });
    render(ConsentView, { home, params: {} });
    await userEvent.click(await screen.findByRole('switch', { name: 'Use' }));
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ granted: true, textHash: 'abc' }]);
    expect(await screen.findByText('Use: granted')).toBeTruthy();
    expect(screen.getByText('Always on, and goes along with what you granted')).toBeTruthy();
  });

  it('is withdrawn without any words, and tells what was deleted with it', async () => {
    rest.on('GET /insights/consent', { body: [essential, { ...usage, granted: true }] }).on('PUT /insights/consent/usage', { body: { consent: usage, deleted: 3 } });
    render(ConsentView, { home, params: {} });
    await userEvent.click(await screen.findByRole('switch', { name: 'Use' }));
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ granted: false }]);
    expect(await screen.findByText('Use: withdrawn, 3 events that were not sent yet were deleted')).toBeTruthy();
  });

  it('stays as it was when the words have changed meanwhile, and says so', async () => {
    rest.on('PUT /insights/consent/usage', { status: 422, body: { code: 'consent.other-words', detail: '' } });
    render(ConsentView, { home, params: {} });
    await userEvent.click(await screen.findByRole('switch', { name: 'Use' }));
    expect((await screen.findByRole('alert')).textContent).toContain('The words have changed meanwhile');
    expect(screen.getByRole('switch', { name: 'Use' }).getAttribute('aria-checked')).toBe('false');
  });

  it('erases only after it was asked', async () => {
    rest.on('POST /insights:erase', { body: { deleted: 12 } });
    render(ConsentView, { home, params: {} });
    await userEvent.click(await screen.findByRole('button', { name: 'Erase everything' }));
    expect(rest.writes).toEqual([]);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Erase everything' }));
    expect(await screen.findByText('12 events erased.')).toBeTruthy();
  });

  it('is told in Chinese', async () => {
    await i18n.use('zh');
    render(ConsentView, { home, params: {} });
    expect(await screen.findByText('使用次数。')).toBeTruthy();
  });

  it('says that this hub records none', async () => {
    rest.on('GET /insights/consent', { status: 503, body: { code: 'insights.none', detail: '' } });
    render(ConsentView, { home, params: {} });
    expect(await screen.findByText('This hub records no usage events.')).toBeTruthy();
  });
});

describe('the outbox', () => {
  it('goes through all pages once, then takes only what is new, newest first', async () => {
    const pages = [{ events: [event(1), event(2)], next: 2 }, { events: [event(3)], next: null }, { events: [event(4)], next: null }, { events: [], next: null }];
    const asked: string[] = [];
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(/after=(\d+)/.exec(address)![1]!);
      return Promise.resolve(new Response(JSON.stringify(pages[asked.length - 1])));
    });
    const outbox = new Outbox();
    const { signal } = new AbortController();
    await outbox.look(signal);
    expect(outbox.events!.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
    await outbox.look(signal);
    await outbox.look(signal);
    expect(outbox.events!.map(({ sequence }) => sequence)).toEqual([4, 3, 2, 1]);
    expect(asked).toEqual(['0', '2', '3', '4']);
  });

  it('keeps no more than is shown', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ events: Array.from({ length: 500 }, (_, at) => event(at + 1)), next: null }))));
    const outbox = new Outbox();
    await outbox.look(new AbortController().signal);
    expect(outbox.events).toHaveLength(OUTBOX_SHOWN);
    expect(outbox.events![0]!.sequence).toBe(500);
  });

  it('shows each event with what became of it, and its body', async () => {
    rest.on('GET /insights/events', { body: { events: [event(1), event(2, { staysHere: false }), event(3, { staysHere: false, sentTo: ['cloud'], type: 'com.mihub.scene.run.v1', class: 'usage' })], next: null } });
    render(OutboxView, { home, params: {} });
    const rows = (await screen.findAllByRole('listitem')).map((row) => row.textContent);
    expect(rows[0]).toContain('Scenes and automations ran');
    expect(rows[0]).toContain('Use · sent to cloud');
    expect(rows[1]).toContain('waits to be sent');
    expect(rows[2]).toContain('stays here');
    expect(rows[2]).toContain('"firmware": "1.0"');
  });

  it.each([['com.mihub.hub.started.v1', 'hub.started'], ['com.mihub.privacy.export_requested.v2', 'privacy.export_requested'], ['other', 'other']])('%s is %s', (type, name) => expect(eventName(type)).toBe(name));
});

describe('the ledger', () => {
  it('tells all fates and their sum', async () => {
    rest.on('GET /insights/ledger', { body: { recorded: 9, bytes: 4096, fates: [{ class: 'usage', fate: 'delivered', count: 7, bytes: 3000 }, { class: 'usage', fate: 'withdrawn', count: 2, bytes: 1096 }] } });
    render(LedgerView, { home, params: {} });
    await screen.findByRole('table', { name: '9 events recorded' });
    expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual(['ClassWhat became of itEventsSize', 'UseSent and acknowledged72.9 KiB', 'UseDeleted with a consent21.1 KiB', 'All94 KiB']);
  });
});
