import type { Notices } from '../api/notices';

const KEY = 'notices.read';

interface Read {
  /** Which start of the hub the number belongs to: each counts from 1. */
  since: string;
  upTo: number;
}

function read(): Read | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Read> | null;
    return typeof kept?.since === 'string' && typeof kept.upTo === 'number' ? { since: kept.since, upTo: kept.upTo } : null;
  } catch {
    return null;
  }
}

/** Up to which number this phone has read; 0 where the hub has started anew since. */
export function readUpTo({ since }: Notices): number {
  const kept = read();
  return kept !== null && kept.since === since ? kept.upTo : 0;
}

export const unread = (all: Notices): number => Math.max(0, all.count - readUpTo(all));

export function markRead({ since, count }: Notices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ since, upTo: count } satisfies Read));
  } catch {
    // A private window may keep nothing.
  }
}
