import { isList, isObject, type Json, type JsonObject, type Path } from '../document/json-tree';

/** What a part of an automation is: it sets it going, it must hold, or it is done. */
export type Role = 'trigger' | 'condition' | 'action';

/** How a member is edited. */
export type Control =
  | 'property' | 'writable' | 'value' | 'test' | 'event' | 'call' | 'arguments' | 'assignments' | 'device' | 'scene' | 'automation' | 'people'
  | 'text' | 'long' | 'code' | 'number' | 'boolean' | 'duration' | 'offset' | 'time' | 'times' | 'days'
  | 'conditions' | 'condition' | 'actions' | 'triggers' | 'cases' | 'branches' | readonly string[];

export interface Field {
  /** From the block. */
  readonly path: Path;
  /** A list of words is what may be chosen. */
  readonly control: Control;
  /** What stands there once it is asked for; a field without it is always shown. */
  readonly initial?: Json;
}

export interface Kind {
  /** Name of the kind, unique in its role; also that of its words. */
  readonly id: string;
  readonly fields: readonly Field[];
  /** What a new one says. */
  readonly initial: Json;
}

const field = (path: string, control: Control): Field => ({ path: path.split('.'), control });
const extra = (path: string, control: Control, initial: Json): Field => ({ path: path.split('.'), control, initial });

const STAYS = extra('for', 'duration', '5m');
const DAYS = extra('days', 'days', ['mon', 'tue', 'wed', 'thu', 'fri']);
const TRANSITION = extra('transition', 'duration', '5s');
const COMES: Control = ['online', 'silent', 'offline', 'unavailable'];
const MISSED: Field = extra('onMissed', ['skip', 'run-once'], 'run-once');

const TRIGGERS: readonly Kind[] = [
  { id: 'property', fields: [field('property', 'property'), field('becomes', 'test'), STAYS, extra('hysteresis', 'number', 1), extra('from', 'value', true), extra('rule', ['each', 'first', 'all'], 'first')], initial: { property: '', becomes: true } },
  { id: 'event', fields: [field('event', 'event')], initial: { event: '' } },
  { id: 'time', fields: [field('time', 'times'), DAYS, MISSED], initial: { time: '20:00' } },
  { id: 'sun', fields: [field('sun', ['sunrise', 'sunset', 'dawn', 'dusk', 'noon']), extra('offset', 'offset', '-30m'), DAYS, MISSED], initial: { sun: 'sunset' } },
  { id: 'elevation', fields: [extra('above', 'number', 0), extra('below', 'number', -4)], initial: { sun: 'elevation', below: -4 } },
  { id: 'every', fields: [field('every', 'duration'), extra('startingAt', 'time', '06:00')], initial: { every: '15m' } },
  { id: 'presence', fields: [field('presence', ['arrives', 'leaves', 'first-arrives', 'last-leaves']), extra('person', 'people', 'anyone'), STAYS], initial: { presence: 'arrives' } },
  { id: 'device', fields: [field('device', 'device'), field('becomes', COMES), STAYS], initial: { device: '', becomes: 'unavailable' } },
  { id: 'scene', fields: [field('scene', 'scene')], initial: { scene: '' } },
  { id: 'automation', fields: [field('automation', 'automation'), field('run', ['started', 'finished', 'failed', 'stopped'])], initial: { automation: '', run: 'finished' } },
  { id: 'calendar', fields: [field('calendar', ['workday', 'weekend', 'holiday']), extra('at', ['begins', 'ends'], 'begins'), extra('offset', 'offset', '-2h')], initial: { calendar: 'holiday' } },
  { id: 'cron', fields: [field('cron', 'code'), MISSED], initial: { cron: '0 7 * * mon-fri' } },
  { id: 'mqtt', fields: [field('mqtt', 'code'), extra('payload', 'code', ''), extra('where', 'code', 'true')], initial: { mqtt: '' } },
  { id: 'webhook', fields: [field('webhook', 'code'), extra('method', ['post', 'put', 'get'], 'post')], initial: { webhook: '' } },
  { id: 'hub', fields: [], initial: { hub: 'started' } },
  { id: 'expression', fields: [field('expression', 'code'), STAYS], initial: { expression: 'peopleHome() > 0' } },
];

