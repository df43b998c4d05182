import { parts } from '../presentation/automation/names';
import { baseName, isReadable } from '../presentation/properties';
import type { SignalLook } from '../presentation/chart/signals';
import { quantity } from '../presentation/units';
import { textOf } from '../presentation/values';
import type { HomeNames } from './home-names.svelte';

const PERCENT = { low: 0, high: 100 };

/** What a signal of the home is called and how its values read, also of one whose device has left. */
export function lookOf(names: HomeNames, signal: string, isShort = false): SignalLook {
  const { device, key } = parts(signal);
  const property = names.find(signal);
  if (property === null) {
    return { label: names.event(signal), unit: '', isSet: false, values: [], text: (value) => (typeof value === 'number' ? quantity(value, null, baseName(key)).number : `${value}`) };
  }
  const range = property.range ?? null;
  return {
    label: isShort ? property.label : `${deviceLabel(names, device)} · ${property.label}`,
    unit: quantity(1, property.unit, baseName(key)).unit,
    isSet: property.access.includes('write'),
    values: property.list?.map(({ value }) => value) ?? [],
    ...(property.unit === 'percentage' && (range === null || range.max <= PERCENT.high) && { bounds: PERCENT }),
    text: (value) => textOf(property, value),
  };
}

/** Two devices of one name are told apart by their rooms. */
function deviceLabel(names: HomeNames, id: string): string {
  const device = names.home.devices.get(id);
  const isTwice = device !== undefined && device.room !== '' && [...names.home.devices.values()].some((other) => other !== device && other.label === device.label);
  return isTwice ? `${device.label} (${device.room})` : names.device(id);
}

/** A signal that may be picked. */
export interface SignalChoice {
  signal: string;
  /** Of the device, which may have several. */
  device: string;
  label: string;
  detail: string;
  kind: string;
}

/** Every signal of the home: what devices tell, and their events. */
export function choicesOf(names: HomeNames): SignalChoice[] {
  return [...names.home.devices.values()].flatMap(({ id, room, kind }) => {
    const label = deviceLabel(names, id);
    const choice = (key: string, what: string): SignalChoice => ({ signal: `${id}/${key}`, device: id, label: `${label} · ${what}`, detail: room, kind });
    return [
      ...names.properties(id).filter((property) => isReadable(property) && !property.key.startsWith('device-information.') && property.unit !== 'rgb').map(({ key, label: what }) => choice(key, what)),
      ...names.events(id).map(({ key, label: what }) => choice(key, what)),
    ];
  });
}
