/** Messages of hub.v1, the live protocol on the WebSocket /api/v1/ws. The schema beside this file says the same. */

export type Value = boolean | number | string;
/** By property: `light.brightness`. */
export type Values = Record<string, Value>;

export type ClientMessage =
  | { t: 'hello'; epoch: string | null; since?: number }
  | { t: 'cmd'; cmd: string; id: string; set: Values; ttl?: number; confirm?: string }
  | { t: 'cmd'; cmd: string; id: string; call: string; in?: Values; ttl?: number; confirm?: string }
  | { t: 'ping' };

export type HubMessage = Snap | Resume | Delta | Event | Notice | Ack | { t: 'pong' } | { t: 'error'; code: string; message: string };

/** Replaces everything before it. */
export interface Snap {
  t: 'snap';
  epoch: string;
  seq: number;
  at: string;
  devices: Device[];
  rooms: string[];
  scenes: { id: string; name: string; icon: string }[];
  automations: { id: string; name: string; enabled: boolean; status: 'active' | 'disabled' | 'waiting' | 'broken' }[];
  foundCount: number;
  /** In order; absent where nobody arranged any. Devices and rooms stand in the order of the arrangement too. */
  floors?: { name: string; rooms: string[] }[];
  /** By URN. */
  /** Properties stand in contract order: the first service is what the device is for. */
  contracts: Record<string, { properties: Record<string, Property> }>;
}

export interface Device {
  id: string;
  label: string;
  room: string;
  kind: string;
  contract: string;
  online: boolean;
  since: string;
  availability?: 'online' | 'silent' | 'offline' | 'unknown';
  heard?: string;
  /** Why it is offline, in a sentence for people; absent where the hub does not know. */
  reason?: string;
  state: Values;
  pending?: Values;
}

export interface Property {
  format: string;
  access: ('read' | 'write' | 'notify')[];
  unit?: string;
  min?: number;
  max?: number;
  step?: number;
  list?: { value: number; name: string; label: string; labels?: Record<string, string> }[];
}

/** The missed lines after `seq` follow. */
export interface Resume {
  t: 'resume';
  epoch: string;
  seq: number;
}

export interface Delta {
  t: 'delta';
  seq: number;
  id: string;
  set?: Values;
  online?: boolean;
  availability?: 'online' | 'silent' | 'offline' | 'unknown';
  heard?: string;
  reason?: string;
  /** The command that this confirms. */
  cmd?: string;
  at: string;
  /** Id of the automation that did it; absent if none did. */
  automation?: string;
}

export interface Event {
  t: 'event';
  seq: number;
  id: string;
  ev: string;
  args?: Values;
  at: string;
  /** False when told later: then nobody must act on it. */
  live: boolean;
}

/** People were told something; it is in the list of notices a moment later, with its number. */
export interface Notice {
  t: 'notice';
  seq: number;
  /** Ids of people; empty for everyone. */
  to: string[];
  title: string;
  message: string;
  urgency: 'low' | 'normal' | 'high';
  at: string;
  /** False when told later: then nobody must be called by it. */
  live: boolean;
}

export interface Ack {
  t: 'ack';
  cmd: string;
  st: 'accepted' | 'confirmed' | 'failed' | 'expired';
  /** With `confirm-required` nothing was done; the same command again with the nonce is. */
  err?: { code: string; args: Record<string, string>; confirm?: Confirm };
}

export interface Confirm {
  /** Counts once, for this command on this socket. */
  nonce: string;
  expiresInMs: number;
  acts: Array<{ device: string; label: string; room: string; kind: string; action?: string; property?: string; value?: Value; description: string }>;
  more?: number;
}
