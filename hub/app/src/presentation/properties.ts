import type { ContractInfo, PropertyInfo, Value } from '../api/protocol';

/**
 * What the app knows of properties, by their name in any service. Tiles are made from the contract and these few tables, never from
 * a list of device classes: a kind of device that did not exist when this was written still gets a tile that works.
 */

/** Levels that fill a tile, best first. */
const LEVELS = ['brightness', 'volume', 'target-position', 'current-position', 'target-temperature', 'speed-level', 'fan-level', 'target-humidity'];

/** Readings worth the place at the top right, best first. */
const READINGS = [
  'pm2.5-density', 'co2-density', 'temperature', 'electric-power', 'relative-humidity', 'illumination',
  'motion-state', 'contact-state', 'submersion-state', 'smoke-concentration', 'power-consumption',
];

/** Services that are switched for their own sake in a device whose first service has nothing to set. */
const SWITCHED = new Set(['light', 'switch', 'outlet', 'fan']);

/** Services beside what the device is for: their levels fill no tile. */
const ASIDE = /screen|indicator|alarm/;

/** Readings that are a state in words rather than a number. */
const WORDED = new Set(['motion-state', 'contact-state', 'submersion-state']);

/** What a device says of itself while nothing is going on; anything else is worth a glow. */
const RESTING = /^(idle|stop|normal|closed|locked|pause|charg|connected|muted|lifted|waiting|off|none|standby)/i;

export function isResting(status: string): boolean {
  return RESTING.test(status);
}

/** `light.on` → `on`. Only the first dot parts service and property: `environment.pm2.5-density` → `pm2.5-density`. */
export function baseName(property: string): string {
  const dot = property.indexOf('.');
  return dot < 0 ? property : property.slice(dot + 1);
}

function serviceOf(property: string): string {
  const dot = property.indexOf('.');
  return dot < 0 ? '' : property.slice(0, dot);
}

function can(info: PropertyInfo | undefined, access: string): boolean {
  return info?.access?.includes(access) ?? false;
}

export function isReadable(info: PropertyInfo): boolean {
  return can(info, 'read') || can(info, 'notify');
}

export interface SwitchRole {
  property: string;
  /** For `mute`: the switch is on while the value is false. */
  inverted: boolean;
}

export interface LevelRole {
  property: string;
  min: number;
  max: number;
  step: number;
}

/** Which property plays which part on a tile. Computed once per contract. */
export interface TileRoles {
  switch: SwitchRole | null;
  level: LevelRole | null;
  /** A number for the top right. */
  reading: string | null;
  /** A state in words: motion, open, wet. */
  worded: string | null;
  /** Further numbers for the state line. */
  extra: string[];
  /** Told only when it runs low. */
  battery: string | null;
  mode: string | null;
  colour: string | null;
  colourTemperature: string | null;
}

const cache = new WeakMap<ContractInfo, TileRoles>();

export function rolesOf(contract: ContractInfo): TileRoles {
  let roles = cache.get(contract);
  if (roles === undefined) {
    roles = findRoles(contract);
    cache.set(contract, roles);
  }
  return roles;
}

