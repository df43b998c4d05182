import type { Value, Values } from './protocol';
import { get, part, send } from './rest';

/** Those that the simulator has; a newer hub may know further ones. */
export const FAULTS = [
  'loss', 'delay', 'duplicate', 'reorder', 'wrong-type', 'out-of-range', 'stale', 'malformed', 'oversized', 'answer-delay', 'drop-every', 'reject-code', 'silent-after', 'disconnect-every',
  'reboot-every', 'clock-skew', 'battery-dead-after', 'wifi-up', 'wifi-down',
] as const;

export type FaultName = (typeof FAULTS)[number];

export interface FaultKind {
  name: string;
  measure: 'share' | 'seconds' | 'count' | 'code';
  min: number;
  max: number;
  whole: boolean;
  usual: number;
}

export interface SimulatedMessage {
  at: string;
  /** True from the device, false to it. */
  sent: boolean;
  topic: string;
  /** Cut where it is long. */
  text: string;
  bytes: number;
}

export interface SimulatedDevice {
  did: string;
  kind: string;
  /** URN. */
  contract: string;
  room?: string | null;
  state: 'online' | 'no-link' | 'unplugged';
  /** True while it does nothing by itself. */
  paused: boolean;
  faults: readonly { name: string; value: number }[];
  last?: SimulatedMessage | null;
  /** Its name in the home; absent where it is not part of it. */
  device?: string | null;
  label?: string | null;
}

export interface Simulation {
  demo: boolean;
  paused: boolean;
  devicesMax: number;
  addedMax: number;
  devices: readonly SimulatedDevice[];
  faults: readonly FaultKind[];
}

export interface SimulatedDetail {
  device: SimulatedDevice;
  /** By address. */
  values: Values;
  /** Newest first. */
  messages: readonly SimulatedMessage[];
}

/** Devices of a contract that the hub knows, or of a contract file's text. */
export type NewDevices = ({ contract: string } | { document: string }) & { count: number; room?: string };

const of = (did: string): string => `/simulation/devices/${part(did)}`;

/** A device may take so long to come online, and several come one after the other. */
const JOIN_MS = 10_000;

export const simulation = (signal: AbortSignal): Promise<Simulation> => get('/simulation', { signal });
export const simulatedDevice = (did: string, signal: AbortSignal): Promise<SimulatedDetail> => get(of(did), { signal });
export const pauseAll = (paused: boolean): Promise<void> => send('PUT', '/simulation/pause', { paused });
export const addDevices = (devices: NewDevices): Promise<{ dids: string[]; contract: string }> => send('POST', '/simulation/devices', devices, { withinMs: JOIN_MS });
export const removeDevice = (did: string): Promise<void> => send('DELETE', of(did));
export const restoreDevice = (did: string): Promise<void> => send('POST', `${of(did)}:restore`);
export const setProperty = (did: string, address: string, value: Value): Promise<void> => send('PUT', `${of(did)}/properties/${part(address)}`, { value });
export const callAction = (did: string, address: string, args: Values): Promise<void> => send('POST', `${of(did)}/actions/${part(address)}`, { arguments: args });
export const fireEvent = (did: string, address: string, args: Values): Promise<void> => send('POST', `${of(did)}/events/${part(address)}`, { arguments: args });
export const breakDevice = (did: string, fault: string, value: number): Promise<void> => send('PUT', `${of(did)}/faults/${part(fault)}`, { value });
export const mendFault = (did: string, fault: string): Promise<void> => send('DELETE', `${of(did)}/faults/${part(fault)}`);
export const mendDevice = (did: string): Promise<void> => send('DELETE', `${of(did)}/faults`);
export const plugDevice = (did: string, plugged: boolean): Promise<void> => send('PUT', `${of(did)}/power`, { plugged });
export const pauseDevice = (did: string, paused: boolean): Promise<void> => send('PUT', `${of(did)}/pause`, { paused });
