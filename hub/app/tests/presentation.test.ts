import { describe, expect, it, vi } from 'vitest';
import { toStep } from '../src/components/drag-level';
import { en } from '../src/i18n/en';
import { zh } from '../src/i18n/zh';
import { kelvinToCss, packedToCss, wantsDarkInk } from '../src/presentation/colour';
import { hueOf, iconOf } from '../src/presentation/kinds';
import { baseName, rolesOf } from '../src/presentation/properties';
import { summarise } from '../src/presentation/summary';
import { nextCommandId } from '../src/state/command-id';
import { Home } from '../src/state/home.svelte';
import { Room } from '../src/state/room.svelte';
import { LatestThrottle } from '../src/state/throttle';
import { intoColumns } from '../src/views/columns.svelte';
import { partOfDay } from '../src/views/part-of-day';
import { contracts, lamp, snap } from './homes';

/** Every path to a word, and whether it is text or a function. */
function shape(of: object, path = ''): string[] {
  return Object.entries(of).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? shape(value, `${path}${key}.`) : [`${path}${key}: ${typeof value}/${typeof value === 'function' ? value.length : 0}`]);
}

describe('languages', () => {
  it('are complete', () => expect(shape(zh).sort()).toEqual(shape(en).sort()));

  it('have no empty word', () => expect(JSON.stringify([en, zh])).not.toContain('""'));
});

describe('roles from a contract', () => {
  it('part service and property at the first dot only', () => expect(baseName('environment.pm2.5-density')).toBe('pm2.5-density'));

  it('find switch, level and white of a lamp', () => {
    expect(rolesOf(contracts['light']!)).toMatchObject({
      switch: { property: 'light.on', inverted: false },
      level: { property: 'light.brightness', min: 1, max: 100, step: 1 },
      colourTemperature: 'light.color-temperature', reading: null,
    });
  });

  it('take any number as the reading of an unknown sensor', () => {
    const roles = rolesOf({ properties: { 'soil.moisture': { format: 'float', access: ['read'] } } });
    expect(roles).toMatchObject({ switch: null, reading: 'soil.moisture' });
  });

  it('are all empty for an empty contract', () => {
    expect(rolesOf(contracts['bare']!)).toMatchObject({ switch: null, level: null, reading: null, worded: null, mode: null });
  });

  it('do not make a switch of what can only be read', () => {
    expect(rolesOf({ properties: { 'fridge.on': { format: 'bool', access: ['read', 'notify'] } } }).switch).toBeNull();
  });
});

describe('looks', () => {
  it('fall back for unknown kinds', () => {
    expect(iconOf('never-heard-of', 'x')).toBeDefined();
    expect(hueOf('never-heard-of')).toBe('teal');
    expect(hueOf('ambient-light')).toBe('amber');
  });

  it('make light warm or cool', () => {
    expect(kelvinToCss(2700)).toBe('rgb(246 169 59)');
    expect(kelvinToCss(100)).toBe(kelvinToCss(2000));
    expect(kelvinToCss(99_999)).toBe(kelvinToCss(6500));
  });

  it('unpack colours and refuse what is none', () => {
    expect(packedToCss(0xff8000)).toBe('rgb(255 128 0)');
    expect(packedToCss(0)).toBeNull();
    expect(packedToCss(0x1000000)).toBeNull();
    expect(wantsDarkInk('rgb(255 255 0)')).toBe(true);
    expect(wantsDarkInk('rgb(0 0 200)')).toBe(false);
  });
});

describe('the summary', () => {
  it('counts lit lamps by what is wanted, and open contacts', () => {
    const home = new Home();
    home.attach(() => true);
    home.receive(snap([
      lamp(),
      lamp({ id: 'gone', online: false, state: { 'light.on': true } }),
      lamp({ id: 'door', kind: 'contact-sensor', contract: 'contact', state: { 'contact-sensor.contact-state': false } }),
      lamp({ id: 'sun', kind: 'temperature-humidity-sensor', contract: 'climate', state: { 'thing.temperature': 35, 'battery.battery-level': 5 } }),
      lamp({ id: 'a', kind: 'temperature-humidity-sensor', contract: 'climate', state: { 'thing.temperature': 20 } }),
      lamp({ id: 'b', kind: 'temperature-humidity-sensor', contract: 'climate', state: { 'thing.temperature': 21 } }),
    ]));
    home.set(home.devices.get('hall-lamp')!, { 'light.on': true });
    expect(summarise(home.share)).toMatchObject({ lightsOn: 1, open: 1, temperature: 21, batteriesLow: 1, offline: 1, power: null });
    home.receive(snap([]));
  });
});

describe('small things', () => {
  it('command ids differ and need no secure context', () => {
    const ids = new Set(Array.from({ length: 500 }, nextCommandId));
    expect(ids.size).toBe(500);
    expect([...ids].every((id) => /^c-[0-9a-z-]{1,60}$/.test(id))).toBe(true);
  });

  it('the throttle passes the first and the last value', () => {
    vi.useFakeTimers();
    const passed: number[] = [];
    const throttle = new LatestThrottle<number>((value) => passed.push(value), 150);
    for (let value = 0; value <= 100; value++) {
      throttle.push(value);
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(300);
    expect(passed[0]).toBe(0);
    expect(passed.at(-1)).toBe(100);
    expect(passed).toHaveLength(8);
    vi.useRealTimers();
  });

  it('a level keeps to the steps and the range', () => {
    expect(toStep(47, { property: 'x', min: 0, max: 100, step: 5 })).toBe(45);
    expect(toStep(900, { property: 'x', min: 1, max: 100, step: 1 })).toBe(100);
    expect(toStep(0.32, { property: 'x', min: 0, max: 1, step: 0.1 })).toBe(0.3);
  });

  it('rooms fill the columns in order, each once', () => {
    const rooms = [3, 7, 1, 2].map((count, i) => new Room(String(i), Array(count).fill(null)));
    const placed = intoColumns(rooms, 2);
    expect(placed.map((column) => column.map(({ index }) => index))).toEqual([[0, 2, 3], [1]]);
  });

  it('greets by the hour', () => {
    expect([3, 5, 12, 18].map((hour) => partOfDay(new Date(2026, 0, 1, hour)))).toEqual(['night', 'morning', 'afternoon', 'evening']);
  });
});
