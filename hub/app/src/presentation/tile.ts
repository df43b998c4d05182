import type { ListEntry } from '../api/protocol';
import { i18n } from '../i18n/i18n.svelte';
import type { DeviceView } from '../state/device.svelte';
import { kelvinToCss, packedToCss, wantsDarkInk } from './colour';
import { hueOf, iconOf, type Icon } from './kinds';
import { baseName, isResting, rolesOf, wordedState, type LevelRole, type TileRoles } from './properties';
import { phrase, quantity, type Quantity } from './units';

export const BATTERY_LOW_PERCENT = 20;

/** Everything a tile draws. */
export interface TileModel {
  icon: Icon;
  /** A CSS colour: the lamp's own, or that of the kind. */
  glow: string;
  darkInk: boolean;
  /** True when the device glows: on, open, motion seen. */
  active: boolean;
  /** Null for a device that cannot be switched. */
  on: boolean | null;
  level: (LevelRole & { value: number }) | null;
  /** Top right. */
  value: Quantity | null;
  /** One line under the name, most important first: a tile leaves out whole parts that it has no room for. */
  parts: readonly string[];
  line: string;
}

const HUES = {
  amber: '#f6a93b', coral: 'var(--coral)', sky: 'var(--sky)', leaf: 'var(--leaf)', violet: 'var(--violet)', teal: 'var(--teal)',
  red: 'var(--red)', mute: 'var(--sunken)',
} as const;

export function tileModel(device: DeviceView): TileModel {
  const roles = rolesOf(device.contract);
  const on = isOn(device);
  const worded = roles.worded === null ? null : wordedState(roles.worded, device.value(roles.worded), device.contract.properties[roles.worded]);
  const alert = worded === 'open' || worded === 'motion' || worded === 'wet' || (on === null && isAtWork(device, roles));
  const glow = glowOf(device, roles);
  const level = levelOf(device, roles);
  const parts = lineOf(device, roles, on, worded === null ? null : i18n.t.worded[worded]);
  return {
    icon: iconOf(device.kind, device.id),
    glow,
    darkInk: glow === HUES.amber || wantsDarkInk(glow),
    active: !device.doubtful && (on === null ? alert : on && !isSilent(device, roles)),
    on,
    level,
    value: topRight(device, roles, on, level),
    parts,
    line: parts.join(' · '),
  };
}

/** Whether the device is on as shown; null if it has no switch. */
export function isOn(device: DeviceView): boolean | null {
  const role = rolesOf(device.contract).switch;
  if (role === null) return null;
  const value = device.value(role.property);
  return role.inverted ? value === false : value === true;
}

/** The values that switch a device. */
export function switchTo(device: DeviceView, on: boolean): Record<string, boolean> {
  const role = rolesOf(device.contract).switch;
  return role === null ? {} : { [role.property]: role.inverted ? !on : on };
}

/** The values that set a level; a device that is off comes on with it. */
export function levelTo(device: DeviceView, value: number): Record<string, boolean | number> {
  const level = rolesOf(device.contract).level;
  if (level === null) return {};
  return isOn(device) === false ? { ...switchTo(device, true), [level.property]: value } : { [level.property]: value };
}

function levelOf(device: DeviceView, roles: TileRoles): TileModel['level'] {
  if (roles.level === null) return null;
  const value = device.value(roles.level.property);
  return typeof value === 'number' ? { ...roles.level, value } : null;
}

export function levelQuantity(device: DeviceView, level: LevelRole, value: number): Quantity {
  const info = device.contract.properties[level.property];
  const listed = info?.list?.find((entry) => entry.value === value);
  if (listed !== undefined) return { number: listName(listed), unit: '' };
  return quantity(value, info?.unit, baseName(level.property));
}

function topRight(device: DeviceView, roles: TileRoles, on: boolean | null, level: TileModel['level']): Quantity | null {
  if (!device.online) return null;
  // "Off" and "0 W" say the same.
  if (on === false && roles.reading !== null && baseName(roles.reading) === 'electric-power') return null;
  if (roles.reading !== null) return read(device, roles.reading);
  if (on === false || level === null) return null;
  return levelQuantity(device, level, level.value);
}

function read(device: DeviceView, property: string): Quantity | null {
  const value = device.value(property);
  return typeof value === 'number' ? quantity(value, device.contract.properties[property]?.unit, baseName(property)) : null;
}

