import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedbackItem, Idea, Shipped } from '../src/api/feedback';
import { i18n } from '../src/i18n/i18n.svelte';
import { Home } from '../src/state/home.svelte';
import { router } from '../src/state/router.svelte';
import Feedback from '../src/views/feedback/Feedback.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const idea: Idea = { id: 'i1', en: 'Longer history', zh: '更长的历史', status: 'planned', voted: false };
const release = { version: '1.2', date: '2026-03-01', ring: 'beta' as const, en: 'Charts go back a year.', zh: '图表可回看一年。' };
const answer: Shipped = { id: 'i1', subject: 'idea', en: 'Longer history', zh: '更长的历史', release, isNew: true };
const written: FeedbackItem = {
  id: 'f1', at: '2026-03-01T10:00:00Z', kind: 'bug', topic: 'device', severity: 'high', text: 'The lamp hums.', ring: 'stable', hubVersion: '1.0', diagnosticsAttached: true, state: 'open',
};

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  home = new Home();
  home.link = 'online';
  home.receive(snap([lamp()], { rooms: ['Hall'] }));
  rest = new FakeRest();
  rest.on('GET /feedback', { body: [written] }).on('GET /feedback/ideas', { body: [idea] }).on('GET /feedback/shipped', { body: [] }).on('GET /feedback/ring', { body: { ring: 'stable' } })
    .on('GET /feedback/diagnostics', { body: { hubVersion: '1.0', uptime: '1h-1d' } });
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

function open(tab: string): void {
  history.replaceState(null, '', '/feedback');
  [router.path, router.query] = ['/feedback', `?tab=${tab}`];
  render(Feedback, { home, params: {} });
}

describe('ideas', () => {
  it('take a vote, and give it back', async () => {
    rest.on('PUT /feedback/ideas/i1/vote', ({ body }) => ({ body: { ...idea, voted: JSON.parse(body!).voted } }));
    open('ideas');
    await userEvent.click(await screen.findByRole('button', { name: 'Vote: Longer history', pressed: false }));
    await userEvent.click(await screen.findByRole('button', { name: 'Vote: Longer history', pressed: true }));
    expect(rest.writes.map(({ body }) => JSON.parse(body!))).toEqual([{ voted: true }, { voted: false }]);
  });

  it('say that a vote could not be given', async () => {
    open('ideas');
    await userEvent.click(await screen.findByRole('button', { name: 'Vote: Longer history' }));
    expect((await screen.findByRole('alert')).textContent).toBe('The vote could not be given.');
    expect(screen.getByRole('button', { name: 'Vote: Longer history', pressed: false })).toBeTruthy();
  });

  it('that are there already take no votes', async () => {
    rest.on('GET /feedback/ideas', { body: [{ ...idea, status: 'shipped', release: '1.2' }] });
    open('ideas');
    expect(await screen.findByText('It is there, since version 1.2')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Vote/ })).toBeNull();
  });
});

describe('what shipped', () => {
  it('is told once as new, then marked as seen', async () => {
    rest.on('GET /feedback/shipped', { body: [answer] }).on('POST /feedback/shipped:seen', { body: { seen: 1 } });
    open('ideas');
    const card = await screen.findByRole('region', { name: 'You asked, it shipped' });
    expect(card.textContent).toContain('Charts go back a year.');
    expect(within(card).getByText('New')).toBeTruthy();
    expect(rest.writes.map(({ path }) => path)).toEqual(['/feedback/shipped:seen']);
  });

  it('stands among the releases also when it was seen', async () => {
    rest.on('GET /feedback/shipped', { body: [{ ...answer, isNew: false }] });
    open('releases');
    expect(await screen.findByRole('region', { name: 'You asked, it shipped' })).toBeTruthy();
    expect(rest.writes).toEqual([]);
  });
});

