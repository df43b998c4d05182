import type { BlockWords } from '../../i18n/blocks';
import { isList, isObject, valueAt, type Json, type JsonObject, type Path } from '../document/json-tree';
import { kindOf, listOf, operatorOf, type Control, type Kind, type Role } from './kinds';
import { parts, type Names } from './names';

/** A sentence in pieces: words, and what stands in a frame because it can be chosen. */
export interface Piece {
  readonly text: string;
  readonly framed: boolean;
}

/** Of what a block holds, so many things are named; of the rest the number. */
const NAMED_MAX = 3;
const TEXT_MAX = 60;
const NOTHING: readonly Piece[] = [];

/** What a block says, in the reader's words and with the names of the home. Empty for a kind that only its text shows. */
export function sentenceOf(role: Role, value: Json, words: BlockWords, names: Names): readonly Piece[] {
  const kind = kindOf(role, value);
  if (kind === null) return NOTHING;
  const said = keysOf(role, kind, value).map((key) => words.says[key]).filter((one) => one !== undefined);
  return said.flatMap((template) => fill(template, value, kind, words, names));
}

/** The same as one text. */
export function sentenceText(role: Role, value: Json, words: BlockWords, names: Names): string {
  return sentenceOf(role, value, words, names).map(({ text }) => text).join('') || words.kinds.other;
}

function keysOf(role: Role, kind: Kind, value: Json): string[] {
  const base = `${role}.${kind.id}`;
  if (!isObject(value)) return [base];
  const has = (name: string): boolean => Object.hasOwn(value, name);
  const also = ['for', 'offset', 'transition'].filter((name) => has(name) && kind.fields.some(({ path }) => path[0] === name));
  if (isObject(value['wait']) && Object.hasOwn(value['wait'], 'timeout')) also.push('timeout');
  if (kind.id === 'window') {
    const bounds = has('after') && has('before') ? base : has('after') ? `${base}.after` : has('before') ? `${base}.before` : `${base}.days`;
    return [bounds, ...(has('days') && !bounds.endsWith('.days') ? ['days'] : [])];
  }
  if (has('days')) also.push('days');
  if (kind.id === 'property') return [`${base}.${operatorOf(value, role === 'trigger' ? 'becomes' : 'is') ?? 'is'}`, ...also];
  return [kind.id === 'presence' && role === 'trigger' && has('person') ? `${base}.person` : base, ...also];
}

function fill(template: string, value: Json, kind: Kind, words: BlockWords, names: Names): Piece[] {
  return template.split(/(\{[^}]*\})/).filter((part) => part !== '').flatMap((part): Piece[] => {
    if (!part.startsWith('{')) return [{ text: part, framed: false }];
    const path = part.slice(1, -1).split('.').filter((step) => step !== '');
    if (part === '{set}') return settings(valueAt(value, path), words, names);
    return [{ text: slot(path, value, kind, words, names), framed: true }];
  }).filter(({ text }) => text !== '');
}

/** "Turn on [Hall lamp], set [Hall lamp · Brightness] to [70 %]". */
function settings(value: Json | undefined, words: BlockWords, names: Names): Piece[] {
  const entries = entriesOf(value);
  if (entries.length === 0) return [{ text: words.setting.first.set, framed: false }, { text: words.empty, framed: true }];
  const pieces = entries.slice(0, NAMED_MAX).flatMap(([address, to], at): Piece[] => {
    const verbs = at === 0 ? words.setting.first : words.setting.next;
    const { device, key } = parts(address);
    if (typeof to === 'boolean' && device !== '' && key.endsWith('.on')) return [{ text: to ? verbs.on : verbs.off, framed: false }, { text: names.device(device), framed: true }];
    return [{ text: verbs.set, framed: false }, { text: names.property(address), framed: true }, { text: words.setting.to, framed: false }, { text: assigned(address, to, names), framed: true }];
  });
  return entries.length > NAMED_MAX ? [...pieces, { text: words.list + words.more(entries.length - NAMED_MAX), framed: false }] : pieces;
}

function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value).filter(([name]) => !name.startsWith('//')) : [];
}

function assigned(address: string, to: Json, names: Names): string {
  return isObject(to) && typeof to['='] === 'string' ? cut(to['=']) : names.value(address, to);
}