function findRoles(contract: ContractInfo): TileRoles {
  const names = Object.keys(contract.properties);
  const info = (name: string): PropertyInfo => contract.properties[name]!;
  const writable = (name: string): boolean => can(info(name), 'write');
  const numeric = (name: string): boolean => /^(u?int|float)/.test(info(name).format);
  const first = (base: string, test: (name: string) => boolean): string | undefined =>
    names.find((name) => baseName(name) === base && test(name));
  // The volume of what plays is worth a tile, that of a camera's voice is not.
  const plays = names.some((name) => serviceOf(name) === 'play-control');
  const isAside = (name: string): boolean => ASIDE.test(serviceOf(name)) || (serviceOf(name) === 'speaker' && !plays);
  const hasWritable = (service: string): boolean => names.some((name) => serviceOf(name) === service && writable(name));
  const firstOf = (bases: readonly string[], test: (name: string) => boolean): string | null =>
    bases.map((base) => first(base, test)).find((name) => name !== undefined) ?? null;

  // The hub sends properties in contract order, and the first service is what the device is for. Any other `on` may be of an indicator
  // light or a quiet time, and must not be what a tap on the tile switches.
  const mainService = names.map(serviceOf).find((service) => service !== 'device-information') ?? '';
  const on = names.find((name) => baseName(name) === 'on' && info(name).format === 'bool' && writable(name)
    && (serviceOf(name) === mainService || SWITCHED.has(serviceOf(name)) && !hasWritable(mainService)));
  const mute = first('mute', (name) => info(name).format === 'bool' && writable(name));
  const main: SwitchRole | null = on ? { property: on, inverted: false } : mute ? { property: mute, inverted: true } : null;
  const inMainService = (name: string): boolean => serviceOf(name) === (main === null ? mainService : serviceOf(main.property));
  const levelTest = (name: string): boolean => writable(name) && numeric(name) && range(info(name)) !== null;
  const level = firstOf(LEVELS, (name) => levelTest(name) && inMainService(name)) ?? (main === null ? null : firstOf(LEVELS, (name) => levelTest(name) && !isAside(name)));
  const readable = (name: string): boolean => isReadable(info(name)) && name !== level && name !== main?.property;
  const numbers = READINGS.filter((base) => !WORDED.has(base))
    .map((base) => first(base, (name) => readable(name) && numeric(name)))
    .filter((name) => name !== undefined);
  const listed = (name: string): boolean => readable(name) && (info(name).list?.length ?? 0) > 0;
  const worded = firstOf([...WORDED], readable);
  const other = names.find((name) => baseName(name) !== 'battery-level' && readable(name) && numeric(name) && !writable(name) && !info(name).list?.length) ?? null;
  return {
    switch: main,
    level: level === null ? null : { property: level, ...range(info(level))! },
    reading: numbers[0] ?? (main === null && worded === null ? other : null),
    worded,
    extra: numbers.slice(1, 3),
    battery: firstOf(['battery-level'], (name) => readable(name) && numeric(name)),
    // What plays is told by a service of its own beside the speaker's.
    // What cannot be switched is told by what it does (sweeping, locked), what can be by how it is set.
    mode: firstOf(main === null ? ['status', 'mode'] : ['mode', 'status'], (name) => listed(name) && inMainService(name)) ?? firstOf(['playing-state'], listed),
    colour: firstOf(['color'], (name) => readable(name) && numeric(name)),
    colourTemperature: firstOf(['color-temperature'], (name) => readable(name) && numeric(name)),
  };
}

function range(info: PropertyInfo): { min: number; max: number; step: number } | null {
  if (info.min != null && info.max != null && info.max > info.min) {
    return { min: info.min, max: info.max, step: info.step != null && info.step > 0 ? info.step : 1 };
  }
  const listed = (info.list ?? []).map((entry) => entry.value).filter((value) => typeof value === 'number');
  if (listed.length < 2) return null;
  return { min: Math.min(...listed), max: Math.max(...listed), step: 1 };
}

export type WordedState = 'motion' | 'clear' | 'open' | 'closed' | 'wet' | 'dry';

/** A worded property's state; null if the value says nothing. A contact that is made means closed. */
export function wordedState(property: string, value: Value | undefined, info?: PropertyInfo): WordedState | null {
  const base = baseName(property);
  const active = asActive(value, info);
  if (active === null) return null;
  if (base === 'motion-state') return active ? 'motion' : 'clear';
  if (base === 'contact-state') return active ? 'closed' : 'open';
  if (base === 'submersion-state') return active ? 'wet' : 'dry';
  return null;
}

function asActive(value: Value | undefined, info: PropertyInfo | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  const name = info?.list?.find((entry) => entry.value === value)?.name.toLowerCase();
  if (name !== undefined) return !/^(no|not|open|clear|dry|off)\b/.test(name);
  return typeof value === 'number' ? value !== 0 : null;
}

export type ActivityWord = 'on' | 'off' | WordedState;

/** The turning point that a new value is, or null if it is none. */
export function activityProperty(property: string, value: Value): ActivityWord | null {
  const base = baseName(property);
  if (base === 'on' && typeof value === 'boolean') return value ? 'on' : 'off';
  if (!WORDED.has(base)) return null;
  const state = wordedState(property, value);
  // "Motion" is news, its end is not.
  return state === 'clear' || state === 'dry' ? null : state;
}
