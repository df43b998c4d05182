import { get } from './rest';

/** Something that the hub told people. */
export interface Notice {
  /** Counts up from 1 while the hub runs. */
  number: number;
  at: string;
  /** Empty for everyone. */
  to: readonly string[];
  title: string;
  message: string;
  urgency: 'low' | 'normal' | 'high';
  /** Absent for the hub itself. */
  automation?: string | null;
  automationName?: string | null;
}

export interface Notices {
  /** What was told before is not kept. */
  since: string;
  count: number;
  notices: readonly Notice[];
}

export const notices = (signal: AbortSignal): Promise<Notices> => get('/notices', { signal });
