/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { apply, changesOf, type Edit } from '../../src/presentation/document/json-edit';
import { isList, isObject, nodeAt, pathAt, pointerOf, readJson, valueAt, type Json, type JsonNode, type JsonObject, type Path } from '../../src/presentation/document/json-tree';

const demo = import.meta.glob<string>('../../../IotHub.Host/demo/*/*.json', { eager: true, query: '?raw', import: 'default' });
const pages = import.meta.glob<string>('../../../../docs/automations/*.md', { eager: true, query: '?raw', import: 'default' });

/** Every document of the repository: those of the demo, and those that the pages about the language show. */
const documents: [name: string, text: string][] = [
  ...Object.entries(demo),
  ...Object.entries(pages).flatMap(([path, page]) => [...page.matchAll(/```json [^\n]*\n([\s\S]*?)```/g)].map((match, at): [string, string] => [`${path} ${at}`, match[1]!])),
].map(([name, text]) => [name, text] as [string, string]).filter(([, text]) => readJson(text).root !== null);

/** A generator of its own, so that a failure comes again: mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const VALUES: readonly Json[] = [true, 12.5, 'Ünïcode "quoted"', { wait: '5m' }, { set: { 'hall-lamp/light.on': true, 'hall-lamp/light.brightness': 70 }, transition: '10s' }, ['a', 'b'], [], {}];

function paths(node: JsonNode, path: Path = []): Path[] {
  return [path, ...node.members.flatMap(({ name, node: of }) => paths(of, [...path, name])), ...node.items.flatMap((of, at) => paths(of, [...path, at]))];
}

function anyEdit(root: JsonNode, pick: (below: number) => number): Edit {
  const all = paths(root);
  const lists = all.filter((path) => nodeAt(root, path)!.items.length > 0);
  const members = all.filter((path) => typeof path.at(-1) === 'string');
  const objects = all.filter((path) => nodeAt(root, path)!.kind === 'object');
  const value = VALUES[pick(VALUES.length)]!;
  const one = <T>(of: readonly T[]): T => of[pick(of.length)]!;
  for (;;) {
    switch (pick(7)) {
      case 0: return { do: 'put', path: one(all), value };
      case 1: return { do: 'put', path: [...one(objects), 'brand-new'], value };
      case 2: if (all.length > 1) return { do: 'remove', path: one(all.slice(1)) }; break;
      case 3: if (lists.length > 0) { const path = one(lists); return { do: 'insert', path, at: pick(nodeAt(root, path)!.items.length + 1), value }; } break;
      case 4: if (lists.length > 0) { const path = one(lists); return { do: 'copy', path, at: pick(nodeAt(root, path)!.items.length) }; } break;
      case 5: if (lists.length > 0) { const path = one(lists); const { length } = nodeAt(root, path)!.items; if (length > 1) { const at = pick(length - 1); return { do: 'swap', path, at, with: at + 1 }; } } break;
      default: if (members.length > 0) return { do: 'rename', path: one(members), name: 'renamed' };
    }
  }
}

/** The same edit of the value alone, in the plainest way. */
function expected(value: Json, edit: Edit): Json {
  const at = edit.do === 'insert' || edit.do === 'copy' || edit.do === 'swap' ? edit.path : edit.path.slice(0, -1);
  const step = edit.path.at(-1);
  if (edit.do === 'put' && edit.path.length === 0) return edit.value;
  return within(value, at, (of) => {
    if (isList(of)) {
      const list = [...of];
      if (edit.do === 'put') list[step as number] = edit.value;
      if (edit.do === 'remove') list.splice(step as number, 1);
      if (edit.do === 'insert') list.splice(edit.at, 0, edit.value);
      if (edit.do === 'copy') list.splice(edit.at + 1, 0, list[edit.at]!);
      if (edit.do === 'swap') [list[edit.at], list[edit.with]] = [list[edit.with]!, list[edit.at]!];
      return list;
    }
    const entries = Object.entries(of as JsonObject);
    if (edit.do === 'put') return { ...(of as JsonObject), [step as string]: edit.value };
    if (edit.do === 'remove') return Object.fromEntries(entries.filter(([name]) => name !== step));
    if (edit.do === 'rename') return Object.fromEntries(entries.map(([name, held]) => [name === step ? edit.name : name, held]));
    throw new Error(edit.do);
  });
}

function within(value: Json, path: Path, change: (of: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (isList(value)) return value.map((item, at) => (at === step ? within(item, rest, change) : item));
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, held]) => [name, name === step ? within(held, rest, change) : held]));
}