describe('writing', () => {
  it('sends what was written, without diagnostics that nobody switched on', async () => {
    rest.on('POST /feedback', { status: 201, body: { feedback: written, told: false } });
    open('write');
    await userEvent.click(await screen.findByRole('radio', { name: 'Broken' }));
    await userEvent.selectOptions(screen.getByLabelText(/Which device/), 'hall-lamp');
    await userEvent.type(screen.getByRole('textbox', { name: /^Your words/ }), 'It hums.');
    await userEvent.click(screen.getByRole('button', { name: 'Write it down' }));
    expect(JSON.parse(rest.writes[0]!.body!)).toEqual({ kind: 'bug', topic: 'device', severity: 'high', text: 'It hums.', device: 'hall-lamp' });
    expect(await screen.findByText(/Written down on the hub.*Nobody is told/)).toBeTruthy();
    expect(rest.asked.some(({ path }) => path === '/feedback/diagnostics')).toBe(false);
  });

  it('shows diagnostics byte for byte first, and sends the same bytes', async () => {
    rest.on('POST /feedback', { status: 201, body: { feedback: written, told: true } });
    open('write');
    await userEvent.click(await screen.findByRole('switch', { name: 'Attach how the hub is' }));
    const bytes = '{"hubVersion":"1.0","uptime":"1h-1d"}';
    expect(await screen.findByText(bytes)).toBeTruthy();
    expect(screen.getByText(`${bytes.length} bytes`)).toBeTruthy();
    await userEvent.click(screen.getByRole('radio', { name: 'Praise' }));
    await userEvent.type(screen.getByRole('textbox', { name: /^Your words/ }), 'Good.');
    await userEvent.click(screen.getByRole('button', { name: 'Write it down' }));
    expect(JSON.parse(rest.writes[0]!.body!)).toEqual({ kind: 'praise', topic: 'device', text: 'Good.', diagnostics: bytes });
    expect(await screen.findByText(/an event tells that you wrote/)).toBeTruthy();
  });

  it('wants words, and keeps them when the hub has no room', async () => {
    rest.on('POST /feedback', { status: 409, body: { code: 'feedback.full', detail: '' } });
    open('write');
    await userEvent.click(await screen.findByRole('button', { name: 'Write it down' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Write a few words first.');
    expect(rest.writes).toEqual([]);
    await userEvent.type(screen.getByRole('textbox', { name: /^Your words/ }), 'It hums.');
    await userEvent.click(screen.getByRole('button', { name: 'Write it down' }));
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Delete something'));
    expect((screen.getByRole('textbox', { name: /^Your words/ }) as HTMLTextAreaElement).value).toBe('It hums.');
  });
});

describe('what this home wrote', () => {
  it('is saved as a file, and deleted after it was asked', async () => {
    rest.on('DELETE /feedback/f1', {});
    open('mine');
    expect((await screen.findByRole('link', { name: 'Save as a file: The lamp hums.' })).getAttribute('href')).toBe('/api/v1/feedback/f1/bundle');
    await userEvent.click(screen.getByRole('button', { name: 'Delete: The lamp hums.' }));
    expect(rest.writes).toEqual([]);
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('You have not written anything yet.')).toBeTruthy();
  });

  it('says which release answers it', async () => {
    rest.on('GET /feedback', { body: [{ ...written, state: 'shipped', shipped: release }] });
    open('mine');
    expect(await screen.findByText('Answered by version 1.2')).toBeTruthy();
  });
});

describe('the ring', () => {
  it('is chosen, and stays as it was when it could not be', async () => {
    rest.on('PUT /feedback/ring', { body: { ring: 'beta' } });
    open('releases');
    await userEvent.click(await screen.findByRole('radio', { name: /^Beta/ }));
    expect(await screen.findByText('Beta is chosen.')).toBeTruthy();
    rest.on('PUT /feedback/ring', { status: 503, body: {} });
    await userEvent.click(screen.getByRole('radio', { name: /^Alpha/ }));
    expect((await screen.findByRole('alert')).textContent).toBe('It could not be changed.');
    await vi.waitFor(() => expect((screen.getByRole('radio', { name: /^Beta/ }) as HTMLInputElement).checked).toBe(true));
  });
});

describe('a hub without feedback', () => {
  it('says so', async () => {
    rest.on('GET /feedback/ideas', { status: 503, body: { code: 'feedback.none', detail: '' } });
    open('ideas');
    expect((await screen.findByRole('alert')).textContent).toBe('This hub takes no feedback.');
  });

  it('is told in Chinese', async () => {
    await i18n.use('zh');
    open('ideas');
    expect(await screen.findByText('更长的历史')).toBeTruthy();
  });
});
