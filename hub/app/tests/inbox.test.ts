import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../src/api/notices';
import type { NoticeMessage } from '../src/api/protocol';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import Inbox from '../src/views/inbox/Inbox.svelte';
import NoticeBar from '../src/views/inbox/NoticeBar.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const notice = (number: number, more: Partial<Notice> = {}): Notice => ({
  number, at: '2026-03-01T10:00:00Z', to: [], title: '', message: `Message ${number}`, urgency: 'normal', read: true, missed: [], ...more,
});
const told = (more: Partial<NoticeMessage> = {}): NoticeMessage => ({
  t: 'notice', seq: 11, to: [], title: 'Door', message: 'Somebody rang.', urgency: 'normal', at: '2026-03-01T10:00:00Z', live: true, ...more,
});

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  home = new Home();
  home.link = 'online';
  home.receive(snap([lamp()], { rooms: ['Hall'] }));
  rest = new FakeRest();
  rest.on('GET /notices/channels', { body: [] });
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

describe('the inbox', () => {
  it('shows what is new, and tells the hub that it was read', async () => {
    rest.on('GET /notices', { body: { notices: [notice(7, { title: 'Kitchen', urgency: 'high', read: false, automation: 'heat' }), notice(6)], unread: 1 } })
      .on('POST /notices:read', { body: { unread: 0 } });
    render(Inbox, { home, params: {} });
    const [newest, old] = await screen.findAllByRole('article');
    expect(newest!.textContent).toContain('Kitchen');
    expect(within(newest!).getByText('New')).toBeTruthy();
    expect(within(newest!).getByText('Urgent')).toBeTruthy();
    expect(within(newest!).getByRole('link', { name: 'heat' })).toHaveProperty('pathname', '/automations/heat');
    expect(within(old!).queryByText('New')).toBeNull();
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ upTo: 7 }]);
    expect(home.inbox.unread).toBe(0);
  });

  it('reads older ones on demand, and says which channel missed one', async () => {
    rest.on('GET /notices', ({ query }) => ({
      body: query === 'limit=30&before=7'
        ? { notices: [notice(6, { missed: [{ channel: 'ntfy', why: 'It was late.' }] })], unread: 0 }
        : { notices: [notice(7)], unread: 0, next: 7 },
    }));
    render(Inbox, { home, params: {} });
    await userEvent.click(await screen.findByRole('button', { name: 'Older ones' }));
    expect(await screen.findByText('Message 6')).toBeTruthy();
    expect(screen.getByText('Not brought out by ntfy: It was late.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Older ones' })).toBeNull();
  });

  it('says when there is nothing, and when it cannot be read', async () => {
    rest.on('GET /notices', { status: 503, body: { code: 'notices.unreadable', detail: '' } });
    render(Inbox, { home, params: {} });
    expect((await screen.findByRole('alert')).textContent).toBe('The inbox could not be read from the hub.');
    rest.on('GET /notices', { body: { notices: [], unread: 0 } });
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText(/Nothing yet/)).toBeTruthy();
  });

  it('shows how the channels stand, and tries them', async () => {
    rest.on('GET /notices', { body: { notices: [], unread: 0 } })
      .on('GET /notices/channels', { body: [{ name: 'ntfy', state: 'stopped', sent: 3, setAside: 0, trouble: 'The receiver answered 401.' }] })
      .on('POST /notices:test', { status: 204 });
    render(Inbox, { home, params: {} });
    expect(await screen.findByText('The receiver answered 401.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Send a test' }));
    expect(await screen.findByText('A test was sent.')).toBeTruthy();
  });
});

describe('what is told while the page is open', () => {
  it('is counted and shown, and put away by itself unless it is urgent', () => {
    vi.useFakeTimers();
    home.receive(told());
    render(NoticeBar, { inbox: home.inbox });
    expect(screen.getByRole('status').textContent).toContain('Somebody rang.');
    expect(home.inbox.unread).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(home.inbox.latest).toBeNull();
    home.receive(told({ seq: 12, urgency: 'high' }));
    vi.advanceTimersByTime(60_000);
    expect(home.inbox.latest?.seq).toBe(12);
  });

  it('calls nobody when it is told late', () => {
    home.receive(told({ live: false }));
    expect(home.inbox.latest).toBeNull();
    expect(home.inbox.unread).toBe(1);
  });
});
