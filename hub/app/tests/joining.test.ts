import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Found } from '../src/api/joining';
import { i18n } from '../src/i18n/i18n.svelte';
import { labelFor, roomFor } from '../src/presentation/joining';
import { Home } from '../src/state/home.svelte';
import { Joiner, JoinTimes } from '../src/state/joiner.svelte';
import { router } from '../src/state/router.svelte';
import { undo } from '../src/state/undo.svelte';
import Join from '../src/views/join/Join.svelte';
import Replace from '../src/views/join/Replace.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const LIGHT = 'urn:miot-spec-v2:device:light:0000A001:acme-l1:1';
const found = (over: Partial<Found> = {}): Found => ({ did: 'acme-1', contract: LIGHT, isKnownContract: true, maker: 'Acme', firmware: '1.4.2', firstSeenAt: '2026-03-01T10:00:00Z', ...over });
const states = (joiner: Joiner): string => joiner.steps.map(({ state }) => state[0]).join('');

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  i18n.language = 'en';
  home = new Home();
  home.receive(snap([lamp()], { foundCount: 1 }));
  home.link = 'online';
  rest = new FakeRest();
  rest.install();
});

afterEach(() => {
  undo.clear();
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what is proposed', () => {
  it.each([
    [found({ label: 'Aurora' }), 'Light', [], 'Aurora'],
    [found(), 'Light', ['light', 'Light 2'], 'Light 3'],
    [found({ label: 'acme-1' }), 'Light', [], 'Light'],
    [found({ label: '  ' }), '', [], 'acme-1'],
  ])('the name %#', (one, kind, taken, expected) => expect(labelFor(one, kind, taken)).toBe(expected));

  it('the room as the home writes it', () => {
    expect([roomFor(found({ room: 'hall' }), ['Hall']), roomFor(found({ room: 'Attic' }), ['Hall']), roomFor(found(), ['Hall'])]).toEqual(['Hall', 'Attic', '']);
  });
});

describe('a device on its way', () => {
  const joined = (state: Record<string, boolean>): void => home.receive(snap([lamp(), lamp({ id: 'acme-1', label: 'Aurora', state, heard: null })]));

  it('goes through every step, and is joined by its first answer', async () => {
    rest.on('POST /devices', { status: 201, body: { name: 'acme-1' } });
    const joiner = new Joiner(found(), 'Aurora', '');
    expect([states(joiner), joiner.ready]).toEqual(['dddnww', true]);
    const started = joiner.start(home);
    expect(states(joiner)).toBe('ddddnw');
    await started;
    expect([states(joiner), JSON.parse(rest.writes[0]!.body!)]).toEqual(['dddddn', { did: 'acme-1', label: 'Aurora', room: '' }]);
    joined({});
    joiner.hear(home);
    expect(joiner.stage).toBe('answering');
    joined({ 'light.on': true });
    joiner.hear(home);
    expect([states(joiner), joiner.until]).toEqual(['dddddd', 0]);
  });

  it('that says nothing is waited for so long and no longer, and may answer later all the same', async () => {
    vi.useFakeTimers();
    rest.on('POST /devices', { status: 201, body: { name: 'acme-1' } });
    const joiner = new Joiner(found(), 'Aurora', '');
    await joiner.start(home);
    vi.advanceTimersByTime(JoinTimes.answer - 1);
    expect(joiner.stage).toBe('answering');
    vi.advanceTimersByTime(1);
    expect([joiner.stage, states(joiner)]).toEqual(['silent', 'dddddf']);
    joiner.listen(home);
    expect(joiner.stage).toBe('answering');
    joined({ 'light.on': true });
    joiner.hear(home);
    expect(joiner.stage).toBe('joined');
  });

  it.each([['device.name', 'ddfnfw'], ['device.limit', 'dddnfw']])('that is refused with %s can be tried again', async (code, expected) => {
    rest.on('POST /devices', { status: 422, body: { code, detail: 'No.' } });
    const joiner = new Joiner(found(), 'Aurora', '');
    await joiner.start(home);
    expect([states(joiner), joiner.ready, joiner.trouble]).toEqual([expected, true, { code, message: 'No.' }]);
  });

  it('without a contract or a name cannot be added', () => {
    expect([states(new Joiner(found({ isKnownContract: false }), 'Aurora', '')), new Joiner(found({ isKnownContract: false }), 'Aurora', '').ready]).toEqual(['dfwwww', false]);
    expect([states(new Joiner(found(), ' ', '')), new Joiner(found(), ' ', '').ready]).toEqual(['ddnnww', false]);
  });
});