const CONDITIONS: readonly Kind[] = [
  { id: 'property', fields: [field('property', 'property'), field('is', 'test'), STAYS, extra('rule', ['all', 'any'], 'any')], initial: { property: '', is: true } },
  { id: 'window', fields: [extra('after', 'time', '22:00'), extra('before', 'time', '07:00'), DAYS], initial: { after: '22:00', before: '07:00' } },
  { id: 'sun', fields: [field('sun', ['up', 'down'])], initial: { sun: 'down' } },
  { id: 'sunBetween', fields: [extra('sun.after', 'code', 'sunset'), extra('sun.before', 'code', 'sunrise')], initial: { sun: { after: 'sunset', before: 'sunrise' } } },
  { id: 'presence', fields: [field('presence', ['home', 'away']), field('person', 'people')], initial: { presence: 'home', person: 'anyone' } },
  { id: 'trigger', fields: [field('trigger', 'code')], initial: { trigger: '1' } },
  { id: 'automation', fields: [field('automation', 'automation'), field('is', ['enabled', 'disabled', 'running', 'idle'])], initial: { automation: '', is: 'idle' } },
  { id: 'device', fields: [field('device', 'device'), field('is', COMES)], initial: { device: '', is: 'online' } },
  { id: 'any', fields: [field('any', 'conditions')], initial: { any: [{ sun: 'down' }] } },
  { id: 'all', fields: [field('all', 'conditions')], initial: { all: [{ sun: 'down' }] } },
  { id: 'not', fields: [field('not', 'condition')], initial: { not: { sun: 'up' } } },
  { id: 'expression', fields: [field('expression', 'code')], initial: { expression: 'peopleHome() > 0' } },
  // The same, written as a text alone.
  { id: 'text', fields: [{ path: [], control: 'code' }], initial: 'peopleHome() > 0' },
];

const NAMED: readonly Field[] = [extra('name', 'text', ''), extra('onError', ['continue', 'stop'], 'stop')];
const ends = extra('wait.timeout', 'duration', '1h');
const thenWhat = extra('wait.onTimeout', ['continue', 'stop'], 'stop');

const ACTIONS: readonly Kind[] = [
  { id: 'set', fields: [field('set', 'assignments'), TRANSITION], initial: { set: {} } },
  { id: 'wait', fields: [field('wait', 'duration')], initial: { wait: '5m' } },
  { id: 'scene', fields: [field('scene', 'scene'), TRANSITION], initial: { scene: '' } },
  { id: 'notify', fields: [field('notify.message', 'long'), field('notify.to', 'people'), extra('notify.title', 'text', ''), extra('notify.urgency', ['low', 'normal', 'high'], 'high')], initial: { notify: { to: 'everyone', message: '' } } },
  { id: 'if', fields: [field('if', 'conditions'), field('then', 'actions'), extra('else', 'actions', [])], initial: { if: [{ sun: 'down' }], then: [] } },
  { id: 'call', fields: [field('call', 'call'), field('in', 'arguments')], initial: { call: '' } },
  { id: 'toggle', fields: [field('toggle', 'writable')], initial: { toggle: '' } },
  { id: 'waitUntil', fields: [field('wait.until', 'conditions'), ends, thenWhat], initial: { wait: { until: [{ sun: 'down' }], timeout: '1h' } } },
  { id: 'waitFor', fields: [field('wait.for', 'triggers'), ends, thenWhat], initial: { wait: { for: [], timeout: '1h' } } },
  { id: 'choose', fields: [field('choose', 'cases'), extra('else', 'actions', [])], initial: { choose: [{ if: [{ sun: 'down' }], then: [] }] } },
  { id: 'repeatCount', fields: [field('repeat.count', 'number'), field('repeat.actions', 'actions')], initial: { repeat: { count: 3, actions: [] } } },
  { id: 'repeatWhile', fields: [field('repeat.while', 'conditions'), field('repeat.actions', 'actions')], initial: { repeat: { while: [{ sun: 'down' }], actions: [] } } },
  { id: 'repeatUntil', fields: [field('repeat.until', 'conditions'), field('repeat.actions', 'actions')], initial: { repeat: { until: [{ sun: 'down' }], actions: [] } } },
  { id: 'condition', fields: [field('condition', 'conditions')], initial: { condition: [{ sun: 'down' }] } },
  { id: 'parallel', fields: [field('parallel', 'branches')], initial: { parallel: [[], []] } },
  { id: 'sequence', fields: [field('sequence', 'actions')], initial: { sequence: [] } },
  { id: 'snapshot', fields: [field('snapshot', 'code'), field('of', 'device')], initial: { snapshot: 'before', of: '' } },
  { id: 'restore', fields: [field('restore', 'code'), TRANSITION], initial: { restore: 'before' } },
  { id: 'run', fields: [field('run', 'automation'), extra('conditions', 'boolean', true)], initial: { run: '' } },
  { id: 'enable', fields: [field('enable', 'automation')], initial: { enable: '' } },
  { id: 'disable', fields: [field('disable', 'automation')], initial: { disable: '' } },
  { id: 'log', fields: [field('log', 'long')], initial: { log: '' } },
  { id: 'publish', fields: [field('publish.topic', 'code'), field('publish.payload', 'long'), extra('publish.retain', 'boolean', true)], initial: { publish: { topic: '', payload: '' } } },
  { id: 'request', fields: [field('request.url', 'code'), extra('request.method', ['get', 'post', 'put', 'patch', 'delete'], 'post'), extra('request.body', 'long', '')], initial: { request: { url: 'https://' } } },
  { id: 'stop', fields: [field('stop', 'text'), extra('failed', 'boolean', true)], initial: { stop: '' } },
];