function lineOf(device: DeviceView, roles: TileRoles, on: boolean | null, worded: string | null): string[] {
  const { t } = i18n;
  if (!device.online && !device.slow) return [device.since === null ? t.tile.offline : t.tile.offlineSince(i18n.time(new Date(device.since)))];
  if (device.slow) return [pendingLine(device, roles)];
  if (device.doubtful) return [device.heard === null ? t.tile.silent : t.tile.silentSince(i18n.time(new Date(device.heard)))];
  if (on === false) return [roles.switch?.inverted === true ? t.tile.muted : t.tile.off];
  const doing = modeName(device, roles);
  const parts = on === true ? [whiteName(device, roles) ?? doing ?? t.tile.on] : on === null && doing !== null ? [doing] : [];
  if (worded !== null) parts.push(worded);
  for (const property of roles.extra) {
    const part = named(device, property);
    if (part !== null && parts.length < 2) parts.push(part);
  }
  if (batteryLow(device, roles)) parts.push(t.tile.battery(phrase(read(device, roles.battery!)!)));
  if (parts.length > 0) return parts;
  return [on === null && isUnread(device, roles) ? t.tile.noReading : t.tile.connected];
}

/** True while what the device is there to tell has not come; for one that tells of events alone, such as a button, while nothing has. */
function isUnread(device: DeviceView, roles: TileRoles): boolean {
  if (roles.reading !== null) return read(device, roles.reading) === null;
  return Object.keys(device.contract.properties).every((property) => device.value(property) === undefined);
}

function pendingLine(device: DeviceView, roles: TileRoles): string {
  const { t } = i18n;
  const wanted = roles.switch === null ? undefined : device.wanted(roles.switch.property);
  if (wanted === undefined) return t.tile.setting;
  return wanted !== roles.switch!.inverted ? t.tile.turningOn : t.tile.turningOff;
}

function batteryLow(device: DeviceView, roles: TileRoles): boolean {
  const percent = roles.battery === null ? undefined : device.value(roles.battery);
  return typeof percent === 'number' && percent < BATTERY_LOW_PERCENT;
}

function named(device: DeviceView, property: string): string | null {
  const of = read(device, property);
  if (of === null) return null;
  switch (baseName(property)) {
    case 'relative-humidity': return i18n.t.tile.humidity(phrase(of));
    default: return phrase(of);
  }
}

/** A speaker that is not muted but plays nothing: it is on for a switch, yet it must not glow. */
function isSilent(device: DeviceView, roles: TileRoles): boolean {
  if (roles.mode === null || baseName(roles.mode) !== 'playing-state') return false;
  const value = device.value(roles.mode);
  const entry = device.contract.properties[roles.mode]?.list?.find((e) => e.value === value);
  return entry !== undefined && !/^playing/i.test(entry.name);
}

/** What cannot be switched and does something all the same: a vacuum that sweeps, a detector that warns, a door that is unlocked. */
function isAtWork(device: DeviceView, roles: TileRoles): boolean {
  const entry = modeEntry(device, roles);
  return entry !== undefined && !isResting(entry.name);
}

function modeEntry(device: DeviceView, roles: TileRoles): ListEntry | undefined {
  if (roles.mode === null) return undefined;
  const value = device.value(roles.mode);
  return device.contract.properties[roles.mode]?.list?.find((entry) => entry.value === value);
}

function whiteName(device: DeviceView, roles: TileRoles): string | null {
  if (roles.colourTemperature === null || showsColour(device, roles)) return null;
  const kelvin = device.value(roles.colourTemperature);
  if (typeof kelvin !== 'number') return null;
  const { warm, neutral, cool } = i18n.t.tile;
  // The word first: a narrow tile cuts the end off.
  return `${kelvin < 3300 ? warm : kelvin < 5000 ? neutral : cool} · ${Math.round(kelvin)} K`;
}

function modeName(device: DeviceView, roles: TileRoles): string | null {
  const entry = modeEntry(device, roles);
  return entry === undefined ? null : listName(entry);
}

/** The contract's own word in the reader's language, where it has one; else the app's, for contracts in English only. */
function listName(entry: ListEntry): string {
  return entry.labels?.[i18n.language] ?? i18n.t.listed[entry.name.toLowerCase()] ?? entry.label ?? entry.name;
}

/** A lamp with both colour and white shows its colour only when its mode says so, or when it has no white to show. */
function showsColour(device: DeviceView, roles: TileRoles): boolean {
  if (roles.colour === null) return false;
  if (roles.colourTemperature === null) return true;
  const mode = roles.mode === null ? undefined : device.contract.properties[roles.mode]?.list?.find((e) => e.value === device.value(roles.mode!));
  return mode !== undefined && /colou?r|rgb/i.test(mode.name);
}

function glowOf(device: DeviceView, roles: TileRoles): string {
  // Locked is calm. Unlocked is worth a look, and green would say the contrary.
  const fallback = device.kind === 'lock' && isAtWork(device, roles) ? HUES.amber : HUES[hueOf(device.kind)];
  if (showsColour(device, roles)) {
    const packed = device.value(roles.colour!);
    return typeof packed === 'number' ? (packedToCss(packed) ?? fallback) : fallback;
  }
  const kelvin = roles.colourTemperature === null ? undefined : device.value(roles.colourTemperature);
  return typeof kelvin === 'number' && kelvin > 0 ? kelvinToCss(kelvin) : fallback;
}
