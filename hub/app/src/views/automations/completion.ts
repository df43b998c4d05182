import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorView, Tooltip } from '@codemirror/view';
import { blockWords } from '../../i18n/blocks';
import { i18n } from '../../i18n/i18n.svelte';
import { KINDS, listOf, type Role } from '../../presentation/automation/kinds';
import { parts } from '../../presentation/automation/names';
import { inline } from '../../presentation/document/json-write';
import { isList, isObject, pathAt, readLoosely, valueAt, type Json, type Path } from '../../presentation/document/json-tree';
import { constantsOf, type Candidate, type SchemaGuide } from '../../presentation/document/schema';
import { baseName, isReadable } from '../../presentation/properties';
import type { HomeNames } from '../../state/home-names.svelte';

/** A proposal: a value or the name of a member, and what is said of it. */
export interface Proposal {
  readonly value: Json;
  readonly detail: string;
  readonly info: string;
  readonly type: string;
  /** Things of the home come before words of the language. */
  readonly boost: number;
}

const SPACED = { unit: '  ', pad: ' ' };
const LIVE = 1;

/** Completes names of members and values by the schema, the rest of the document and the live home. */
export function completeDocument(guide: SchemaGuide, names: HomeNames): (context: CompletionContext) => CompletionResult | null {
  return ({ state, pos, explicit }) => {
    const text = state.doc.toString();
    const root = readLoosely(text);
    const node = syntaxTree(state).resolveInner(pos, -1);
    const inside = node.name === 'PropertyName' || node.name === 'String';
    if (root === null || (!inside && !explicit)) return null;
    const around = pathAt(root, pos);
    const path = !inside && isList(valueAt(root.value, around)) ? [...around, 0] : around;
    // A word without quotes that has just begun: tr for true.
    const from = inside ? node.from : pos - /[\w.-]*$/.exec(text.slice(0, pos))![0].length;
    const to = inside ? node.to : pos;
    const isName = node.name === 'PropertyName' || (!inside && isObject(valueAt(root.value, path)) && !/:\s*$/.test(text.slice(0, pos)));
    const holder: Path = node.name === 'PropertyName' ? path.slice(0, -1) : path;
    const options = isName
      ? namesFor(guide, names, root.value, holder).map((one) => optionOf(one, from, to, one, guide, root.value, holder))
      : valuesFor(guide, names, root.value, path).map((one) => optionOf(one, from, to));
    return options.length === 0 ? null : { from: inside ? from + 1 : from, options, validFor: /^[^"\n]*$/ };
  };
}

/** What the schema says of the member at a place, for whoever rests on its name. */
export function explainMember(guide: SchemaGuide): (view: EditorView, pos: number) => Tooltip | null {
  return ({ state }, pos) => {
    const node = syntaxTree(state).resolveInner(pos, 1);
    const root = node.name === 'PropertyName' ? readLoosely(state.doc.toString()) : null;
    const about = root === null ? undefined : guide.at(root.value, pathAt(root, pos)).find((one) => one.about !== '')?.about;
    if (about === undefined) return null;
    return {
      pos: node.from, end: node.to, above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-about';
        dom.lang = 'en';
        dom.textContent = about;
        return { dom };
      },
    };
  };
}

function optionOf(one: Proposal, from: number, to: number, member?: Proposal, guide?: SchemaGuide, document?: Json, holder?: Path): Completion {
  const written = inline(one.value, SPACED);
  const label = typeof one.value === 'string' ? one.value : written;
  return {
    label, detail: one.detail, type: one.type, boost: one.boost, ...(one.info !== '' && { info: i18n.t.hub(one.info) }),
    apply: (view: EditorView) => {
      const named = member !== undefined && !/^\s*:/.test(view.state.sliceDoc(to, to + 20));
      const starter = named && guide !== undefined && document !== undefined && holder !== undefined ? starterOf(guide.at(document, [...holder, label])) : '';
      const insert = named ? `${written}: ${starter}` : written;
      const end = from + insert.length;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: named && /^["[{]/.test(starter) ? end - Math.ceil(starter.length / 2) : end }, userEvent: 'input.complete' });
    },
  };
}

/** What a new member begins with, and where the hand goes on. */
function starterOf(candidates: readonly Candidate[]): string {
  const first = candidates[0]?.schema;
  if (first === undefined) return '""';
  if (first.items !== undefined) return '[  ]';
  if (first.properties !== undefined || first.additionalProperties !== undefined) return '{  }';
  return first.type === 'boolean' || first.const === true ? 'true' : first.type === 'number' || first.type === 'integer' ? '0' : '""';
}

/** Names of members that may stand in the object at a path. */
export function namesFor(guide: SchemaGuide, names: HomeNames, document: Json, path: Path): readonly Proposal[] {
  const held = valueAt(document, path);
  const live = path.at(-1) === 'set' ? addressesFor(names, !isByKind(document, path))
    : path.at(-1) === 'in' ? argumentsFor(names, document, path) : [];
  const members = guide.members(document, path).map(({ name, about }): Proposal => ({ value: name, detail: '', info: about, type: 'keyword', boost: 0 }));
  return [...live, ...members].filter(({ value }) => !isObject(held) || !Object.hasOwn(held, value as string));
}

/** Whether the values are for devices that are chosen by room or kind: beside the values of an action, around those of a scene. */
function isByKind(document: Json, path: Path): boolean {
  const around = valueAt(document, path.slice(0, -1));
  return path.at(-3) === 'devices' || (isObject(around) && isObject(around['devices']));
}

/** Whole addresses, or for a choice by room or kind the names of their properties alone. */
function addressesFor(names: HomeNames, whole: boolean): Proposal[] {
  const all = [...names.home.devices.values()].flatMap((device) => names.properties(device.id).filter(({ access }) => access.includes('write')).map(({ key, label }): Proposal => ({
    value: whole ? `${device.id}/${key}` : key, detail: whole ? `${device.label} · ${label}` : label, info: '', type: 'property', boost: LIVE,
  })));
  return whole ? all : all.filter(({ value }, at) => all.findIndex((other) => other.value === value) === at);
}

function argumentsFor(names: HomeNames, document: Json, path: Path): Proposal[] {
  const call = valueAt(document, [...path.slice(0, -1), 'call']);
  if (typeof call !== 'string') return [];
  const { device, key } = parts(call);
  const keys = names.actions(device).find((action) => action.key === key)?.in ?? [];
  return keys.map((one) => ({ value: baseName(one), detail: names.find(`${device}/${one}`)?.label ?? '', info: '', type: 'property', boost: LIVE }));
}

/** Values that may stand at a path. */
export function valuesFor(guide: SchemaGuide, names: HomeNames, document: Json, path: Path): readonly Proposal[] {
  const candidates = guide.at(document, path);
  const live = liveFor(names, document, path);
  const constants = constantsOf(candidates).map((value): Proposal => ({ value, detail: '', info: candidates[0]?.about ?? '', type: 'enum', boost: 0 }));
  const examples = live.length > 0 ? [] : candidates.flatMap(({ schema, about }) => (schema.examples ?? []).map((value): Proposal => ({ value, detail: '', info: about, type: 'text', boost: -1 })));
  const all = [...live, ...constants, ...examples, ...blocksFor(candidates)];
  return all.filter(({ value }, at) => all.findIndex((other) => other.value === value) === at);
}

/** Where a block may stand each kind of it is proposed as it begins. */
function blocksFor(candidates: readonly Candidate[]): Proposal[] {
  const words = blockWords();
  const role = (['trigger', 'condition', 'action'] as const).find((one): one is Role => candidates.some(({ name }) => name === one || name.endsWith(`${one[0]!.toUpperCase()}${one.slice(1)}`)));
  if (role === undefined) return [];
  return KINDS[role].filter(({ initial }) => isObject(initial)).map(({ id, initial }) => ({ value: initial, detail: words.kinds[role][id] ?? '', info: '', type: 'class', boost: 0 }));
}

const lists = (path: Path): string => `${path.findLast((step) => typeof step === 'string') ?? ''}`;

function liveFor(names: HomeNames, document: Json, path: Path): Proposal[] {
  const { home } = names;
  const of = (value: Json, detail: string): Proposal => ({ value, detail, info: '', type: 'variable', boost: LIVE });
  const devices = [...home.devices.values()];
  const parent = valueAt(document, path.slice(0, -1));
  switch (lists(path)) {
    case 'property': case 'toggle': {
      const wants = lists(path) === 'toggle';
      return devices.flatMap((device) => names.properties(device.id).filter((property) => (wants ? property.access.includes('write') && property.format === 'bool' : isReadable(property) && !property.key.startsWith('device-information.')))
        .map(({ key, label }) => of(`${device.id}/${key}`, `${device.label} · ${label}`)));
    }
    case 'each': return [...new Map(devices.flatMap((device) => names.properties(device.id).map(({ key, label }) => [key, label] as const)))].map(([key, label]) => of(key, label));
    case 'event': return devices.flatMap((device) => names.events(device.id).map(({ key, label }) => of(`${device.id}/${key}`, `${device.label} · ${label}`)));
    case 'call': return devices.flatMap((device) => names.actions(device.id).map(({ key, label }) => of(`${device.id}/${key}`, `${device.label} · ${label}`)));
    case 'device': case 'of': case 'except': return devices.map(({ id, label }) => of(id, label));
    case 'room': return home.rooms.filter(({ name }) => name !== '').map(({ name }) => of(name, ''));
    case 'kind': return [...new Set(devices.map(({ kind }) => kind))].map((kind) => of(kind, ''));
    case 'scene': return home.scenes.map(({ id, name }) => of(id, name));
    case 'automation': case 'enable': case 'disable': case 'run': return isObject(parent) && lists(path) === 'run' && Object.hasOwn(parent, 'automation') ? [] : home.automations.map(({ id, name }) => of(id, name));
    case 'person': case 'to': return names.people.map(({ id, name }) => of(id, name));
    case 'use': return names.templates.map(({ id, name }) => of(id, name));
    case 'becomes': case 'is': case 'from': case 'not': return valuesOfProperty(names, addressBeside(document, path));
    default: return typeof path.at(-1) === 'string' && `${path.at(-1)}`.includes('.') ? valuesOfProperty(names, `${path.at(-1)}`) : [];
  }
}

/** The property that a comparison is about stands in the nearest object around it. */
function addressBeside(document: Json, path: Path): string {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const held = valueAt(document, path.slice(0, depth));
    if (!isObject(held) || held['property'] === undefined) continue;
    const [first] = listOf(held['property']);
    return typeof first === 'string' ? first : isObject(first) && typeof first['each'] === 'string' ? first['each'] : '';
  }
  return '';
}

function valuesOfProperty(names: HomeNames, address: string): Proposal[] {
  const property = address === '' ? null : names.find(address);
  if (property === null) return [];
  if (property.format === 'bool') return [true, false].map((value) => ({ value, detail: names.value(address, value), info: '', type: 'enum', boost: LIVE }));
  return (property.list ?? []).map(({ name, label }) => ({ value: name, detail: label === name ? '' : label, info: '', type: 'enum', boost: LIVE }));
}
