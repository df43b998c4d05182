import { get, part, send } from './rest';

/** A class of usage events and whether it is granted. */
export interface Consent {
  class: string;
  granted: boolean;
  /** False for what needs no consent. */
  canChange: boolean;
  en: string;
  zh: string;
  /** SHA-256 of these words: whoever grants it says which words were read. */
  textHash: string;
  since?: string | null;
}

export interface UsageEvent {
  sequence: number;
  id: string;
  type: string;
  class: string;
  recordedAt: string;
  staysHere: boolean;
  sentTo: readonly string[];
  refusedBy: readonly string[];
  /** Byte for byte what the wire carries. */
  body: string;
}

export interface Receipt {
  class: string;
  granted: boolean;
  at: string;
  receipt: string;
}

export interface Uplink {
  name: string;
  state: 'idle' | 'sending' | 'waiting' | 'stopped';
  sent: number;
  setAside: number;
  trouble: string;
}

export type Fate = 'kept' | 'delivered' | 'evicted' | 'expired' | 'withdrawn' | 'erased';

export interface Tally {
  class: string;
  fate: Fate;
  count: number;
  bytes: number;
}

export interface Ledger {
  recorded: number;
  bytes: number;
  fates: readonly Tally[];
}

export const consents = (signal: AbortSignal): Promise<Consent[]> => get('/insights/consent', { signal });
export const receipts = (signal: AbortSignal): Promise<Receipt[]> => get('/insights/consent/receipts', { signal });
export const uplinks = (signal: AbortSignal): Promise<Uplink[]> => get('/insights/uplinks', { signal });
export const ledger = (signal: AbortSignal): Promise<Ledger> => get('/insights/ledger', { signal });
export const eraseAll = (): Promise<{ deleted: number }> => send('POST', '/insights:erase');

/** A class is granted for the words that were read, and withdrawn without any. */
export const changeConsent = ({ class: of, textHash }: Consent, granted: boolean): Promise<{ consent: Consent; deleted: number }> =>
  send('PUT', `/insights/consent/${part(of)}`, granted ? { granted, textHash } : { granted });

/** Events after a place in the outbox, oldest first. */
export const eventsAfter = (after: number, limit: number, signal: AbortSignal): Promise<{ events: UsageEvent[]; next?: number | null }> =>
  get(`/insights/events?after=${after}&limit=${limit}`, { signal });

export const EXPORT_ADDRESS = '/api/v1/insights/export';
