import type { Contract, ContractAction, ContractProperty, ContractService } from '../api/contracts';
import { baseName } from './properties';

/** How a property is drawn. Null for what is only an argument of actions or events. */
export type FieldShape = 'toggle' | 'choice' | 'range' | 'colour' | 'minute' | 'text' | 'reading' | 'buttons';

/** Properties and actions of one service, in contract order. */
export interface Group {
  key: string;
  label: string;
  fields: readonly ContractProperty[];
  actions: readonly ContractAction[];
}

/** What stands large at the head of the page. Each part is drawn where it is not null. */
export interface Hero {
  /** A pillar to drag: brightness, volume, position. */
  level: string | null;
  /** Degrees to choose, with the measured ones beside. */
  climate: { target: string; measured: string | null } | null;
  /** The position is drawn as a pillar, and these values of `motor-control` are its buttons. */
  motor: string | null;
  light: { colour: string | null; temperature: string | null; mode: string | null; colourMode: number | null; whiteMode: number | null } | null;
  player: { state: string; title: string | null; artist: string | null; volume: string | null; mute: string | null } | null;
  lock: { status: string; lock: string; unlock: string } | null;
  /** What the device does, in words. */
  status: string | null;
  /** Numbers and states to read. */
  readings: readonly string[];
  /** Lists to choose from, as chips. */
  modes: readonly string[];
  actions: readonly string[];
}

export interface DevicePage {
  hero: Hero;
  /** Everything that the hero does not hold. */
  groups: readonly Group[];
  /** Properties that tell a fault: 0 is none. */
  faults: readonly string[];
  properties: ReadonlyMap<string, ContractProperty>;
  actions: ReadonlyMap<string, ContractAction>;
}

/** Told on its own card, not among the controls. */
const ABOUT = 'device-information';
const READINGS = [
  'motion-state', 'contact-state', 'submersion-state', 'pm2.5-density', 'co2-density', 'temperature', 'relative-humidity', 'illumination', 'electric-power',
  'smoke-concentration', 'gas-concentration', 'body-weight', 'systolic-pressure', 'diastolic-pressure', 'download-speed', 'upload-speed', 'door-state',
];
const READINGS_MAX = 3;
const LEVELS = ['brightness', 'target-position', 'speed-level', 'target-humidity', 'volume'];
const MODES = ['mode', 'fan-level', 'input-source', 'cook-mode', 'recording-mode'];
/** Things that one rather does than keeps among the details. */
const DOING = /^(start-sweep|pause|resume|stop-sweeping|start-charge|start-heating|stop-working|start-cook|cancel-cooking|pet-food-out|ring-chime|mute-alarm|start-check|stop-alarm)$/;
/** Done by mistake these cost more than a tap: they ask first. */
const GRAVE = /(^|\.)(unlock|format|pop-up|reboot|close-valve|tare|start-disinfection|reset-.*|.*calibrat.*|empty-dust-box)$/;
/** Done by the other controls of the page. */
const DOUBLED = /^(toggle|turn-on|turn-off|brightness-up|brightness-down|volume-up|volume-down)$/;

const can = (property: ContractProperty, access: string): boolean => property.access.includes(access);
const isWritable = (property: ContractProperty): boolean => can(property, 'write');
const isObserved = (property: ContractProperty): boolean => can(property, 'read') || can(property, 'notify');
const isNumber = (property: ContractProperty): boolean => /^(u?int|float)/.test(property.format);
const isListed = (property: ContractProperty): boolean => (property.list?.length ?? 0) > 0;
const isRange = (property: ContractProperty): boolean => isNumber(property) && !isListed(property) && property.range != null && property.range.max > property.range.min;

/** An action that must not be done by mistake. */
export function isGrave(action: string): boolean {
  return GRAVE.test(action);
}

export function shapeOf(property: ContractProperty): FieldShape | null {
  if (!isWritable(property)) return isObserved(property) ? 'reading' : null;
  if (!isObserved(property)) return isListed(property) ? 'buttons' : 'text';
  if (property.format === 'bool') return 'toggle';
  if (isListed(property)) return 'choice';
  if (property.unit === 'rgb') return 'colour';
  if (isRange(property)) return property.unit === 'minutes' && /-minute$/.test(property.key) ? 'minute' : 'range';
  return 'text';
}

const pages = new WeakMap<Contract, DevicePage>();

/** The page of a kind of device, made from its contract alone. */
export function pageOf(contract: Contract): DevicePage {
  let page = pages.get(contract);
  if (page === undefined) {
    page = compose(contract);
    pages.set(contract, page);
  }
  return page;
}

function compose(contract: Contract): DevicePage {
  const services = contract.services.filter((service) => service.key !== ABOUT);
  const properties = services.flatMap((service) => service.properties);
  const actions = services.flatMap((service) => service.actions);
  const hero = heroOf(services);
  const held = new Set(keysOf(hero, services[0]));
  const done = new Set(hero.actions);
  if (hero.lock !== null) done.add(hero.lock.lock).add(hero.lock.unlock);
  const groups = services.map((service) => ({
    key: service.key,
    label: service.label,
    fields: service.properties.filter((property) => shapeOf(property) !== null && !held.has(property.key)),
    actions: service.actions.filter((action) => !done.has(action.key) && !DOUBLED.test(baseName(action.key)) && !(hero.player !== null && isPlay(action.key))),
  }));
  return {
    hero,
    groups: gather(groups.filter((group) => group.fields.length > 0 || group.actions.length > 0)),
    faults: properties.filter((property) => baseName(property.key) === 'fault' && isListed(property)).map((property) => property.key),
    properties: new Map(properties.map((property) => [property.key, property])),
    actions: new Map(actions.map((action) => [action.key, action])),
  };
}

