import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice, Notices as Told } from '../src/api/notices';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { markRead, readUpTo, unread } from '../src/state/read-notices';
import More from '../src/views/more/More.svelte';
import Notices from '../src/views/notices/Notices.svelte';
import { FakeRest } from './fake-rest';

const notice = (number: number, more: Partial<Notice> = {}): Notice => ({ number, at: '2026-03-01T10:00:00Z', to: [], title: 'Window', message: `Open ${number}.`, urgency: 'normal', ...more });
const told = (...notices: Notice[]): Told => ({ since: '2026-03-01T09:00:00Z', count: notices[0]?.number ?? 0, notices });

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  localStorage.clear();
  home = new Home();
  home.link = 'online';
  rest = new FakeRest();
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

describe('what was read', () => {
  it('is counted for one start of the hub', () => {
    const first = told(notice(3), notice(2), notice(1));
    expect(unread(first)).toBe(3);
    markRead(first);
    expect(unread({ ...first, count: 5 })).toBe(2);
    expect(readUpTo({ ...first, since: '2026-03-02T09:00:00Z' })).toBe(0);
  });
});

describe('notices', () => {
  it('say who told what, and which are new; then they are read', async () => {
    markRead(told(notice(1)));
    rest.on('GET /notices', { body: told(notice(2, { urgency: 'high', automation: 'window', automationName: 'Window left open' }), notice(1)) });
    render(Notices, { home, params: {} });
    const [fresh, old] = await screen.findAllByRole('listitem');
    expect(fresh!.textContent).toMatch(/Window\s*Urgent\s*New\s*Open 2\./);
    expect(screen.getByRole('link', { name: 'Window left open' }).getAttribute('href')).toBe('/automations/window');
    expect(old!.textContent).not.toContain('New');
    expect(old!.textContent).toContain('The hub');
    expect(unread(told(notice(2)))).toBe(0);
    // What was new stays marked while it is looked at.
    expect(fresh!.textContent).toContain('New');
  });

  it('are none, or cannot be read', async () => {
    rest.on('GET /notices', { body: told() });
    render(Notices, { home, params: {} });
    expect(await screen.findByText('Nothing was told since the hub started.')).toBeTruthy();
    cleanup();
    rest.on('GET /notices', { status: 500, body: {} });
    render(Notices, { home, params: {} });
    expect((await screen.findByRole('alert')).textContent).toBe('The notices could not be read from the hub.');
  });

  it('that are new are counted where one finds them', async () => {
    rest.on('GET /notices', { body: told(notice(2), notice(1)) });
    render(More, { home, params: {} });
    expect((await screen.findByText('2 new')).closest('a')!.getAttribute('href')).toBe('/notices');
  });
});