function slot(path: Path, value: Json, kind: Kind, words: BlockWords, names: Names): string {
  const at = valueAt(value, path);
  const control = kind.fields.find((field) => field.path.join('.') === path.join('.'))?.control ?? 'test';
  if (kind.id === 'elevation') return at === undefined ? '' : `${at}°`;
  if (kind.id === 'any') return listed(listOf(at), (one) => sentenceText('condition', one, words, names), words, words.or);
  return textOfPart(at, control, words, names, isObject(value) ? value : {});
}

/** A member in words. `of` is the block, whose property says what a value means. */
export function textOfPart(value: Json | undefined, control: Control, words: BlockWords, names: Names, of: JsonObject): string {
  if (value === undefined || value === '') return words.empty;
  if (isObject(value) && typeof value['='] === 'string') return cut(value['=']);
  const many = (text: (one: string) => string, joint = words.or): string => (typeof value === 'string' || isList(value) ? listOf(value).map((one) => (typeof one === 'string' ? text(one) : chosen(one, words, names))).join(joint) : chosen(value, words, names));
  switch (control) {
    case 'property': case 'writable': return many((address) => names.property(address));
    case 'event': return many((address) => names.event(address));
    case 'call': return typeof value === 'string' ? names.action(value) : cut(JSON.stringify(value));
    case 'device': return many((id) => names.device(id));
    case 'scene': return many((id) => names.scene(id));
    case 'automation': return many((id) => names.automation(id));
    case 'people': return many((id) => words.choices[id] ?? names.person(id), words.and);
    case 'duration': case 'offset': return typeof value === 'string' ? spell(value, words) : cut(JSON.stringify(value));
    case 'days': return many((day) => words.days[day] ?? day, words.list);
    case 'value': case 'test': return valueText(value, words, names, of);
    case 'assignments': return assignments(value, words, names);
    case 'conditions': case 'condition': return listed(listOf(value), (one) => sentenceText('condition', one, words, names), words, words.and);
    case 'triggers': return listed(listOf(value), (one) => sentenceText('trigger', one, words, names), words, words.or);
    case 'actions': return words.steps(listOf(value).length);
    case 'cases': return words.cases(listOf(value).length);
    case 'branches': return listOf(value).map((branch) => words.steps(listOf(branch).length)).join(words.and);
    default: return isList(control) ? many((one) => words.choices[one] ?? one, words.list) : many((one) => cut(one), words.list);
  }
}

function valueText(value: Json, words: BlockWords, names: Names, of: JsonObject): string {
  const [address] = listOf(of['property']);
  const one = (each: Json): string => (typeof address === 'string' ? names.value(address, each) : isObject(address) && typeof address['each'] === 'string' ? names.value(address['each'], each) : `${JSON.stringify(each)}`);
  if (isObject(value) && value['not'] !== undefined) return listOf(value['not']).map(one).join(words.or);
  return listOf(value).map(one).join(words.or);
}

/** Devices and properties that are chosen by room or kind. */
function chosen(value: Json, words: BlockWords, names: Names): string {
  if (!isObject(value)) return cut(JSON.stringify(value));
  const where = listOf(value['room']).join(words.or);
  const what = typeof value['each'] === 'string' ? names.property(value['each']) : listOf(value['kind']).join(words.or);
  return what === '' && where === '' ? cut(JSON.stringify(value)) : words.every(what, where);
}

function assignments(value: Json, words: BlockWords, names: Names): string {
  return listed(entriesOf(value), ([address, to]) => `${names.property(address)}${words.setting.to}${assigned(address, to, names)}`, words, words.list);
}

function listed<T>(all: readonly T[], text: (one: T) => string, words: BlockWords, joint: string): string {
  if (all.length === 0) return words.nothing;
  const named = all.slice(0, NAMED_MAX).map(text);
  return [...named, ...(all.length > NAMED_MAX ? [words.more(all.length - NAMED_MAX)] : [])].join(joint);
}

/** `1h30m` as "1 h 30 min"; anything that is no duration as it is written. */
export function spell(duration: string, words: BlockWords): string {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(duration) ?? [];
  const found = [...rest.matchAll(/(\d+)(ms|d|h|m|s)/g)];
  if (found.length === 0 || found.map(([whole]) => whole).join('') !== rest) return duration;
  return sign.replace('-', '−') + found.map(([, number, unit]) => `${number} ${words.units[unit!]}`).join(' ');
}

function cut(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX - 1)}…` : text;
}