/** A service with one thing to set or read needs no card of its own: such rows stand together on the last, which has no name. */
function gather(groups: readonly Group[]): Group[] {
  const isLone = (group: Group): boolean => group.fields.length === 1 && group.actions.length === 0;
  const lone = groups.slice(1).filter(isLone);
  if (lone.length < 2) return [...groups];
  const rows = lone.map(({ label, fields: [field] }) => (baseName(field!.key) === 'on' ? { ...field!, label } : field!));
  return [...groups.filter((group) => !lone.includes(group)), { key: 'more', label: '', fields: rows, actions: [] }];
}

/** Actions of what plays, which the player draws as its own buttons. */
export const PLAY = ['previous', 'play', 'pause', 'next'] as const;

function isPlay(action: string): boolean {
  return action.startsWith('play-control.') && (PLAY as readonly string[]).includes(baseName(action));
}

function heroOf(services: readonly ContractService[]): Hero {
  const main = services[0];
  const all = services.flatMap((service) => service.properties);
  const own = main?.properties ?? [];
  const named = (of: readonly ContractProperty[], base: string, test: (property: ContractProperty) => boolean): string | null =>
    of.find((property) => baseName(property.key) === base && test(property))?.key ?? null;
  const firstOf = (of: readonly ContractProperty[], bases: readonly string[], test: (property: ContractProperty) => boolean): string | null =>
    bases.map((base) => named(of, base, test)).find((key) => key !== null) ?? null;
  const action = (base: string): string | null => main?.actions.find((one) => baseName(one.key) === base)?.key ?? null;

  const target = named(own, 'target-temperature', (property) => isWritable(property) && isRange(property));
  const player = playerOf(services);
  const lock = lockOf(own, action('lock'), action('unlock'));
  const level = target !== null || player !== null ? null : firstOf(own, LEVELS, (property) => isWritable(property) && isRange(property));
  const status = lock?.status ?? named(own, 'status', isListed);
  const readings = READINGS.map((base) => named(all, base, (property) => !isWritable(property) && isObserved(property)))
    .filter((key) => key !== null && key !== status)
    .slice(0, READINGS_MAX) as string[];
  const measured = target === null ? null : named(all, 'temperature', isObserved);
  const light = lightOf(own);
  return {
    level,
    climate: target === null ? null : { target, measured },
    motor: named(own, 'motor-control', isListed),
    light,
    player,
    lock,
    status,
    readings: readings.filter((key) => key !== measured),
    modes: MODES.map((base) => named(own, base, (property) => isWritable(property) && isListed(property)))
      
      .filter((key) => key !== null && !(isTinted(light) && key === light?.mode)).slice(0, 2) as string[],
    actions: services.flatMap((service) => service.actions)
      .filter((one) => DOING.test(baseName(one.key)) && !(player !== null && isPlay(one.key))).map((one) => one.key),
  };
}

function lockOf(own: readonly ContractProperty[], lock: string | null, unlock: string | null): Hero['lock'] {
  const status = own.find((property) => baseName(property.key) === 'status' && isListed(property))?.key;
  return lock === null || unlock === null || status === undefined ? null : { lock, unlock, status };
}

function playerOf(services: readonly ContractService[]): Hero['player'] {
  const play = services.find((service) => service.key === 'play-control');
  const state = play?.properties.find((property) => baseName(property.key) === 'playing-state')?.key;
  if (play === undefined || state === undefined) return null;
  const text = (base: string): string | null => play.properties.find((property) => baseName(property.key) === base)?.key ?? null;
  const speaker = services.find((service) => service.key === 'speaker');
  const of = (base: string): string | null => speaker?.properties.find((property) => baseName(property.key) === base && isWritable(property))?.key ?? null;
  return { state, title: text('track-title'), artist: text('track-artist'), volume: of('volume'), mute: of('mute') };
}

function lightOf(own: readonly ContractProperty[]): Hero['light'] {
  const find = (base: string): ContractProperty | undefined => own.find((property) => baseName(property.key) === base && isWritable(property));
  if (find('brightness') === undefined || find('on') === undefined) return null;
  const mode = find('mode');
  const valued = (pattern: RegExp): number | null => mode?.list?.find((entry) => pattern.test(entry.name))?.value ?? null;
  return {
    colour: find('color')?.key ?? null,
    temperature: find('color-temperature')?.key ?? null,
    mode: mode?.key ?? null,
    colourMode: valued(/colou?r(?!.*temp)|rgb/i),
    whiteMode: valued(/day|white|temperature/i),
  };
}

/** Whether a light has more to choose than how bright. */
export function isTinted(light: Hero['light']): boolean {
  return light !== null && (light.colour !== null || light.temperature !== null);
}

/** Properties that the hero draws, so that no group draws them again. */
function keysOf(hero: Hero, main: ContractService | undefined): string[] {
  const on = main?.properties.find((property) => baseName(property.key) === 'on' && isWritable(property) && property.format === 'bool')?.key ?? null;
  const position = hero.motor === null ? null : main?.properties.find((property) => baseName(property.key) === 'current-position')?.key ?? null;
  return [
    on, hero.level, position, hero.climate?.target, hero.climate?.measured, hero.motor, hero.light?.colour, hero.light?.temperature, isTinted(hero.light) ? hero.light?.mode : null, hero.player?.state, hero.player?.title,
    hero.player?.artist, hero.player?.volume, hero.player?.mute, hero.status, ...hero.readings, ...hero.modes,
  ].filter((key) => key != null);
}
