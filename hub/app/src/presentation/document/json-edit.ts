import { isList, nodeAt, readJson, type Json, type JsonNode, type Path } from './json-tree';
import { indentAt, layoutOf, write } from './json-write';

/** Characters that give way to others. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * An edit of a document as a person means it. `put` replaces a value or adds a member at the end; `insert` makes room in a list; `swap` exchanges
 * two elements of a list; `rename` gives a member another name, and leaves what it holds; `wrap` makes a list of what stood alone.
 */
export type Edit =
  | { readonly do: 'put'; readonly path: Path; readonly value: Json }
  | { readonly do: 'remove'; readonly path: Path }
  | { readonly do: 'insert'; readonly path: Path; readonly at: number; readonly value: Json }
  | { readonly do: 'copy'; readonly path: Path; readonly at: number }
  | { readonly do: 'swap'; readonly path: Path; readonly at: number; readonly with: number }
  | { readonly do: 'rename'; readonly path: Path; readonly name: string }
  | { readonly do: 'wrap'; readonly path: Path };

/** The smallest change of the text that is the edit: order, layout and comments of all else stay. Null where the path leads nowhere or the text is no JSON. */
export function changesOf(text: string, edit: Edit): readonly TextChange[] | null {
  const { root } = readJson(text);
  if (root === null) return null;
  switch (edit.do) {
    case 'put': return put(text, root, edit.path, edit.value);
    case 'remove': return remove(root, edit.path);
    case 'insert': return insert(text, root, edit.path, edit.at, edit.value);
    case 'copy': return copy(text, root, edit.path, edit.at);
    case 'swap': return swap(text, root, edit.path, edit.at, edit.with);
    case 'rename': return rename(root, edit.path, edit.name);
    case 'wrap': return wrap(text, root, edit.path);
  }
}

/** The text after changes that do not touch each other. */
export function apply(text: string, changes: readonly TextChange[]): string {
  let [after, at] = ['', 0];
  for (const { from, to, insert: written } of [...changes].sort((a, b) => a.from - b.from)) {
    after += text.slice(at, from) + written;
    at = to;
  }
  return after + text.slice(at);
}

function put(text: string, root: JsonNode, path: Path, value: Json): readonly TextChange[] | null {
  const node = nodeAt(root, path);
  if (node !== null) return same(node.value, value) ? [] : [{ from: node.from, to: node.to, insert: rewritten(text, node, value) }];
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return null;
  if (parent === null) return put(text, root, path.slice(0, -1), { [last]: value });
  if (typeof last === 'number') return parent.kind === 'array' && last === parent.items.length ? insert(text, root, path.slice(0, -1), last, value) : null;
  if (parent.kind !== 'object') return null;
  const { written, indent } = beside(text, parent, parent.members.length, value, `${JSON.stringify(last)}: `);
  return [place(parent, parent.members.map(({ from, node: { to } }) => ({ from, to })), parent.members.length, written, indent, text)];
}

/** A value that takes the place of another stays on one line, or on several, like that one. */
function rewritten(text: string, { from, to, kind }: JsonNode, value: Json): string {
  return write(value, layoutOf(text), indentAt(text, from), kind !== 'leaf' && text.slice(from, to).includes('\n'));
}

function remove(root: JsonNode, path: Path): readonly TextChange[] | null {
  const parent = nodeAt(root, path.slice(0, -1));
  const at = indexIn(parent, path.at(-1));
  if (parent === null || at < 0) return null;
  const spans = spansOf(parent);
  if (spans.length === 1) return [{ from: parent.from + 1, to: parent.to - 1, insert: '' }];
  const [before, gone, next] = [spans[at - 1], spans[at]!, spans[at + 1]];
  return [next === undefined ? { from: before!.to, to: gone.to, insert: '' } : { from: gone.from, to: next.from, insert: '' }];
}

function insert(text: string, root: JsonNode, path: Path, at: number, value: Json): readonly TextChange[] | null {
  const list = nodeAt(root, path);
  if (list === null) return put(text, root, path, [value]);
  if (list.kind !== 'array' || at < 0 || at > list.items.length) return null;
  const { written, indent } = beside(text, list, at, value, '');
  return [place(list, list.items, at, written, indent, text)];
}

