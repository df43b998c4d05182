import { jsonLanguage } from '@codemirror/lang-json';

type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>['topNode'];

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** From the root: names of members and numbers of elements. */
export type Path = readonly (string | number)[];

/** A value and the characters that it takes up. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'leaf';
  readonly from: number;
  readonly to: number;
  readonly value: Json;
  /** In the order of the text; empty for what is no object. */
  readonly members: readonly JsonMember[];
  /** Empty for what is no list. */
  readonly items: readonly JsonNode[];
}

export interface JsonMember {
  readonly name: string;
  /** The name with its quotes. */
  readonly from: number;
  readonly nameTo: number;
  readonly node: JsonNode;
}

/** Where a text stops being JSON. */
export interface JsonFault {
  readonly at: number;
  /** From 1. */
  readonly line: number;
}

export type JsonReading = { readonly root: JsonNode; readonly fault: null } | { readonly root: null; readonly fault: JsonFault };

/** Reads a text with places, by the parser of the text editor. */
export function readJson(text: string): JsonReading {
  const tree = jsonLanguage.parser.parse(text);
  let at = -1;
  tree.iterate({ enter: ({ type, from }) => {
    if (type.isError && at < 0) at = from;
    return at < 0;
  } });
  const top = tree.topNode.firstChild;
  // The parser of the editor is lenient in strings and numbers: the platform's own has the last word.
  if (at < 0 && top !== null && isJson(text)) return { root: nodeOf(top, text), fault: null };
  const place = at < 0 ? 0 : at;
  return { root: null, fault: { at: place, line: text.slice(0, place).split('\n').length } };
}

/** Reads as much as there is of a text that is just being written; what is missing or wrong is null. Null for an empty text. */
export function readLoosely(text: string): JsonNode | null {
  const top = jsonLanguage.parser.parse(text).topNode.firstChild;
  return top === null || top.type.isError ? null : nodeOf(top, text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nodeOf(of: SyntaxNode, text: string): JsonNode {
  const { from, to } = of;
  if (of.name === 'Array') {
    const items = childrenOf(of).filter(({ name, type }) => !PUNCTUATION.has(name) && !type.isError).map((child) => nodeOf(child, text));
    return { kind: 'array', from, to, items, members: [], value: items.map(({ value }) => value) };
  }
  if (of.name === 'Object') {
    const members = childrenOf(of).filter(({ name }) => name === 'Property').map((property): JsonMember => {
      const name = property.firstChild!;
      const held = property.lastChild!;
      const missing = held.from === name.from || held.type.isError || PUNCTUATION.has(held.name);
      return { name: leafOf(text.slice(name.from, name.to)) as string, from: name.from, nameTo: name.to, node: missing ? { kind: 'leaf', from: property.to, to: property.to, members: [], items: [], value: null } : nodeOf(held, text) };
    });
    return { kind: 'object', from, to, members, items: [], value: Object.fromEntries(members.map(({ name, node }) => [name, node.value])) };
  }
  return { kind: 'leaf', from, to, members: [], items: [], value: leafOf(text.slice(from, to)) };
}

function leafOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Only what is read loosely comes here.
    return text.startsWith('"') ? text.slice(1) : null;
  }
}

const PUNCTUATION = new Set(['[', ']', '{', '}', ',', ':']);

function childrenOf(of: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = of.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The node at a path; null where there is none. Of members of the same name the last counts, as in the platform's parser. */
export function nodeAt(root: JsonNode, path: Path): JsonNode | null {
  let node: JsonNode | null = root;
  for (const step of path) {
    const at: JsonNode | undefined = typeof step === 'number' ? node.items[step] : node.members.findLast(({ name }) => name === step)?.node;
    if (at === undefined) return null;
    node = at;
  }
  return node;
}

/** The innermost path at a place of the text, into names as well as values. */
export function pathAt(root: JsonNode, at: number): Path {
  for (const { name, from, node } of root.members) {
    if (at >= from && at <= node.to) return [name, ...pathAt(node, at)];
  }
  for (const [index, item] of root.items.entries()) {
    if (at >= item.from && at <= item.to) return [index, ...pathAt(item, at)];
  }
  return [];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value within another; undefined where the path leads nowhere. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => (typeof step === 'number' ? (isList(at) ? at[step] : undefined) : isObject(at) ? at[step] : undefined), value);
}

/** `/actions/2/then` as the hub writes places. */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${`${step}`.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