export const KINDS: Readonly<Record<Role, readonly Kind[]>> = {
  trigger: TRIGGERS, condition: CONDITIONS, action: ACTIONS.map((kind) => ({ ...kind, fields: [...kind.fields, ...NAMED] })),
};

/** The kind of a block; null for one that only its text shows, such as a list of addresses with rules. */
export function kindOf(role: Role, value: Json): Kind | null {
  const id = idOf(role, value);
  return KINDS[role].find((kind) => kind.id === id) ?? null;
}

function idOf(role: Role, value: Json): string | null {
  if (typeof value === 'string') return role === 'condition' ? 'text' : null;
  if (!isObject(value)) return null;
  const has = (name: string): boolean => Object.hasOwn(value, name);
  if (role === 'condition' && ['after', 'before', 'days', 'dates', 'on'].some(has) && !has('property')) return 'window';
  if (has('sun')) return role === 'trigger' ? (value['sun'] === 'elevation' ? 'elevation' : 'sun') : typeof value['sun'] === 'string' ? 'sun' : isObject(value['sun']) && !Object.hasOwn(value['sun'], 'elevation') ? 'sunBetween' : null;
  if (has('wait')) return waitOf(value['wait']!);
  if (has('repeat')) return repeatOf(value['repeat']!);
  return KINDS[role].find((kind) => isObject(kind.initial) && has(Object.keys(kind.initial)[0]!))?.id ?? null;
}

function waitOf(wait: Json): string | null {
  if (!isObject(wait)) return 'wait';
  return Object.hasOwn(wait, 'until') ? 'waitUntil' : Object.hasOwn(wait, 'for') ? 'waitFor' : null;
}

function repeatOf(repeat: Json): string | null {
  if (!isObject(repeat)) return null;
  return Object.hasOwn(repeat, 'count') ? 'repeatCount' : Object.hasOwn(repeat, 'while') ? 'repeatWhile' : Object.hasOwn(repeat, 'until') ? 'repeatUntil' : null;
}

/** How a value is compared: `between` has both bounds. Null for none of these. */
export type Operator = 'is' | 'isNot' | 'changes' | 'above' | 'below' | 'between';

/** Triggers say `becomes`, conditions `is`. */
export function operatorOf(value: JsonObject, word: string): Operator | null {
  const has = (name: string): boolean => Object.hasOwn(value, name);
  if (has('above') && has('below')) return 'between';
  if (has('above')) return 'above';
  if (has('below')) return 'below';
  if (has('changes')) return 'changes';
  if (!has(word)) return null;
  return isObject(value[word]) && Object.hasOwn(value[word], 'not') ? 'isNot' : 'is';
}

/** Members of a block that no field shows: they stay as they are, and are named. Comments are told apart. */
export function unshown(value: JsonObject, kind: Kind): string[] {
  const shown = new Set<string | number | undefined>([...kind.fields.map(({ path }) => path[0]), 'enabled', 'id']);
  if (kind.fields.some(({ control }) => control === 'test')) for (const name of ['becomes', 'is', 'changes', 'above', 'below']) shown.add(name);
  if (kind.id === 'elevation' || kind.id === 'hub') for (const name of ['sun', 'hub']) shown.add(name);
  return Object.keys(value).filter((name) => !name.startsWith('//') && !shown.has(name));
}

/** The notes of a block, `"//": "…"`, in their order. */
export function notesOf(value: Json): { name: string; text: string }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter(([name]) => name.startsWith('//')).map(([name, text]) => ({ name, text: typeof text === 'string' ? text : JSON.stringify(text) }));
}

/** The list that a member is, if it is written as one thing alone or not at all. */
export function listOf(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : isList(value) ? value : [value];
}
