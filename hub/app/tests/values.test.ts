import { afterEach, describe, expect, it } from 'vitest';
import type { ContractProperty } from '../src/api/contracts';
import { i18n } from '../src/i18n/i18n.svelte';
import { quartersOf } from '../src/presentation/presets';
import { find, fold, levelIn } from '../src/presentation/search';
import { ago, clock, hueOfPacked, minutesOf, moment, packedOfHue, textOf } from '../src/presentation/values';

const property = (over: Partial<ContractProperty>): ContractProperty => ({ key: 'a.b', label: 'B', format: 'uint8', access: ['read', 'notify'], ...over });

afterEach(() => i18n.use('en'));

describe('a value in words', () => {
  it.each<[string, Partial<ContractProperty>, Parameters<typeof textOf>[1], string]>([
    ['unknown', {}, undefined, '–'],
    ['an empty text', { format: 'string' }, '', '–'],
    ['of a list', { list: [{ value: 2, name: 'Sleep', label: 'Quiet' }] }, 2, 'Quiet'],
    ['of a list that does not know it', { list: [{ value: 2, name: 'Sleep', label: 'Quiet' }] }, 9, '9'],
    ['a switch', { format: 'bool', access: ['read', 'write'] }, true, 'On'],
    ['yes or no', { format: 'bool' }, false, 'No'],
    ['a door', { format: 'bool', key: 'contact-sensor.contact-state' }, false, 'Open'],
    ['with its unit', { unit: 'celsius', format: 'float' }, 21.54, '21.5°'],
    ['a time of day', { key: 'quiet.start-minute', unit: 'minutes' }, 1385, '23:05'],
    ['a colour', { unit: 'rgb', format: 'uint32' }, 0x0a0b0c, '#0a0b0c'],
  ])('%s', (_, over, value, text) => expect(textOf(property(over), value)).toBe(text));

  it('reads a time input, and no nonsense', () => {
    expect([minutesOf('23:05'), minutesOf('00:00'), minutesOf('')]).toEqual([1385, 0, null]);
    expect(clock(0)).toBe('00:00');
  });
});

describe('an age', () => {
  const now = new Date(2026, 2, 1, 12, 0, 0);
  const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  it.each([[5, 'just now'], [60, '1 min ago'], [3 * 60 + 20, '3 min ago'], [2 * 3600, '2 hr ago'], [3 * 86400, '3 days ago']])('%d s', (seconds, text) => {
    expect(ago(before(seconds), now).replace('.', '')).toBe(text);
  });

  it('has the day with it when it is not today', () => {
    expect(moment(before(3600), now)).toBe('11:00');
    expect(moment(before(86400), now)).toBe('Mar 1, 12:00'.replace('Mar 1', 'Feb 28'));
  });
});

describe('a hue', () => {
  it.each([0, 30, 60, 120, 180, 240, 300, 359])('%d° comes back from its colour', (hue) => expect(Math.abs(hueOfPacked(packedOfHue(hue)) - hue)).toBeLessThanOrEqual(1));
  it('of the pure colours', () => expect([packedOfHue(0), packedOfHue(120), packedOfHue(240)]).toEqual([0xff0000, 0x00ff00, 0x0000ff]));
});

describe('levels to choose at once', () => {
  it.each([[1, 100, 1, [25, 50, 75, 100]], [0, 100, 1, [25, 50, 75, 100]], [30, 80, 1, [43, 55, 68, 80]], [30, 70, 10, [40, 50, 60, 70]], [1, 14, 1, [4, 8, 11, 14]], [1, 3, 1, [2, 3]]])(
    'of %d to %d by %d', (min, max, step, levels) => expect(quartersOf(min, max, step)).toEqual(levels));
});

describe('a search', () => {
  const entries = ['Hall lamp', 'Lamp', 'Table lamp', 'Heating', 'Küche'].map((label) => ({ label, detail: label === 'Heating' ? 'Hall' : 'Living room' }));
  const labels = (query: string): string[] => find(query, entries, 9).map(({ label }) => label);

  it('puts the exact name first, then beginnings, then the rest', () => {
    expect(labels('lamp')).toEqual(['Lamp', 'Hall lamp', 'Table lamp']);
    expect(labels('h')).toEqual(['Hall lamp', 'Heating', 'Küche']);
  });

  it('needs every word, in the name or beside it', () => {
    expect(labels('hall lamp')).toEqual(['Hall lamp']);
    expect(labels('heat hall')).toEqual(['Heating']);
    expect(labels('lamp garden')).toEqual([]);
  });

  it('passes over case and accents, and finds nothing for nothing', () => {
    expect(labels('KUCHE')).toEqual(['Küche']);
    expect(labels('  ')).toEqual([]);
    expect(fold('Ä灯')).toBe('a灯');
  });

  it.each([['hall lamp 30', { name: 'hall lamp', level: 30 }], ['heating 21,5°', { name: 'heating', level: 21.5 }], ['吊灯 30 %', { name: '吊灯', level: 30 }], ['lamp', null], ['30', null]])(
    'takes the level from "%s"', (query, level) => expect(levelIn(query)).toEqual(level));
});
