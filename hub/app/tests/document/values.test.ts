import { describe, expect, it } from 'vitest';
import type { ContractProperty } from '../../src/api/contracts';
import type { Values } from '../../src/api/protocol';
import type { Diagnostic } from '../../src/api/rest';
import { inputsOf } from '../../src/presentation/automation/templates';
import { compareBy, firstValue, fits, operatorsOf, watchOther } from '../../src/presentation/automation/values';
import type { Edit } from '../../src/presentation/document/json-edit';
import type { Json, JsonObject } from '../../src/presentation/document/json-tree';
import { rowsOf } from '../../src/presentation/document/line-diff';
import { EditedDocument } from '../../src/state/document.svelte';
import { Home } from '../../src/state/home.svelte';
import { trialOf, tryOut } from '../../src/views/automations/blocks/trial';
import { fixOf, meantBy, offsetOf } from '../../src/views/automations/fixes';
import { lamp, snap } from '../homes';

const property = (over: Partial<ContractProperty>): ContractProperty => ({ key: 'a.b', label: 'B', format: 'bool', access: ['read', 'write', 'notify'], ...over });
const bool = property({});
const number = property({ format: 'uint8', range: { min: 1, max: 100, step: 1 } });
const list = property({ format: 'uint8', list: [{ value: 0, name: 'Auto', label: 'Auto' }, { value: 1, name: 'Sleep', label: 'Quiet' }] });

/** The block after edits. */
function after(block: JsonObject, edits: readonly Edit[]): unknown {
  const document = new EditedDocument(JSON.stringify({ triggers: [block] }), [], () => undefined);
  expect(document.edit(...edits)).toBe(true);
  return (JSON.parse(document.text) as { triggers: unknown[] }).triggers[0];
}

const AT = ['triggers', 0];

describe('a comparison', () => {
  it.each([[bool, true], [number, 51], [list, 'Auto'], [property({ format: 'string' }), ''], [null, true]])('begins with what its property can be: %#', (of, wanted) => expect(firstValue(of)).toBe(wanted));

  it('offers bounds for numbers only, and changes for triggers only', () => {
    expect(operatorsOf(number, true)).toEqual(['above', 'below', 'between', 'is', 'isNot', 'changes']);
    expect(operatorsOf(bool, false)).toEqual(['is', 'isNot']);
  });

  it('knows what can be a value', () => {
    expect([fits(list, 'sleep'), fits(list, 1), fits(list, 'Turbo'), fits(bool, 1), fits(number, { '=': 'level' })]).toEqual([true, true, false, false, true]);
  });

  it.each([
    [{ property: 'x/a.b', becomes: true }, 'isNot', bool, { property: 'x/a.b', becomes: { not: true } }],
    [{ property: 'x/a.b', becomes: { not: 'Sleep' } }, 'is', list, { property: 'x/a.b', becomes: 'Sleep' }],
    [{ property: 'x/a.b', becomes: 5, for: '5m' }, 'above', number, { property: 'x/a.b', for: '5m', above: 5 }],
    [{ property: 'x/a.b', above: 26 }, 'between', number, { property: 'x/a.b', above: 26, below: 100 }],
    [{ property: 'x/a.b', above: 20, below: 30 }, 'below', number, { property: 'x/a.b', below: 30 }],
    [{ property: 'x/a.b', below: 30 }, 'changes', number, { property: 'x/a.b', changes: true }],
  ] as const)('%j is made to compare by %s', (block, operator, of, wanted) => expect(after(block, compareBy(block, AT, 'becomes', operator, of))).toEqual(wanted));

  it.each([
    [{ property: 'x/a.b', becomes: true, '// why': 'guests' }, bool, { property: 'y/c.d', becomes: true, '// why': 'guests' }],
    [{ property: 'x/a.b', becomes: true }, number, { property: 'y/c.d', becomes: 51 }],
    [{ property: 'x/a.b', above: 5, for: '1m' }, number, { property: 'y/c.d', above: 5, for: '1m' }],
    [{ property: 'x/a.b', above: 5 }, bool, { property: 'y/c.d', becomes: true }],
  ] as const)('%j looks at another property', (block, of, wanted) => expect(after(block, watchOther(block, AT, 'becomes', 'y/c.d', of))).toEqual(wanted));
});

