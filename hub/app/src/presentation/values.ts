import type { ContractProperty } from '../api/contracts';
import type { Value } from '../api/protocol';
import { i18n } from '../i18n/i18n.svelte';
import { baseName, wordedState } from './properties';
import { phrase, quantity } from './units';

const MINUTES_PER_HOUR = 60;

/** A value as a person reads it. What is not known is a dash. */
export function textOf(property: ContractProperty, value: Value | undefined): string {
  const { t } = i18n;
  if (value === undefined || value === null || value === '') return '–';
  const listed = property.list?.find((entry) => entry.value === value);
  if (listed !== undefined) return listed.label;
  if (typeof value === 'boolean') {
    const worded = wordedState(property.key, value);
    if (worded !== null) return t.worded[worded];
    return property.access.includes('write') ? (value ? t.tile.on : t.tile.off) : value ? t.yes : t.no;
  }
  if (typeof value === 'string') return value;
  if (/-minute$/.test(property.key) && property.unit === 'minutes') return clock(value);
  if (property.unit === 'rgb') return `#${value.toString(16).padStart(6, '0')}`;
  return phrase(quantity(value, property.unit, baseName(property.key)));
}

/** Minutes since midnight as a time input has them: 23:05. */
export function clock(minutes: number): string {
  const two = (part: number): string => `${part}`.padStart(2, '0');
  return `${two(Math.floor(minutes / MINUTES_PER_HOUR))}:${two(minutes % MINUTES_PER_HOUR)}`;
}

/** Minutes since midnight of a time input, or null where it holds none. */
export function minutesOf(text: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * MINUTES_PER_HOUR + Number(minutes);
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How long ago, in one unit: "3 min ago". Just now for less than half a minute. */
export function ago(at: Date, now: Date): string {
  const passed = now.getTime() - at.getTime();
  if (passed < 30 * SECOND_MS) return i18n.t.justNow;
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'always', style: 'short' });
  if (passed < 60 * MINUTE_MS) return format.format(-Math.max(1, Math.round(passed / MINUTE_MS)), 'minute');
  if (passed < DAY_MS) return format.format(-Math.round(passed / HOUR_MS), 'hour');
  return format.format(-Math.round(passed / DAY_MS), 'day');
}

/** Within so long the time of day alone says which day it was. */
const PLAIN_MS = 20 * HOUR_MS;

/** A point in time as one says it: 18:40, and with the day where the time alone would mislead. */
export function moment(at: Date, now: Date): string {
  if (Math.abs(now.getTime() - at.getTime()) < PLAIN_MS) return i18n.time(at);
  return `${new Intl.DateTimeFormat(i18n.locale, { day: 'numeric', month: 'short' }).format(at)}, ${i18n.time(at)}`;
}

const NAMED_HUES = 360;

/** Hue of a packed colour in degrees, 0 for grey. */
export function hueOfPacked(packed: number): number {
  const [r, g, b] = [(packed >> 16) & 255, (packed >> 8) & 255, packed & 255];
  const max = Math.max(r, g, b);
  const range = max - Math.min(r, g, b);
  if (range === 0) return 0;
  const sixth = max === r ? ((g - b) / range) % 6 : max === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return Math.round((sixth * 60 + NAMED_HUES) % NAMED_HUES);
}

/** The full colour of a hue in degrees, packed as 0xRRGGBB. */
export function packedOfHue(hue: number): number {
  const channel = (offset: number): number => {
    const at = (offset + hue / 60) % 6;
    return Math.round(255 * (1 - Math.max(0, Math.min(at, 4 - at, 1))));
  };
  return (channel(5) << 16) | (channel(3) << 8) | channel(1);
}
