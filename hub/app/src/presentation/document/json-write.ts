import { isList, isObject, type Json } from './json-tree';

/** How a document is laid out: what is written anew looks like its neighbours. */
export interface Layout {
  /** One step of indentation. */
  readonly unit: string;
  /** Between a brace and what stands next to it on the same line. */
  readonly pad: string;
}

/** Beyond so many characters a value is broken into lines. */
const LINE_MAX = 110;

export function layoutOf(text: string): Layout {
  return { unit: /\n([ \t]+)"/.exec(text)?.[1] ?? '  ', pad: /[{[]["{[\d]/.test(text) && !/[{[] ["{[\d]/.test(text) ? '' : ' ' };
}

/** A value on one line where it is short, with the document's own spacing. */
export function inline(value: Json, { pad }: Layout): string {
  if (isList(value)) return value.length === 0 ? '[]' : `[${pad}${value.map((item) => inline(item, { unit: '', pad })).join(', ')}${pad}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, of]) => `${JSON.stringify(name)}: ${inline(of, { unit: '', pad })}`);
  return members.length === 0 ? '{}' : `{${pad}${members.join(', ')}${pad}}`;
}

/** A value whose first line begins at an indentation; `broken` puts each member of it on a line of its own, however short. */
export function write(value: Json, layout: Layout, indent: string, broken = false): string {
  const short = inline(value, layout);
  const fits = indent.length + short.length <= LINE_MAX;
  if (!isList(value) && !isObject(value)) return short;
  if (short.length <= 2 || (fits && !broken)) return short;
  const deeper = indent + layout.unit;
  const [open, close] = isList(value) ? '[]' : '{}';
  const parts = isList(value)
    ? value.map((item) => write(item, layout, deeper, broken))
    : Object.entries(value).map(([name, of]) => `${JSON.stringify(name)}: ${write(of, layout, deeper, broken)}`);
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
}

/** The blanks with which the line of a place begins. */
export function indentAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))![0];
}
