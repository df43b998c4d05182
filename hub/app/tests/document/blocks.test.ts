/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { blockWords } from '../../src/i18n/blocks';
import { i18n } from '../../src/i18n/i18n.svelte';
import { kindOf, KINDS, notesOf, operatorOf, unshown, type Role } from '../../src/presentation/automation/kinds';
import type { Names } from '../../src/presentation/automation/names';
import { sentenceText, spell } from '../../src/presentation/automation/sentence';
import type { Json, JsonObject } from '../../src/presentation/document/json-tree';

const pages = import.meta.glob<string>('../../../../docs/automations/README.md', { eager: true, query: '?raw', import: 'default' });
const [readme] = Object.values(pages);

/** Everything that the page about the language shows of a role. */
function shown(what: string): Json[] {
  return [...readme!.matchAll(new RegExp(`\`\`\`json ${what}\\n([\\s\\S]*?)\`\`\``, 'g'))].flatMap((match) => JSON.parse(match[1]!) as Json[]);
}

const names: Names = {
  device: (id) => `«${id}»`, property: (address) => `«${address}»`, value: (_, value) => JSON.stringify(value), event: (address) => `«${address}»`, action: (address) => `«${address}»`,
  scene: (id) => `«${id}»`, automation: (id) => `«${id}»`, person: (id) => `«${id}»`,
};

const ROLES: [Role, string][] = [['trigger', 'triggers'], ['condition', 'conditions'], ['action', 'actions']];
/** Kinds that the page shows and that have no form: they stand as their text. */
const FORMLESS = ['sun elevation', 'repeat forEach', 'variables', 'wait ='];

describe('blocks', () => {
  it.each(ROLES)('have a kind for every %s that the page about the language shows, but for few', (role, what) => {
    const all = shown(what);
    expect(all.length).toBeGreaterThan(10);
    const without = all.filter((value) => kindOf(role, value) === null).map((value) => JSON.stringify(value));
    for (const text of without) expect(FORMLESS.some((known) => known.split(' ').every((word) => text.includes(`"${word}"`))), text).toBe(true);
  });

  it.each(ROLES)('of each kind of %s begin as that kind, with all words in both languages', async (role) => {
    for (const language of ['en', 'zh']) {
      await i18n.use(language);
      const words = blockWords();
      for (const kind of KINDS[role]) {
        expect(kindOf(role, kind.initial)?.id).toBe(kind.id);
        expect(words.kinds[role][kind.id], kind.id).toBeTruthy();
        expect(sentenceText(role, kind.initial, words, names), kind.id).not.toBe(words.kinds.other);
        for (const { path, control } of kind.fields) {
          if (path.length > 0) expect(words.fields[`${path.at(-1)}`], path.join('.')).toBeTruthy();
          if (typeof control === 'object') for (const choice of control) expect(words.choices[choice] ?? (path.at(-1) === 'method' && choice), choice).toBeTruthy();
        }
      }
    }
    await i18n.use('en');
  });

  it.each(ROLES)('say something of their own of every %s that is shown', (role, what) => {
    const said = shown(what).filter((value) => kindOf(role, value) !== null).map((value) => sentenceText(role, value, blockWords(), names));
    for (const text of said) expect(text.replaceAll(/\{\{|\}\}|\\+\{/g, '')).not.toMatch(/[{}]|undefined|\[object/);
  });

  it('read as sentences', () => {
    const say = (role: Role, value: Json): string => sentenceText(role, value, blockWords(), names);
    expect(say('trigger', { property: 'hall/a.b', above: 26, for: '1h30m' })).toBe('«hall/a.b» rises above 26, for 1 h 30 min');
    expect(say('trigger', { property: { each: 'a.b', room: ['Kitchen', 'Lounge'] }, becomes: { not: ['Night', 'Day'] } })).toBe('any «a.b» in Kitchen or Lounge becomes other than "Night" or "Day"');
    expect(say('condition', { after: '22:00', before: '07:00', days: ['fri', 'sat'] })).toBe('The time is between 22:00 and 07:00, on Fri, Sat');
    expect(say('action', { if: ['wait.completed', { sun: 'down' }], then: [] })).toBe('If wait.completed and The sun is down');
    expect(say('action', { set: { 'a/b.c': true, '// why': 'x', 'd/e.f': { '=': 'level / 2' } } })).toBe('Set «a/b.c» to true, set «d/e.f» to level / 2');
    expect(say('action', { set: { 'lamp/light.on': true, 'fan/fan.on': false } })).toBe('Turn on «lamp», turn off «fan»');
    expect(say('action', { variables: { level: 5 } })).toBe('Written as JSON');
  });

  it('name what no form shows, and the notes apart', () => {
    const value = { time: '20:00', dates: '12-24', '// why': 'for guests', enabled: false } as JsonObject;
    expect(unshown(value, kindOf('trigger', value)!)).toEqual(['dates']);
    expect(notesOf(value)).toEqual([{ name: '// why', text: 'for guests' }]);
  });

  it('tell how a value is compared', () => {
    expect(operatorOf({ above: 1, below: 2 }, 'is')).toBe('between');
    expect(operatorOf({ becomes: { not: 'Night' } }, 'becomes')).toBe('isNot');
    expect(operatorOf({ changes: true }, 'becomes')).toBe('changes');
    expect(operatorOf({}, 'is')).toBeNull();
  });

  it('spell durations, and leave alone what is none', () => {
    expect(spell('-30m', blockWords())).toBe('−30 min');
    expect(spell('2 mins', blockWords())).toBe('2 mins');
  });
});
