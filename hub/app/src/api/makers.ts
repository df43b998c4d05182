import type { ContractChoice } from './contracts';
import { get, part } from './rest';

export interface ContractSummary {
  /** URN. */
  type: string;
  kind: string;
  label: string;
  description: string;
  /** How many devices of the home have it. */
  devices: number;
}

export interface FullProperty {
  key: string;
  type: string;
  label: string;
  format: string;
  access: readonly string[];
  unit?: string | null;
  range?: { min: number; max: number; step: number } | null;
  list?: readonly ContractChoice[] | null;
  lengthMax?: number | null;
  /** Seconds within which it is reported. */
  reportInterval?: number | null;
  consumable?: { name: string; reset?: string | null; low: number } | null;
  /** True where a person has to confirm what it is set to. */
  confirm?: boolean | null;
  /** With it: the values that have to be confirmed; absent where all have. */
  confirmValues?: readonly (string | number | boolean)[] | null;
}

export interface FullAction {
  key: string;
  label: string;
  in: readonly string[];
  out: readonly string[];
  /** True where a person has to confirm it. */
  confirm?: boolean | null;
}

export interface FullEvent {
  key: string;
  label: string;
  arguments: readonly string[];
}

/** A contract with all that it says. */
export interface FullContract {
  type: string;
  kind: string;
  label: string;
  about?: string | null;
  description: string;
  reportInterval?: number | null;
  services: readonly { key: string; label: string; properties: readonly FullProperty[]; actions: readonly FullAction[]; events: readonly FullEvent[] }[];
}

/** A message that was refused. */
export interface Rejection {
  at: string;
  /** Empty where the topic names no device. */
  did: string;
  topic: string;
  reason: string;
  message: string;
  /** JSON Pointer into the payload; empty for the whole. */
  path: string;
}

export interface Counters {
  messagesAccepted: number;
  messagesRefused: Record<string, number>;
}

export const contracts = (language: string, signal: AbortSignal): Promise<ContractSummary[]> => get(`/contracts?lang=${part(language)}`, { signal });
export const fullContract = (type: string, language: string, signal: AbortSignal): Promise<FullContract> => get(`/contracts/${part(type)}?lang=${part(language)}`, { signal });
export const rejections = (signal: AbortSignal): Promise<Rejection[]> => get('/rejections', { signal });
export const counters = (signal: AbortSignal): Promise<Counters> => get('/counters', { signal });
