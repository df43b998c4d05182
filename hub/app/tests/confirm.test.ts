import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandMessage, ConfirmRequired } from '../src/api/protocol';
import { declined, send } from '../src/api/rest';
import { runScene } from '../src/api/scenes';
import { i18n } from '../src/i18n/i18n.svelte';
import { wordsOf } from '../src/presentation/confirmed';
import type { DeviceView } from '../src/state/device.svelte';
import { Home } from '../src/state/home.svelte';
import { questions } from '../src/state/questions.svelte';
import ConfirmSheet from '../src/views/confirm/ConfirmSheet.svelte';
import { FakeRest } from './fake-rest';
import { lamp, snap } from './homes';

const question = (nonce: string, over: Partial<ConfirmRequired> = {}): ConfirmRequired => ({
  nonce, expiresInMs: 60_000,
  acts: [{ device: 'front-door', label: 'Front door', room: 'Hall', kind: 'lock', action: 'lock.unlock', description: 'Unlock the door' }],
  ...over,
});

let home: Home;
let sent: CommandMessage[];
let door: DeviceView;
let rest: FakeRest;

const refuse = (nonce: string, at = sent.length - 1): void =>
  home.receive({ t: 'ack', cmd: sent[at]!.cmd, st: 'failed', err: { code: 'confirm-required', args: { device: 'front-door' }, confirm: question(nonce) } });

const cancel = (): Promise<HTMLElement> => screen.findByRole('button', { name: 'Cancel' });

beforeEach(() => {
  i18n.language = 'en';
  home = new Home();
  sent = [];
  home.attach((command) => sent.push(command) > 0);
  home.receive(snap([lamp({ id: 'front-door', label: 'Front door', kind: 'lock', contract: 'lock', state: {} }), lamp()]));
  door = home.devices.get('front-door')!;
  rest = new FakeRest();
  rest.install();
  render(ConfirmSheet, { home });
});

afterEach(() => {
  while (questions.waiting.length > 0) questions.answer(null);
  cleanup();
  vi.unstubAllGlobals();
});

describe('a command that opens the home', () => {
  it('is not done and not called a failure while the person is asked; the way out has the focus', async () => {
    home.call(door, 'lock.unlock');
    refuse('n1');

    expect((await screen.findByRole('dialog')).textContent).toContain('Unlock: Front door?');
    await vi.waitFor(async () => expect(document.activeElement).toBe(await cancel()));
    expect([sent.length, door.failure, door.busy]).toEqual([1, null, false]);
  });

  it('is sent again with the nonce after a yes', async () => {
    home.call(door, 'lock.unlock');
    refuse('n1');
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));

    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ id: 'front-door', call: 'lock.unlock', confirm: 'n1' });
    expect(sent[1]!.cmd).not.toBe(sent[0]!.cmd);
    expect(door.isCalling('lock.unlock')).toBe(true);
  });

  it('is forgotten by Enter on what has the focus', async () => {
    home.call(door, 'lock.unlock');
    refuse('n1');
    await vi.waitFor(async () => expect(document.activeElement).toBe(await cancel()));
    await userEvent.keyboard('{Enter}');

    await vi.waitFor(() => expect(questions.waiting).toEqual([]));
    expect([sent.length, door.failure]).toEqual([1, null]);
  });

  it('that sets a value leaves nothing to undo until it is confirmed', async () => {
    const lampView = home.devices.get('hall-lamp')!;
    home.change(lampView, { 'light.on': true });
    refuse('n1');
    expect(lampView.before).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));

    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ set: { 'light.on': true }, confirm: 'n1' });
    expect(lampView.before).toEqual({ 'light.on': false });
  });

  it('that was asked too late is asked again', async () => {
    home.call(door, 'lock.unlock');
    refuse('n1');
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    refuse('n2');
    await vi.waitFor(() => expect(questions.waiting.map(({ nonce }) => nonce)).toEqual(['n2']));
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));

    await vi.waitFor(() => expect(sent[2]?.confirm).toBe('n2'));
  });

  it('waits for its turn: one question at a time', async () => {
    home.call(door, 'lock.unlock');
    refuse('n1', 0);
    home.call(door, 'lock.unlock');
    refuse('n2', 1);
    await userEvent.click(await cancel());
    await vi.waitFor(() => expect(questions.waiting.map(({ nonce }) => nonce)).toEqual(['n2']));
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));

    await vi.waitFor(() => expect(sent.map(({ confirm }) => confirm)).toEqual([undefined, undefined, 'n2']));
  });
});

describe('a request that opens the home', () => {
  const asking = (): void => {
    rest.on('POST /scenes/arrive/run', ({ headers }) => (headers['Confirm'] === 'n1' ? {} : { status: 409, body: { code: 'confirm-required', detail: '', confirm: question('n1') } }));
  };

  it('is the same request again with the nonce, after a yes', async () => {
    asking();
    const running = runScene('arrive');
    await userEvent.click(await screen.findByRole('button', { name: 'Unlock' }));

    await running;
    expect(rest.writes.map(({ body, headers }) => [body, headers['Confirm']])).toEqual([['{}', undefined], ['{}', 'n1']]);
  });

  it('rejects as declined after a no, and is not repeated', async () => {
    asking();
    const running = runScene('arrive').catch((error: unknown) => error);
    await userEvent.click(await cancel());

    expect(declined(await running)).toBe(true);
    expect(rest.writes).toHaveLength(1);
  });

  it('is no decline when the hub refuses for another reason', async () => {
    rest.on('POST /x', { status: 409, body: { code: 'device.offline', detail: '' } });
    expect(declined(await send('POST', '/x').catch((error: unknown) => error))).toBe(false);
  });
});

describe('the words of an act', () => {
  const t = { no: 'no', set: (property: string, value: string): string => `${property}: ${value}` };
  const contract = {
    type: 'gate', kind: 'gate', label: 'Gate',
    services: [{
      key: 'gate', label: 'Gate', actions: [{ key: 'gate.unlock', label: '开锁', in: [] }],
      properties: [{ key: 'gate.target', label: 'Goes to', format: 'uint8', access: ['write'], list: [{ value: 1, name: 'open', label: 'Open' }] }],
    }],
  };
  const act = { device: 'gate', label: 'Gate', room: '', kind: 'gate', description: '' };

  it.each([
    [{ ...act, action: 'gate.unlock' }, contract, '开锁'],
    [{ ...act, action: 'gate.un-lock' }, undefined, 'Un lock'],
    [{ ...act, property: 'gate.target', value: 1 }, contract, 'Goes to: Open'],
    [{ ...act, property: 'gate.target', value: 7 }, contract, 'Goes to: 7'],
    [{ ...act, property: 'gate.target' }, contract, 'Goes to'],
    [{ ...act, property: 'gate.open', value: true }, undefined, 'Open'],
    [{ ...act, property: 'gate.open', value: false }, undefined, 'Open: no'],
  ])('%j', (what, known, expected) => expect(wordsOf(what, known, t)).toBe(expected));
});