describe('edits of a document', () => {
  it('reads every document of the repository', () => expect(documents.length).toBeGreaterThan(20));

  it.each(documents)('of %s mean what they say, keep the order of members, and touch nothing beside', (_, text) => {
    const pick = random(text.length);
    for (let round = 0; round < 120; round++) {
      const root = readJson(text).root!;
      const edit = anyEdit(root, pick);
      const changes = changesOf(text, edit);
      const why = JSON.stringify(edit);
      expect(changes, why).not.toBeNull();
      const after = apply(text, changes!);
      // As text, since the order of members is part of it.
      expect(JSON.stringify(readJson(after).root?.value), why).toBe(JSON.stringify(expected(root.value, edit)));
      // Whatever is not on the way to the edited place, and not in it, is written as it was, to the last blank.
      const place = edit.do === 'put' || edit.do === 'remove' || edit.do === 'rename' ? nodeAt(root, edit.path) ?? nodeAt(root, edit.path.slice(0, -1))! : nodeAt(root, edit.path)!;
      // What only moves, or is there twice, is the same to the last blank as well.
      if (edit.do === 'swap' || edit.do === 'copy') {
        for (const at of edit.do === 'swap' ? [edit.at, edit.with] : [edit.at]) {
          const { from, to } = place.items[at]!;
          expect(after.split(text.slice(from, to)).length, why).toBeGreaterThanOrEqual(edit.do === 'copy' ? 3 : 2);
        }
      }
      const parent = edit.do === 'remove' || edit.do === 'rename' ? nodeAt(root, edit.path.slice(0, -1))! : place;
      expect(after.startsWith(text.slice(0, parent.from)), why).toBe(true);
      expect(after.endsWith(text.slice(parent.to)), why).toBe(true);
      for (const { from, to } of [...parent.members.map(({ from: start, node }) => ({ from: start, to: node.to })), ...parent.items]) {
        const gone = changes!.some((change) => change.from < to && change.to > from);
        if (!gone) expect(after.includes(text.slice(from, to)), why).toBe(true);
      }
    }
  });

  it('keeps comments and layout, also odd ones, over many edits on top of each other', () => {
    const text = '{ "// why": "for  guests",\n\t"triggers" : [\n\t\t{"time":"20:00"  , "//": "two  blanks"} ],\n\n\t"actions": [ ]\n}\n';
    let now = text;
    const edit = (one: Edit): void => void (now = apply(now, changesOf(now, one)!));
    edit({ do: 'put', path: ['triggers', 0, 'time'], value: '21:00' });
    edit({ do: 'insert', path: ['actions'], at: 0, value: { wait: '5m' } });
    edit({ do: 'insert', path: ['actions'], at: 1, value: { scene: 'evening' } });
    edit({ do: 'swap', path: ['actions'], at: 0, with: 1 });
    edit({ do: 'remove', path: ['actions', 1] });
    expect(now).toBe('{ "// why": "for  guests",\n\t"triggers" : [\n\t\t{"time":"21:00"  , "//": "two  blanks"} ],\n\n\t"actions": [ { "scene": "evening" } ]\n}\n');
  });

  it('writes what is new as its neighbours are written', () => {
    const broken = '{\n  "actions": [\n    {\n      "wait": "1m"\n    }\n  ]\n}\n';
    const added = apply(broken, changesOf(broken, { do: 'insert', path: ['actions'], at: 1, value: { scene: 'film' } })!);
    expect(added).toBe('{\n  "actions": [\n    {\n      "wait": "1m"\n    },\n    {\n      "scene": "film"\n    }\n  ]\n}\n');
    const short = '{\n  "actions": [\n    { "wait": "1m" }\n  ]\n}\n';
    expect(apply(short, changesOf(short, { do: 'put', path: ['conditions'], value: [{ sun: 'down' }] })!)).toBe('{\n  "actions": [\n    { "wait": "1m" }\n  ],\n  "conditions": [ { "sun": "down" } ]\n}\n');
  });

  it.each([
    [['a', 0], '{\n  "a": [\n    2,\n    3\n  ]\n}'], [['a', 1], '{\n  "a": [\n    1,\n    3\n  ]\n}'], [['a', 2], '{\n  "a": [\n    1,\n    2\n  ]\n}'], [['a'], '{}'],
  ] as [Path, string][])('leaves no gap where %j was', (path, wanted) => {
    const text = '{\n  "a": [\n    1,\n    2,\n    3\n  ]\n}';
    expect(apply(text, changesOf(text, { do: 'remove', path })!)).toBe(wanted);
  });

  it('leaves no gap on a line either', () => {
    const text = '{ "a": 1, "b": 2, "c": 3 }';
    expect(['a', 'b', 'c'].map((name) => apply(text, changesOf(text, { do: 'remove', path: [name] })!))).toEqual(['{ "b": 2, "c": 3 }', '{ "a": 1, "c": 3 }', '{ "a": 1, "b": 2 }']);
  });

  it('does nothing to what already says so, and refuses what leads nowhere', () => {
    expect(changesOf('{ "a": [1,  2] }', { do: 'put', path: ['a'], value: [1, 2] })).toEqual([]);
    expect(changesOf('{ "a": 1 }', { do: 'remove', path: ['b'] })).toBeNull();
    expect(changesOf('{ "a": 1, "b": 2 }', { do: 'rename', path: ['a'], name: 'b' })).toBeNull();
    expect(changesOf('{ "a": }', { do: 'put', path: ['a'], value: 1 })).toBeNull();
  });

  it('makes a list of what stood alone, with every blank of it', () => {
    const text = '{ "conditions": {"sun":  "down"}, "actions": [] }';
    expect(apply(text, changesOf(text, { do: 'wrap', path: ['conditions'] })!)).toBe('{ "conditions": [ {"sun":  "down"} ], "actions": [] }');
  });

  it('makes the member that holds what is put', () => {
    expect(apply('{ "a": 1 }', changesOf('{ "a": 1 }', { do: 'put', path: ['wait', 'until'], value: true })!)).toBe('{ "a": 1, "wait": { "until": true } }');
  });
});

describe('places of a document', () => {
  it('names the line where a text stops being JSON', () => {
    expect(readJson('{\n  "a": 1,\n  "b": \n}').fault?.line).toBe(4);
    expect(readJson('').fault?.line).toBe(1);
    expect(readJson('{ "a": 01 }').fault).not.toBeNull();
  });

  it('finds the path at a place, and the place of a path', () => {
    const text = '{ "a/b": [ 1, { "c": "here" } ] }';
    const { root } = readJson(text);
    const path = pathAt(root!, text.indexOf('here'));
    expect(path).toEqual(['a/b', 1, 'c']);
    expect(pointerOf(path)).toBe('/a~1b/1/c');
    expect(valueAt(root!.value, path)).toBe('here');
    expect(isObject(valueAt(root!.value, ['a/b', 1]))).toBe(true);
  });
});
