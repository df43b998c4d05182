/**
 * The live feed `hub.v1`: what the hub and the app say to each other over the socket.
 * The app tolerates members and message kinds it does not know: a newer hub must not break an older page.
 */

export type Value = boolean | number | string | null;

/** Values by property, `light.on` → true. A name after the first dot may hold dots itself: `environment.pm2.5-density`. */
export type Values = Record<string, Value>;

export interface ListEntry {
  value: number | string | boolean;
  name: string;
  /** What a person reads; the name serves when it is absent. */
  label?: string;
  /** The same by language (`en`, `zh`), where the contract has labels. */
  labels?: Record<string, string>;
}

/** A property as the device's contract describes it. */
export interface PropertyInfo {
  format: string;
  access: readonly string[];
  unit?: string | null;
  min?: number | null;
  max?: number | null;
  step?: number | null;
  list?: readonly ListEntry[] | null;
}

export interface ContractInfo {
  properties: Record<string, PropertyInfo>;
}

/** `silent`: connected, but not heard for two of its intervals. `unknown`: not heard since the hub started. */
export type Availability = 'online' | 'silent' | 'offline' | 'unknown';

export interface DeviceRecord {
  id: string;
  label: string;
  room: string;
  kind: string;
  /** URN of the contract, a key of {@link SnapMessage.contracts}. */
  contract: string;
  online: boolean;
  /** When it came or went last, ISO 8601; absent if not known. */
  since?: string | null;
  /** Absent from hubs that did not tell yet. */
  availability?: Availability;
  /** When the hub last heard the device, ISO 8601; absent if not since it started. */
  heard?: string | null;
  /** Why it is offline, in a sentence for people; absent where the hub does not know. */
  reason?: string | null;
  state: Values;
}

export interface SceneRecord {
  id: string;
  name: string;
  icon?: string | null;
}

/** Something that a person has to confirm. */
export interface ConfirmedAct {
  device: string;
  label: string;
  room: string;
  kind: string;
  /** Address of the action; absent where a value is set. */
  action?: string;
  property?: string;
  /** Absent where it is worked out only then. */
  value?: Value;
  description: string;
}

/** The hub's question before it opens the home; nothing was done. */
export interface ConfirmRequired {
  /** Sent with the same again, it is done. */
  nonce: string;
  expiresInMs: number;
  acts: readonly ConfirmedAct[];
  /** How many more there are. */
  more?: number;
}

export interface CommandError {
  code: string;
  args?: Record<string, unknown> | null;
  /** With `confirm-required`. */
  confirm?: ConfirmRequired | null;
}

export interface AutomationRecord {
  id: string;
  name: string;
  enabled?: boolean;
  status?: string;
}

export interface SnapMessage {
  t: 'snap';
  epoch: string;
  seq: number;
  devices: DeviceRecord[];
  rooms?: string[];
  scenes?: SceneRecord[];
  automations?: AutomationRecord[];
  /** How much hardware waits to join. */
  foundCount?: number;
  /** In order; absent where nobody arranged any. */
  floors?: FloorRecord[];
  contracts?: Record<string, ContractInfo>;
}

export interface FloorRecord {
  name: string;
  /** Names of rooms, also of those without devices now. */
  rooms: string[];
}

export interface ResumeMessage {
  t: 'resume';
  epoch: string;
  seq: number;
}

export interface DeltaMessage {
  t: 'delta';
  seq: number;
  id: string;
  set?: Values;
  online?: boolean;
  since?: string | null;
  availability?: Availability;
  heard?: string | null;
  reason?: string | null;
  /** The command that caused the change. */
  cmd?: string;
  at?: string;
  /** Id of the automation that did it. */
  automation?: string;
  /** The whole device, when it was added or changed. */
  device?: DeviceRecord;
  /** Contracts that came with the device. */
  contracts?: Record<string, ContractInfo>;
  removed?: boolean;
}

export interface EventMessage {
  t: 'event';
  seq: number;
  id: string;
  ev: string;
  at?: string;
  /** False when replayed after a break: never act on it, never animate it. */
  live?: boolean;
}

/** People were told something. */
export interface NoticeMessage {
  t: 'notice';
  seq: number;
  to: string[];
  title: string;
  message: string;
  urgency: 'low' | 'normal' | 'high';
  at: string;
  live: boolean;
}

/** A numbered message of a later hub, of which only the number counts. */
export interface OtherMessage {
  t: 'other';
  seq: number;
}

export type AckStatus = 'accepted' | 'confirmed' | 'failed' | 'expired';

export interface AckMessage {
  t: 'ack';
  cmd: string;
  st: AckStatus;
  err?: CommandError | null;
}

export interface PongMessage {
  t: 'pong';
}

export type ServerMessage = SnapMessage | ResumeMessage | DeltaMessage | EventMessage | NoticeMessage | OtherMessage | AckMessage | PongMessage;

export interface CommandMessage {
  t: 'cmd';
  cmd: string;
  id: string;
  /** Values to take; absent where an action is called. */
  set?: Values;
  /** Address of the action. */
  call?: string;
  /** Its arguments by property. */
  in?: Values;
  /** Milliseconds until the hub gives the command up. */
  ttl: number;
  /** The nonce of a question that a person said yes to. */
  confirm?: string;
}

export type ClientMessage = { t: 'hello'; epoch: string | null; since: number } | CommandMessage | { t: 'ping' };

const KNOWN = new Set(['snap', 'resume', 'delta', 'event', 'notice', 'ack', 'pong']);

/** The message in a frame, or null for anything this app does not understand. */
export function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof message !== 'object' || message === null) return null;
  const { t: kind, seq } = message as { t?: unknown; seq?: unknown };
  if (typeof kind !== 'string') return null;
  if (KNOWN.has(kind)) return message as ServerMessage;
  return Number.isSafeInteger(seq) ? { t: 'other', seq: seq as number } : null;
}
