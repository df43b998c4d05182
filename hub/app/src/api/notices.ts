import { get, send } from './rest';

export type Urgency = 'low' | 'normal' | 'high';

export interface Notice {
  number: number;
  at: string;
  /** Ids of people; empty for everyone. */
  to: readonly string[];
  title: string;
  message: string;
  urgency: Urgency;
  /** Who told it; absent where the hub itself did. */
  automation?: string | null;
  read: boolean;
  /** Channels that never carried it out. */
  missed: readonly { channel: string; why: string }[];
}

export interface Notices {
  notices: readonly Notice[];
  /** Of all. */
  unread: number;
  next?: number | null;
}

export interface Channel {
  name: string;
  state: 'idle' | 'sending' | 'waiting' | 'stopped';
  sent: number;
  setAside: number;
  trouble: string;
}

export const notices = (before: number | null, limit: number, signal?: AbortSignal): Promise<Notices> =>
  get(`/notices?limit=${limit}${before === null ? '' : `&before=${before}`}`, { signal });

export const markRead = (upTo: number): Promise<{ unread: number }> => send('POST', '/notices:read', { upTo });

export const channels = (signal?: AbortSignal): Promise<readonly Channel[]> => get('/notices/channels', { signal });

export const test = (): Promise<void> => send('POST', '/notices:test');