/** A copy with its comments, right after what it is a copy of. */
function copy(text: string, root: JsonNode, path: Path, at: number): readonly TextChange[] | null {
  const list = nodeAt(root, path);
  const item = list?.items[at];
  if (list === null || item === undefined) return null;
  return [place(list, list.items, at + 1, text.slice(item.from, item.to), indentAt(text, item.from), text)];
}

function swap(text: string, root: JsonNode, path: Path, at: number, other: number): readonly TextChange[] | null {
  const list = nodeAt(root, path);
  const [one, two] = [list?.items[at], list?.items[other]];
  if (one === undefined || two === undefined) return null;
  return [{ from: one.from, to: one.to, insert: text.slice(two.from, two.to) }, { from: two.from, to: two.to, insert: text.slice(one.from, one.to) }];
}

function rename(root: JsonNode, path: Path, name: string): readonly TextChange[] | null {
  const parent = nodeAt(root, path.slice(0, -1));
  const member = parent?.members.findLast((one) => one.name === path.at(-1));
  if (member === undefined || parent!.members.some((one) => one.name === name)) return null;
  return [{ from: member.from, to: member.nameTo, insert: JSON.stringify(name) }];
}

function wrap(text: string, root: JsonNode, path: Path): readonly TextChange[] | null {
  const node = nodeAt(root, path);
  const { pad } = layoutOf(text);
  return node === null ? null : [{ from: node.from, to: node.from, insert: `[${pad}` }, { from: node.to, to: node.to, insert: `${pad}]` }];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spansOf(parent: JsonNode): readonly Span[] {
  return parent.kind === 'array' ? parent.items : parent.members.map(({ from, node: { to } }) => ({ from, to }));
}

function indexIn(parent: JsonNode | null, step: string | number | undefined): number {
  if (parent === null || step === undefined) return -1;
  if (typeof step === 'number') return step < parent.items.length ? step : -1;
  return parent.members.findLastIndex(({ name }) => name === step);
}

/** A new part as its neighbours are written: broken into lines where they are. */
function beside(text: string, parent: JsonNode, at: number, value: Json, name: string): { written: string; indent: string } {
  const layout = layoutOf(text);
  const spans = spansOf(parent);
  const near = spans[Math.min(at, spans.length - 1)];
  const indent = near === undefined ? indentAt(text, parent.from) + layout.unit : indentAt(text, near.from);
  // Of a list its elements are the model; of an object the elements of the lists in it.
  const models = parent.kind === 'array' ? parent.items : parent.members.flatMap(({ node }) => node.items);
  const broken = models.some((one) => one.kind !== 'leaf' && text.slice(one.from, one.to).includes('\n'));
  return { written: name + write(value, layout, indent, broken), indent };
}

/** Puts a part between others, on a line of its own where they have that. */
function place(parent: JsonNode, spans: readonly Span[], at: number, written: string, indent: string, text: string): TextChange {
  const { pad } = layoutOf(text);
  if (spans.length === 0) {
    const lines = written.includes('\n') || (parent.kind === 'array' && text.slice(parent.from, parent.to).includes('\n')) || (parent.from === 0 && text.includes('\n'));
    const inside = lines ? `\n${indent}${written}\n${indentAt(text, parent.from)}` : `${pad}${written}${pad}`;
    return { from: parent.from + 1, to: parent.to - 1, insert: inside };
  }
  const first = spans[0]!;
  const gap = text.slice(parent.from + 1, first.from).includes('\n') ? `,\n${indent}` : ', ';
  if (at === spans.length) return { from: spans[at - 1]!.to, to: spans[at - 1]!.to, insert: gap + written };
  return { from: spans[at]!.from, to: spans[at]!.from, insert: written + gap };
}

function same(one: Json, other: Json): boolean {
  return isList(one) || typeof one === 'object' ? JSON.stringify(one) === JSON.stringify(other) : one === other;
}
