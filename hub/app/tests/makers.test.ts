import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FullContract, FullProperty } from '../src/api/makers';
import { i18n } from '../src/i18n/i18n.svelte';
import { differences, entriesOf } from '../src/presentation/contract-diff';
import { Home } from '../src/state/home.svelte';
import { router } from '../src/state/router.svelte';
import Contract from '../src/views/makers/Contract.svelte';
import Contracts from '../src/views/makers/Contracts.svelte';
import Refused from '../src/views/makers/Refused.svelte';
import { FakeRest } from './fake-rest';

const property = (key: string, more: Partial<FullProperty> = {}): FullProperty => ({ key, type: `urn:${key}`, label: key.split('.')[1]!, format: 'uint8', access: ['read', 'notify'], ...more });
const contract = (type: string, properties: FullProperty[], more: Partial<FullContract> = {}): FullContract => ({
  type, kind: 'light', label: `Light ${type}`, description: '', services: [{ key: 'light', label: 'Light', properties, actions: [{ key: 'light.toggle', label: 'Toggle', in: [], out: [] }], events: [] }], ...more,
});
const first = contract('a:1', [property('light.on', { format: 'bool' }), property('light.brightness', { unit: 'percentage', range: { min: 1, max: 100, step: 1 } }), property('light.mode', { list: [{ value: 0, name: 'Day', label: 'Day' }] })]);
const second = contract('b:2', [property('light.on', { format: 'bool' }), property('light.brightness', { unit: 'percentage', range: { min: 0, max: 255, step: 1 } }), property('light.colour')]);

let home: Home;
let rest: FakeRest;

beforeEach(() => {
  history.replaceState(null, '', '/contracts');
  [router.path, router.query] = ['/contracts', ''];
  home = new Home();
  home.link = 'online';
  rest = new FakeRest();
  rest.on('GET /contracts', { body: [{ type: 'a:1', kind: 'light', label: 'Lamp', description: '', devices: 2 }, { type: 'b:2', kind: 'plug', label: 'Plug', description: '', devices: 0 }] })
    .on('GET /contracts/a%3A1', { body: first }).on('GET /contracts/b%3A2', { body: second });
  rest.install();
});

afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await i18n.use('en');
});

describe('two contracts', () => {
  it('differ in what goes, what changes and what comes', () => {
    expect(differences(first, second)).toEqual([
      { kind: 'property', key: 'light.mode', label: 'mode', change: 'removed', facts: [] },
      { kind: 'property', key: 'light.brightness', label: 'brightness', change: 'changed', facts: [{ name: 'range', before: '1 … 100, 1', after: '0 … 255, 1' }] },
      { kind: 'property', key: 'light.colour', label: 'colour', change: 'added', facts: [] },
    ]);
    expect(differences(first, first)).toEqual([]);
    const asks = { ...first, services: first.services.map((service) => ({ ...service, properties: service.properties.map((one) => ({ ...one, confirm: true, confirmValues: [1, 2] })), actions: service.actions.map((one) => ({ ...one, confirm: true })) })) };
    const [property, action] = [differences(first, asks)[0]!, differences(first, asks).at(-1)!];
    expect([property.facts, action.facts]).toEqual([[{ name: 'confirm', before: '', after: '1, 2' }], [{ name: 'confirm', before: '', after: '✓' }]]);
  });

  it('differ where one says what the other leaves out', () => {
    const more = contract('c', [property('light.on', { format: 'bool', reportInterval: 60 })]);
    const less = contract('d', [property('light.on', { format: 'bool' })]);
    expect(differences(more, less)[0]!.facts).toEqual([{ name: 'interval', before: '60 s', after: '' }]);
  });

  it('have all that they have in order', () => {
    expect(entriesOf(first).map(({ kind, key }) => `${kind} ${key}`)).toEqual(['property light.on', 'property light.brightness', 'property light.mode', 'action light.toggle']);
  });
});

describe('the contracts', () => {
  it('are found by kind', async () => {
    render(Contracts, { home, params: {} });
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Find a contract' }), 'plug');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent!.trim())).toEqual(['Plugplug · none here']);
  });

  it('say what they ask for', async () => {
    render(Contract, { home, params: { type: 'a:1' } });
    const service = await screen.findByRole('region', { name: 'Light' });
    expect(within(service).getAllByRole('listitem')[1]!.textContent).toMatch(/light\.brightness.*Unit\s*percentage.*Range, step\s*1 … 100, 1/s);
  });

  it('are compared with another', async () => {
    render(Contract, { home, params: { type: 'a:1' } });
    await screen.findByRole('option', { name: /Plug/ });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Compare with' }), 'b:2');
    expect(await screen.findByText('3 differences')).toBeTruthy();
    expect(screen.getByText(/1 … 100, 1 → 0 … 255, 1/)).toBeTruthy();
    expect(router.query).toBe('?with=b%3A2');
  });

  it('that are not there are said not to be', async () => {
    rest.on('GET /contracts/c', { status: 404, body: { code: 'contract.unknown', detail: '' } });
    render(Contract, { home, params: { type: 'c' } });
    expect((await screen.findByRole('alert')).textContent).toBe('The hub has no such contract.');
  });
});

describe('refused messages', () => {
  it('are told with their rule and place, beside the counts', async () => {
    rest.on('GET /rejections', { body: [{ at: '2026-03-01T10:00:00Z', did: 'lamp-1', topic: 'devices/lamp-1/properties', reason: 'outOfRange', message: 'Brightness is 300; at most 100.', path: '/light.brightness' }] })
      .on('GET /counters', { body: { messagesAccepted: 1200, messagesRefused: { outOfRange: 2, unknownDevice: 1 } } });
    render(Refused, { home, params: {} });
    expect((await screen.findByRole('listitem')).textContent).toContain('Brightness is 300; at most 100.');
    expect(screen.getByText(/outOfRange · devices\/lamp-1\/properties · at \/light.brightness/)).toBeTruthy();
    expect(screen.getByText('1,200 messages taken, 3 refused since the hub started')).toBeTruthy();
  });
});
