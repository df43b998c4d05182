import { cleanup, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FAULTS, type SimulatedDevice, type Simulation } from '../src/api/simulation';
import { i18n } from '../src/i18n/i18n.svelte';
import { simulationWords } from '../src/i18n/simulation';
import { Home } from '../src/state/home.svelte';
import { undo } from '../src/state/undo.svelte';
import Device from '../src/views/simulation/Device.svelte';
import Simulated from '../src/views/simulation/Simulated.svelte';
import source from '../../../device-sim/IotHub.DeviceSim/Faults/FaultKind.cs?raw';
import { FakeRest } from './fake-rest';

const URN = 'urn:test:device:light:1:lamp:1';
const LAMP: SimulatedDevice = {
  did: 'lamp-1', kind: 'light', contract: URN, room: 'Hall', state: 'online', paused: false, faults: [{ name: 'loss', value: 0.25 }],
  last: { at: '2026-01-05T07:00:00Z', sent: true, topic: 'devices/lamp-1/properties', text: '{"light.on":true}', bytes: 17 }, device: 'hall-lamp', label: 'Hall lamp',
};
const ALL: Simulation = {
  demo: false, paused: false, devicesMax: 200, addedMax: 50, devices: [LAMP, { ...LAMP, did: 'b-1', kind: 'button', label: null, device: null, state: 'unplugged', faults: [], last: null }],
  faults: [{ name: 'loss', measure: 'share', min: 0, max: 1, whole: false, usual: 0.1 }, { name: 'drop-every', measure: 'count', min: 0, max: 100, whole: true, usual: 3 }],
};
const CONTRACT = {
  type: URN, kind: 'light', label: 'Lamp', description: '',
  services: [{
    key: 'light', label: 'Lamp', description: '', properties: [
      { key: 'light.on', label: 'On', format: 'bool', access: ['read', 'write'] },
      { key: 'light.brightness', label: 'Brightness', format: 'uint8', access: ['read', 'write'], unit: 'percentage', range: { min: 1, max: 100, step: 1 } },
    ],
    actions: [{ key: 'light.toggle', label: 'Toggle', in: [], out: [] }],
    events: [{ key: 'light.pressed', label: 'Pressed', arguments: ['light.brightness'] }],
  }],
};

let rest: FakeRest;