describe('a test run of one action', () => {
  it('takes only what needs nothing of a run', () => {
    expect(trialOf({ set: { 'hall-lamp/light.on': true, '// x': 1 } })).toEqual({ do: 'set', sets: new Map([['hall-lamp', { 'light.on': true }]]) });
    for (const value of [{ wait: '5m' }, { set: {} }, { set: { 'light.on': true }, devices: { kind: 'light' } }, { set: { 'a/b.c': { '=': 'level' } } }, { toggle: { each: 'light.on' } }, { scene: '' }] as Json[]) expect(trialOf(value), JSON.stringify(value)).toBeNull();
  });

  it('sends entries of lists by their numbers, and arguments by their keys', () => {
    const sent: object[] = [];
    const home = new Home();
    home.attach((message) => sent.push(message) > 0);
    home.receive(snap([lamp({ id: 'air', contract: 'purifier', state: {} })]));
    expect(tryOut({ do: 'set', sets: new Map<string, Values>([['air', { 'air-purifier.mode': 'Sleep' }]]) }, home, [])).toEqual(['air']);
    expect(tryOut({ do: 'call', device: 'air', key: 'air-purifier.boost', args: { minutes: 5 } }, home, ['air-purifier.minutes'])).toEqual(['air']);
    expect(sent).toMatchObject([{ id: 'air', set: { 'air-purifier.mode': 1 } }, { id: 'air', call: 'air-purifier.boost', in: { 'air-purifier.minutes': 5 } }]);
    expect(tryOut({ do: 'set', sets: new Map<string, Values>([['air', { 'air-purifier.on': true }], ['gone', { 'light.on': true }]]) }, home, [])).toBeNull();
    expect(sent).toHaveLength(2);
  });
});

describe('a fix', () => {
  const fault = (path: string, line: number, column: number, suggestion: string): Diagnostic => ({ severity: 'error', code: 'x', path, line, column, message: '', suggestion });
  const TEXT = '{\n  "actions": [\n    { "wiat": "2 mins" }\n  ]\n}\n';
  const document = (): EditedDocument => new EditedDocument(TEXT, [], () => undefined);

  it('reads what the hub means', () => expect([meantBy('Did you mean "2m"?'), meantBy('Remove one of the two.'), meantBy(null)]).toEqual(['2m', null, null]));

  it('mends a value, or a name, by where the fault is', () => {
    const value = document();
    fixOf(value, fault('/actions/0/wiat', 3, 15, 'Did you mean "2m"?'))!.apply();
    expect(value.text).toBe(TEXT.replace('2 mins', '2m'));
    const name = document();
    fixOf(name, fault('/actions/0/wiat', 3, 7, 'Did you mean "wait"?'))!.apply();
    expect(name.text).toBe(TEXT.replace('wiat', 'wait'));
  });

  it('is none where the text has changed meanwhile', () => {
    const moved = document();
    moved.dispatch({ changes: { from: 0, insert: '\n\n' } });
    expect(fixOf(moved, fault('/actions/0/wiat', 3, 7, 'Did you mean "wait"?'))).toBeNull();
    expect(fixOf(document(), fault('/actions/4/wait', 3, 7, 'Did you mean "wait"?'))).toBeNull();
  });

  it('counts lines and columns from 1', () => expect([offsetOf(TEXT, 1, 1), offsetOf(TEXT, 3, 7), offsetOf(TEXT, 99, 99)]).toEqual([0, TEXT.indexOf('"wiat"'), TEXT.length]));
});

describe('a comparison of versions', () => {
  it('has both numbers of each line, and folds what is the same', () => {
    const before = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join('\n') + '\n';
    const rows = rowsOf(before, before.replace('line 6', 'line six\nand more'));
    expect(rows).toEqual([
      { kind: 'fold', count: 3 }, { kind: 'same', text: 'line 4', before: 4, after: 4 }, { kind: 'same', text: 'line 5', before: 5, after: 5 }, { kind: 'removed', text: 'line 6', before: 6, after: null },
      { kind: 'added', text: 'line six', before: null, after: 6 }, { kind: 'added', text: 'and more', before: null, after: 7 }, { kind: 'same', text: 'line 7', before: 7, after: 8 }, { kind: 'same', text: 'line 8', before: 8, after: 9 },
      { kind: 'fold', count: 4 },
    ]);
  });

  it('has nothing but a fold where nothing differs', () => expect(rowsOf('a\nb\n', 'a\nb\n')).toEqual([{ kind: 'fold', count: 2 }]));
});

describe('inputs of a template', () => {
  it('are read in their order', () => {
    expect(inputsOf('{ "template": { "inputs": { "lamp": { "type": "device", "kind": "light" }, "// note": "x", "hold": { "type": "duration", "default": "5m", "description": "How long." } } } }')).toEqual([
      { name: 'lamp', type: 'device', kind: 'light', description: '', default: undefined }, { name: 'hold', type: 'duration', kind: null, description: 'How long.', default: '5m' },
    ]);
    expect(inputsOf('{ "name": "x" }')).toEqual([]);
  });
});
