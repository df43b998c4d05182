import { describe, expect, it } from 'vitest';
import type { ContractProperty } from '../src/api/contracts';
import { isGrave, pageOf, shapeOf, type DevicePage, type Hero } from '../src/presentation/page';
import { shipped } from './contracts';

const page = (file: string): DevicePage => pageOf(shipped.get(file)!);

/** Everything that the page draws of properties, each as often as it is drawn. */
function drawn({ hero, groups }: DevicePage): string[] {
  const light = hero.light !== null && (hero.light.colour !== null || hero.light.temperature !== null) ? [hero.light.colour, hero.light.temperature, hero.light.mode] : [];
  const inHero = [
    hero.level, hero.climate?.target, hero.climate?.measured, hero.motor, ...light, hero.player?.state, hero.player?.title, hero.player?.artist, hero.player?.volume,
    hero.player?.mute, hero.status, ...hero.readings, ...hero.modes,
  ].filter((key) => key != null);
  return [...inHero, ...groups.flatMap((group) => group.fields.map((field) => field.key))];
}

describe('the page of every shipped contract', () => {
  it('finds them', () => expect(shipped.size).toBe(41));

  it.each([...shipped])('%s: each property that can be seen or set stands on it once', (_, contract) => {
    const made = pageOf(contract);
    const services = contract.services.filter((service) => service.key !== 'device-information');
    const wanted = services.flatMap((service) => service.properties).filter((property) => shapeOf(property) !== null).map((property) => property.key);
    // The main switch stands beside the title, the position of a cover on its pillar.
    const besides = new Set([`${services[0]!.key}.on`, ...(made.hero.motor === null ? [] : [`${services[0]!.key}.current-position`])]);
    expect(drawn(made).filter((key) => !besides.has(key)).sort()).toEqual(wanted.filter((key) => !besides.has(key)).sort());
  });

  it.each([...shipped])('%s: each action can be done, by a button of its own or by a control that does the same', (_, contract) => {
    const made = pageOf(contract);
    const offered = new Set([...made.hero.actions, made.hero.lock?.lock, made.hero.lock?.unlock, ...made.groups.flatMap((group) => group.actions.map((action) => action.key))]);
    const missing = [...made.actions.keys()].filter((key) => !offered.has(key)).map((key) => key.split('.')[1]);
    const doubled = ['toggle', 'turn-on', 'turn-off', 'brightness-up', 'brightness-down', 'volume-up', 'volume-down', 'play', 'pause', 'next', 'previous'];
    expect(missing.filter((action) => !doubled.includes(action!))).toEqual([]);
  });
});

describe('the head of a page', () => {
  const plain: Partial<Hero> = { level: null, climate: null, motor: null, light: null, player: null, lock: null };
  it.each<[string, Partial<Hero>]>([
    ['light-white', { level: 'light.brightness', modes: [] }],
    ['light-ct', { level: 'light.brightness', modes: [] }],
    ['curtain', { level: 'curtain.target-position', motor: 'curtain.motor-control', status: 'curtain.status' }],
    ['thermostat', { climate: { target: 'thermostat.target-temperature', measured: 'environment.temperature' }, level: null, status: 'thermostat.status', modes: ['thermostat.mode'] }],
    ['kettle', { climate: { target: 'kettle.target-temperature', measured: 'kettle.temperature' }, actions: ['kettle.start-heating', 'kettle.stop-working'] }],
    ['fan', { level: 'fan.speed-level', modes: ['fan.mode', 'fan.fan-level'] }],
    ['air-purifier', { ...plain, readings: ['environment.pm2.5-density', 'environment.temperature', 'environment.relative-humidity'], modes: ['air-purifier.mode', 'air-purifier.fan-level'] }],
    ['vacuum', { ...plain, status: 'vacuum.status', actions: ['vacuum.start-sweep', 'vacuum.stop-sweeping', 'vacuum.pause', 'vacuum.resume', 'battery.start-charge'], modes: ['vacuum.mode'] }],
    ['speaker', { level: null, actions: ['clock.stop-alarm'] }],
    ['television', { level: null, modes: ['television.input-source'], actions: [] }],
    ['outlet', { ...plain, readings: ['power-consumption.electric-power'] }],
    ['motion-sensor', { ...plain, readings: ['motion-sensor.motion-state', 'motion-sensor.illumination'] }],
    ['lock', { level: null, lock: { status: 'lock.status', lock: 'lock.lock', unlock: 'lock.unlock' }, status: 'lock.status', actions: [] }],
  ])('%s', (file, wanted) => expect(page(file).hero).toMatchObject(wanted));

  it('of a lamp with both colour and white knows which mode is which', () => {
    expect(page('light').hero.light).toEqual({ colour: 'light.color', temperature: 'light.color-temperature', mode: 'light.mode', colourMode: 1, whiteMode: 0 });
    expect(page('light').hero.modes).toEqual([]);
  });

  it('of a player has its track and its volume', () => {
    expect(page('speaker').hero.player).toEqual({
      state: 'play-control.playing-state', title: 'play-control.track-title', artist: 'play-control.track-artist', volume: 'speaker.volume', mute: 'speaker.mute',
    });
  });
});

describe('what must not happen by mistake', () => {
  it.each(['lock.unlock', 'memory-card-management.format', 'router.reboot', 'filter.reset-filter-life', 'air-monitor.calibrate-co2', 'gas-sensor.close-valve'])('%s asks first', (action) => {
    expect(isGrave(action)).toBe(true);
  });

  it.each(['lock.lock', 'vacuum.start-sweep', 'play-control.play', 'identify.identify'])('%s does not', (action) => expect(isGrave(action)).toBe(false));
});

describe('the shape of a control', () => {
  const property = (over: Partial<ContractProperty>): ContractProperty => ({ key: 'a.b', label: 'B', format: 'uint8', access: ['read', 'write', 'notify'], ...over });
  it.each<[string, Partial<ContractProperty>, ReturnType<typeof shapeOf>]>([
    ['a switch', { format: 'bool' }, 'toggle'],
    ['a list', { list: [{ value: 0, name: 'A', label: 'A' }] }, 'choice'],
    ['a range', { range: { min: 0, max: 10, step: 1 } }, 'range'],
    ['a colour', { unit: 'rgb', range: { min: 0, max: 0xffffff, step: 1 } }, 'colour'],
    ['a time of day', { key: 'quiet.start-minute', unit: 'minutes', range: { min: 0, max: 1439, step: 1 } }, 'minute'],
    ['a span of minutes', { key: 'light.off-delay', unit: 'minutes', range: { min: 0, max: 120, step: 1 } }, 'range'],
    ['a text', { format: 'string' }, 'text'],
    ['a number without bounds', {}, 'text'],
    ['a reading', { access: ['read', 'notify'] }, 'reading'],
    ['buttons, for what cannot be read back', { access: ['write'], list: [{ value: 0, name: 'Stop', label: 'Stop' }] }, 'buttons'],
    ['an argument, which is not drawn', { access: [] }, null],
  ])('%s', (_, over, shape) => expect(shapeOf(property(over))).toBe(shape));
});