beforeEach(async () => {
  await i18n.use('en');
  rest = new FakeRest()
    .on('GET /simulation', { body: ALL })
    .on('GET /simulation/devices/lamp-1', { body: { device: LAMP, values: { 'light.on': true, 'light.brightness': 40 }, messages: [LAMP.last] } })
    .on(`GET /contracts/${encodeURIComponent(URN)}`, { body: CONTRACT })
    .on('GET /contracts', { body: [{ type: URN, kind: 'light', label: 'Lamp', description: '', devices: 1 }] });
  for (const what of ['PUT /simulation/pause', 'PUT /simulation/devices/lamp-1/properties/light.on', 'PUT /simulation/devices/lamp-1/properties/light.brightness', 'POST /simulation/devices/lamp-1/events/light.pressed',
    'POST /simulation/devices/lamp-1/actions/light.toggle', 'PUT /simulation/devices/lamp-1/faults/drop-every', 'DELETE /simulation/devices/lamp-1/faults/loss', 'PUT /simulation/devices/lamp-1/power', 'DELETE /simulation/devices/lamp-1', 'POST /simulation/devices/lamp-1:restore'])
    rest.on(what, {});
  rest.install();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const list = (): void => void render(Simulated, { home: new Home(), params: {} });
const device = async (): Promise<void> => {
  render(Device, { home: new Home(), params: { did: 'lamp-1' } });
  await screen.findByRole('switch', { name: 'On' });
};
const writes = (): string[] => rest.writes.map(({ method, path, body }) => `${method} ${path}${body === undefined ? '' : ` ${body}`}`);

describe('the list of simulated devices', () => {
  it('says how to switch it on where nothing is simulated', async () => {
    rest.on('GET /simulation', { status: 404, body: { code: 'simulation.off', detail: '' } });
    list();
    expect(await screen.findByText(/Makers:Simulator/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add devices' })).toBeNull();
  });

  it('tells of each device its state, its faults and what it said last', async () => {
    list();
    const [lamp, button] = await screen.findAllByRole('listitem');
    expect(within(lamp!).getByText('Messages are lost')).toBeTruthy();
    expect(within(lamp!).getByText('{"light.on":true}')).toBeTruthy();
    expect(within(button!).getByText('Unplugged')).toBeTruthy();
    expect(within(button!).getByText(/Not in the home/)).toBeTruthy();
  });

  it('has all devices rest', async () => {
    list();
    await userEvent.click(await screen.findByRole('switch', { name: 'Act by themselves' }));
    expect(writes()).toEqual(['PUT /simulation/pause {"paused":true}']);
  });

  it('adds devices of an own contract, and names its faults with their places', async () => {
    rest.on('POST /simulation/devices', { status: 422, body: { code: 'contract.invalid', detail: '', diagnostics: [{ severity: 'error', code: 'contract.type', path: '/type', line: 3, column: 9, message: 'No.' }] } });
    list();
    await userEvent.click(await screen.findByRole('button', { name: 'Add devices' }));
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Contract' }), 'A contract of my own…');
    await userEvent.click(screen.getByRole('textbox', { name: 'Text of the contract file' }));
    await userEvent.paste('{"type":1}');
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Add devices' }));
    expect((await screen.findByRole('alert')).textContent).toBe('The contract has faults.');
    expect(screen.getByText('Line 3, column 9')).toBeTruthy();
    expect(writes()).toEqual(['POST /simulation/devices {"document":"{\\"type\\":1}","count":1}']);
  });
});

describe('a simulated device', () => {
  it('takes values as its own', async () => {
    await device();
    await userEvent.click(screen.getByRole('switch', { name: 'On' }));
    const brightness = screen.getByRole('spinbutton', { name: /^Brightness/ });
    await userEvent.clear(brightness);
    await userEvent.type(brightness, '55{Enter}');
    expect(writes()).toEqual(['PUT /simulation/devices/lamp-1/properties/light.on {"value":false}', 'PUT /simulation/devices/lamp-1/properties/light.brightness {"value":55}']);
  });

  it('is pressed and asked, with its own values where it asks for arguments', async () => {
    await device();
    await userEvent.click(screen.getByRole('button', { name: 'Toggle' }));
    await userEvent.click(screen.getByRole('button', { name: 'Pressed…' }));
    await userEvent.click(screen.getByRole('button', { name: 'Do it' }));
    expect(writes()).toEqual(['POST /simulation/devices/lamp-1/actions/light.toggle {"arguments":{}}', 'POST /simulation/devices/lamp-1/events/light.pressed {"arguments":{"light.brightness":40}}']);
  });

  it('is broken and mended', async () => {
    await device();
    expect(screen.getByText('25%')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Mend: Messages are lost' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Fault' }), 'drop-every');
    await userEvent.click(screen.getByRole('button', { name: 'Break' }));
    expect(writes()).toEqual(['DELETE /simulation/devices/lamp-1/faults/loss', 'PUT /simulation/devices/lamp-1/faults/drop-every {"value":3}']);
  });

  it('says why something was not done', async () => {
    rest.on('PUT /simulation/devices/lamp-1/power', { status: 503, body: { code: 'simulated.late', detail: '' } });
    await device();
    await userEvent.click(screen.getByRole('button', { name: 'Unplug' }));
    expect((await screen.findByRole('alert')).textContent).toContain('no link at present');
  });

  it('is taken away, and put back by one step', async () => {
    await device();
    await userEvent.click(screen.getByRole('button', { name: 'Take away' }));
    expect(undo.offer?.text).toContain('lamp-1');
    await undo.take();
    expect(writes()).toEqual(['DELETE /simulation/devices/lamp-1', 'POST /simulation/devices/lamp-1:restore']);
  });
});

it('has words for each fault that the simulator has, in both languages', async () => {
  const members = [...source.matchAll(/^ {8}(?:Share|Seconds|new)\("(\w+)"/gm)].map(([, member]) => member!.replace(/Seconds$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  expect(members.sort()).toEqual([...FAULTS].sort());
  await i18n.use('zh');
  expect(FAULTS.filter((name) => !/\p{Script=Han}/u.test(`${simulationWords().faultNames[name]}`) || !/\p{Script=Han}/u.test(`${simulationWords().faultMeans[name]}`))).toEqual([]);
});