describe('the page', () => {
  const kinds = [{ type: LIGHT, kind: 'light', label: 'Light', description: '', devices: 1 }];
  const ways = { adopt: 'auto', broker: 'embedded', address: '127.0.0.1', port: 1883, needsCertificate: false, webSocketPath: '/mqtt', needsSignIn: false, isLocalOnly: true };

  function open(waiting: Found[], refused: unknown[] = []): void {
    rest.on('GET /found', () => ({ body: waiting })).on('GET /rejections', { body: refused }).on('GET /contracts', { body: kinds }).on('GET /devices', { body: [] }).on('GET /joining', { body: ways });
    render(Join, { home, params: {} });
  }

  it('adds one of several with its room, and takes it out again', async () => {
    let waiting = [found(), found({ did: 'acme-2' })];
    rest.on('POST /devices', () => {
      waiting = waiting.slice(1);
      return { status: 201, body: { name: 'acme-1' } };
    }).on('DELETE /devices/acme-1', {});
    rest.on('GET /found', () => ({ body: waiting })).on('GET /rejections', { body: [] }).on('GET /contracts', { body: kinds }).on('GET /devices', { body: [] }).on('GET /joining', { body: ways });
    render(Join, { home, params: {} });
    const card = await screen.findByRole('article', { name: 'Light' });
    expect(screen.getByRole('article', { name: 'Light 2' })).toBeTruthy();
    await userEvent.selectOptions(within(card).getByRole('combobox', { name: 'Room' }), 'Hall');
    await userEvent.click(within(card).getByRole('button', { name: 'Add Light to the home' }));

    await within(card).findByRole('link', { name: 'Open Light' });
    expect(JSON.parse(rest.writes[0]!.body!)).toEqual({ did: 'acme-1', label: 'Light', room: 'Hall' });
    expect(undo.offer?.text).toBe('Light is part of the home');
    await undo.take();
    expect(rest.writes.at(-1)).toMatchObject({ method: 'DELETE', path: '/devices/acme-1' });
  });

  it('says of a contract that the hub does not have what to do, and of misheard hardware what was refused', async () => {
    open([found({ isKnownContract: false, contract: 'urn:x:device:toaster:1' })], [{ at: '', did: 'odd', topic: 'devices/odd/announce', reason: 'malformed', message: 'It is no JSON.', path: '' }]);
    expect((await screen.findByRole('alert')).textContent).toContain('This hub has no contract urn:x:device:toaster:1.');
    expect(screen.queryByRole('button', { name: /Add/ })).toBeNull();
    expect(screen.getByRole('region', { name: 'Heard, and not understood' }).textContent).toContain('It is no JSON.');
    expect(screen.getByText(/Mqtt:Listen/)).toBeTruthy();
  });

  it('writes a new room', async () => {
    rest.on('POST /devices', { status: 201, body: { name: 'acme-1' } });
    open([found()]);
    const card = await screen.findByRole('article', { name: 'Light' });
    await userEvent.selectOptions(within(card).getByRole('combobox', { name: 'Room' }), 'New room…');
    await userEvent.type(within(card).getByRole('textbox', { name: 'Name of the new room' }), 'Attic');
    await userEvent.click(within(card).getByRole('button', { name: 'Add Light to the home' }));
    expect(JSON.parse(rest.writes[0]!.body!)).toMatchObject({ room: 'Attic' });
  });
});

describe('replacing', () => {
  it('shows first what breaks, then does it, and takes it back', async () => {
    const preview = {
      device: 'hall-lamp', fromDid: 'a', fromContract: LIGHT, toDid: 'acme-1', toContract: LIGHT, breaks: true, lostValues: ['light.color'],
      nodes: [{ kind: 'property', address: 'light.on', verdict: 'kept', used: true, reasons: [] }, { kind: 'property', address: 'light.color', verdict: 'missing', used: true, reasons: ['It has no colour.'] }],
      documents: [{ kind: 'automation', id: 'dusk', name: 'Dusk', fate: 'broken', uses: ['light.color'], diagnostics: [{ message: 'No light.color.' }] }],
    };
    rest.on('GET /found', { body: [found(), found({ did: 'unknown', isKnownContract: false })] }).on('GET /contracts', { body: [] });
    rest.on('POST /devices/hall-lamp/replace/preview', { body: preview }).on('POST /devices/hall-lamp/replace', { body: preview }).on('POST /devices/hall-lamp/replace/undo', { body: preview });
    render(Replace, { home, params: { id: 'hall-lamp' } });
    await userEvent.click(await screen.findByRole('radio'));
    expect((await screen.findByRole('region', { name: 'Automations and scenes' })).textContent).toMatch(/Dusk would not work any more\s*No light.color/);
    await userEvent.click(screen.getByRole('button', { name: 'Replace all the same' }));

    await vi.waitFor(() => expect(undo.offer?.text).toBe('Hall lamp has other hardware'));
    expect(JSON.parse(rest.writes.at(-1)!.body!)).toEqual({ did: 'acme-1', acceptBreaks: true });
    expect(router.path).toBe('/device/hall-lamp');
    await undo.take();
    expect(rest.writes.at(-1)!.path).toBe('/devices/hall-lamp/replace/undo');
  });
});
