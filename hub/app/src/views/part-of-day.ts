export type PartOfDay = 'night' | 'morning' | 'afternoon' | 'evening';

/** By the clock of the person who looks, not of the hub. */
export function partOfDay(now: Date): PartOfDay {
  const hour = now.getHours();
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  if (hour < 18) return 'afternoon';
  return 'evening';
}
