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

export function summarise(devices: readonly DeviceView[]): Summary {
  const lights = devices.filter((device) => device.kind === 'light');
  const contacts = values(devices, 'contact-state');
  return {
    lightsOn: lights.length === 0 ? null : lights.filter((device) => device.online && isOn(device) === true).length,
    // A single thermometer in the sun should not speak for the house.
    temperature: median(numbers(devices, 'temperature')),
    humidity: median(numbers(devices, 'relative-humidity')),
    open: contacts.length === 0 ? null
      : contacts.filter(({ device, name }) => wordedState(name, device.value(name), device.contract.properties[name]) === 'open').length,
    power: sum(numbers(devices, 'electric-power')),
    pm25: max(numbers(devices, 'pm2.5-density')),
    batteriesLow: numbers(devices, 'battery-level').filter((level) => level < BATTERY_LOW_PERCENT).length,
    offline: devices.filter((device) => device.doubtful).length,
  };
}

function values(devices: readonly DeviceView[], base: string): { device: DeviceView; name: string }[] {
  return devices.filter((device) => device.online).flatMap((device) =>
    Object.keys(device.contract.properties).filter((name) => baseName(name) === base).map((name) => ({ device, name })));
}

function numbers(devices: readonly DeviceView[], base: string): number[] {
  return values(devices, base).map(({ device, name }) => device.value(name)).filter((value) => typeof value === 'number');
}

function median(of: number[]): number | null {
  if (of.length === 0) return null;
  const sorted = [...of].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function sum(of: number[]): number | null {
  return of.length === 0 ? null : of.reduce((total, value) => total + value, 0);
}

function max(of: number[]): number | null {
  return of.length === 0 ? null : Math.max(...of);
}
