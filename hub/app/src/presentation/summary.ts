import type { ContractInfo } from '../api/protocol';
import type { DeviceView } from '../state/device.svelte';
import { baseName, wordedState } from './properties';
import { BATTERY_LOW_PERCENT, isOn } from './tile';

/** What the chips and headings tell of some devices. Null where no device could know. */
export interface Summary {
  lightsOn: number | null;
  temperature: number | null;
  humidity: number | null;
  open: number | null;
  /** Watts. */
  power: number | null;
  /** Worst of all, µg/m³. */
  pm25: number | null;
  batteriesLow: number;
  /** Offline or silent. */
  offline: number;
}

/** What a device, or several, add to a summary. Numbers and states of a device that is away do not count. */
export interface Share {
  readonly lights: number;
  readonly lit: number;
  /** By the name of the property, without its service. */
  readonly numbers: Readonly<Record<Counted, readonly number[]>>;
  readonly contacts: number;
  readonly open: number;
  readonly doubtful: number;
}

const COUNTED = ['temperature', 'relative-humidity', 'electric-power', 'pm2.5-density', 'battery-level'] as const;
type Counted = (typeof COUNTED)[number];

/** Properties of a contract that are summed up, by their name without the service. A home has many devices of few contracts. */
const indexes = new WeakMap<ContractInfo, Map<string, readonly string[]>>();

function namesOf(contract: ContractInfo, base: string): readonly string[] {
  let index = indexes.get(contract);
  if (index === undefined) {
    index = new Map();
    for (const name of Object.keys(contract.properties)) index.set(baseName(name), [...(index.get(baseName(name)) ?? []), name]);
    indexes.set(contract, index);
  }
  return index.get(base) ?? [];
}

/** The share of one device. Each device keeps its own, so that a change of one is not reckoned again for all. */
export function shareOf(device: DeviceView): Share {
  const { contract, online } = device;
  const numbers = {} as Record<Counted, readonly number[]>;
  for (const base of COUNTED) {
    numbers[base] = online ? namesOf(contract, base).map((name) => device.value(name)).filter((value) => typeof value === 'number') : [];
  }
  const isLight = device.kind === 'light';
  const contacts = online ? namesOf(contract, 'contact-state') : [];
  return {
    lights: isLight ? 1 : 0,
    lit: isLight && online && isOn(device) === true ? 1 : 0,
    numbers,
    contacts: contacts.length,
    open: contacts.filter((name) => wordedState(name, device.value(name), contract.properties[name]) === 'open').length,
    doubtful: device.doubtful ? 1 : 0,
  };
}

/** What several add together. */
export function join(shares: readonly Share[]): Share {
  const numbers = {} as Record<Counted, readonly number[]>;
  for (const base of COUNTED) numbers[base] = shares.flatMap((share) => share.numbers[base]);
  const count = (of: (share: Share) => number): number => shares.reduce((total, share) => total + of(share), 0);
  return {
    lights: count(({ lights }) => lights), lit: count(({ lit }) => lit), numbers,
    contacts: count(({ contacts }) => contacts), open: count(({ open }) => open), doubtful: count(({ doubtful }) => doubtful),
  };
}

export function summarise({ lights, lit, numbers, contacts, open, doubtful }: Share): Summary {
  return {
    lightsOn: lights === 0 ? null : lit,
    // A single thermometer in the sun should not speak for the house.
    temperature: median(numbers['temperature']),
    humidity: median(numbers['relative-humidity']),
    open: contacts === 0 ? null : open,
    power: sum(numbers['electric-power']),
    pm25: max(numbers['pm2.5-density']),
    batteriesLow: numbers['battery-level'].filter((level) => level < BATTERY_LOW_PERCENT).length,
    offline: doubtful,
  };
}

function median(of: readonly number[]): number | null {
  if (of.length === 0) return null;
  const sorted = [...of].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function sum(of: readonly number[]): number | null {
  return of.length === 0 ? null : of.reduce((total, value) => total + value, 0);
}

function max(of: readonly number[]): number | null {
  return of.length === 0 ? null : Math.max(...of);
}
