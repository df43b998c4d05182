import { i18n } from '../i18n/i18n.svelte';

/** A number and its unit apart, because a tile sets the unit smaller. */
export interface Quantity {
  number: string;
  unit: string;
}

interface UnitLook {
  symbol: string;
  digits: number;
}

const UNITS: Record<string, UnitLook> = {
  celsius: { symbol: '°', digits: 1 },
  percentage: { symbol: '%', digits: 0 },
  watt: { symbol: 'W', digits: 0 },
  kilowatt: { symbol: 'kW', digits: 2 },
  'kilowatt-hour': { symbol: 'kWh', digits: 1 },
  'kwh': { symbol: 'kWh', digits: 1 },
  kelvin: { symbol: 'K', digits: 0 },
  lux: { symbol: 'lx', digits: 0 },
  ppm: { symbol: 'ppm', digits: 0 },
  'μg/m3': { symbol: 'µg/m³', digits: 0 },
  'µg/m3': { symbol: 'µg/m³', digits: 0 },
  'ug/m3': { symbol: 'µg/m³', digits: 0 },
  'mg/m3': { symbol: 'mg/m³', digits: 2 },
  seconds: { symbol: 's', digits: 0 },
  minutes: { symbol: 'min', digits: 0 },
  hours: { symbol: 'h', digits: 1 },
  days: { symbol: 'd', digits: 0 },
  v: { symbol: 'V', digits: 0 },
  a: { symbol: 'A', digits: 2 },
  m2: { symbol: 'm²', digits: 0 },
  kg: { symbol: 'kg', digits: 1 },
  gram: { symbol: 'g', digits: 0 },
  mmhg: { symbol: 'mmHg', digits: 0 },
  bpm: { symbol: 'bpm', digits: 0 },
  kcal: { symbol: 'kcal', digits: 0 },
  arcdegrees: { symbol: '°', digits: 0 },
};

/** Names whose unit is known even when the contract leaves it out. */
const BY_NAME: Record<string, string> = {
  'temperature': 'celsius', 'relative-humidity': 'percentage', 'battery-level': 'percentage', 'electric-power': 'watt',
  'illumination': 'lux', 'pm2.5-density': 'μg/m3', 'brightness': 'percentage', 'volume': 'percentage',
};

export function quantity(value: number, unit: string | null | undefined, name: string): Quantity {
  const key = unit && unit !== 'none' ? unit.toLowerCase() : BY_NAME[name];
  if (key === 'watt' && Math.abs(value) >= 1000) return { number: i18n.number(value / 1000, 2), unit: 'kW' };
  const look = key === undefined ? undefined : UNITS[key];
  return { number: i18n.number(value, look?.digits ?? 1), unit: look?.symbol ?? (unit && unit !== 'none' ? unit : '') };
}

/** In running text: `46 %`, `21.5°`. */
export function phrase(of: Quantity): string {
  if (of.unit === '') return of.number;
  return of.unit === '°' ? `${of.number}°` : `${of.number} ${of.unit}`;
}
