import type { Consumable } from '../api/consumables';

const KEY = 'ordered.parts';
/** Beyond so many the oldest are forgotten. */
const MAX = 200;

type Orders = Record<string, string>;

const keyOf = ({ device, part }: Pick<Consumable, 'device' | 'part'>): string => `${device}/${part}`;

function read(): Orders {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Orders) : {};
  } catch {
    return {};
  }
}

/** Notes on this phone that a part was ordered, so that nobody orders it twice. */
export function noteOrder(of: Pick<Consumable, 'device' | 'part'>, at: Date | null): void {
  const { [keyOf(of)]: _, ...others } = read();
  const all = at === null ? others : { ...others, [keyOf(of)]: at.toISOString() };
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-MAX))));
  } catch {
    // A private window may keep nothing.
  }
}

/** When it was ordered; null where it was not, or was replaced since. */
export function orderedAt(of: Pick<Consumable, 'device' | 'part' | 'replacedAt'>): Date | null {
  const noted = read()[keyOf(of)];
  const at = noted === undefined ? null : new Date(noted);
  if (at === null || Number.isNaN(at.getTime())) return null;
  return of.replacedAt != null && new Date(of.replacedAt) > at ? null : at;
}
