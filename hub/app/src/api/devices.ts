import type { Value } from './protocol';
import { get, part, send } from './rest';

export interface PropertyState {
  value: Value;
  /** `reported`, `restored` from before the hub started, or `assumed`. */
  origin: 'reported' | 'restored' | 'assumed';
  changedAt: string;
  seenAt: string;
  stale: boolean;
}

/** A device as REST tells it: what the live feed leaves out. */
export interface DeviceDetails {
  name: string;
  did: string;
  firmware?: string | null;
  maker?: string | null;
  adoptedAt: string;
  lastHeardAt?: string | null;
  reportInterval: { seconds: number; source: string };
  properties: Record<string, PropertyState>;
}

/** A link in a chain of causes. */
export interface Reason {
  kind: string;
  text: string;
  at?: string | null;
  by?: string | null;
  run?: number | null;
}

export interface Why {
  value: Value;
  at: string;
  chain: readonly Reason[];
}

/** A device in the list of all. */
export interface DeviceLine extends DeviceDetails {
  label: string;
  room: string;
}

export const allDevices = (signal: AbortSignal): Promise<DeviceLine[]> => get('/devices', { signal });

const address = (name: string): string => `/devices/${part(name)}`;

export const deviceDetails = (name: string, signal: AbortSignal): Promise<DeviceDetails> => get(address(name), { signal });

export const why = (name: string, property: string, signal: AbortSignal): Promise<Why> => get(`${address(name)}/properties/${part(property)}/why`, { signal });

export const changeDevice = (name: string, change: { label?: string; room?: string }): Promise<void> => send('PATCH', address(name), change);

/** An automation or a scene that uses a device. */
export interface DeviceUse {
  kind: 'automation' | 'scene';
  id: string;
  name: string;
}

export const usesOf = (name: string, signal: AbortSignal): Promise<DeviceUse[]> => get(`${address(name)}/uses`, { signal });

export const retireDevice = (name: string): Promise<void> => send('DELETE', address(name));

/** Makes hardware that was found part of the home. */
export const adoptDevice = (adopt: { did: string; name: string; label: string; room: string }): Promise<void> => send('POST', '/devices', adopt);
