import type { DeviceEnergy, Energy } from '../../api/energy';

/** A part of the whole: a device, several small ones, or what no device accounts for. All numbers are the hub's whole thousandths. */
export interface EnergyShare {
  key: string;
  kind: 'device' | 'rest' | 'other';
  /** Of a device; empty for what the words of the page name. */
  label: string;
  room: string;
  energy: readonly (number | null)[];
  total: number;
  cost: readonly (number | null)[] | null;
  totalCost: number | null;
  /** Watts that the hub added up rather than a counter. */
  isFromPower: boolean;
  /** How many devices it stands for. */
  count: number;
}

/** More parts than this no eye tells apart; smaller ones are one part together. */
export const SHARES_MAX = 8;

/** The parts of the whole, greatest first and what is not accounted for last. In each column, and in all, they sum up to the total exactly. */
export function sharesOf(energy: Energy, sharesMax = SHARES_MAX): EnergyShare[] {
  // What stands still at zero in this span is no part of the picture, but of the sum it is all the same.
  const used = energy.devices.filter(({ energy: parts }) => parts.some((part) => part !== null && part !== 0));
  const sorted = [...used].sort((a, b) => b.total - a.total || a.device.localeCompare(b.device)).map(shareOf);
  const shown = sorted.length > sharesMax ? [...sorted.slice(0, sharesMax - 1), together(sorted.slice(sharesMax - 1))] : sorted;
  const { other } = energy;
  if (other == null) return shown;
  return [...shown, { key: '\u0000other', kind: 'other', label: '', room: '', energy: other.energy, total: other.total, cost: other.cost ?? null, totalCost: other.totalCost ?? null, isFromPower: false, count: 0 }];
}

function shareOf({ device, label, room, energy, total, cost, totalCost, source }: DeviceEnergy): EnergyShare {
  return { key: device, kind: 'device', label: label ?? device, room: room ?? '', energy, total, cost: cost ?? null, totalCost: totalCost ?? null, isFromPower: source === 'power', count: 1 };
}

function together(shares: readonly EnergyShare[]): EnergyShare {
  const column = (of: (share: EnergyShare) => readonly (number | null)[]): (number | null)[] => of(shares[0]!).map((_, at) => {
    const known = shares.flatMap((share) => of(share)[at] ?? []);
    return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
  });
  const hasCost = shares.every(({ cost }) => cost !== null);
  return {
    key: '\u0000rest', kind: 'rest', label: '', room: '', energy: column(({ energy }) => energy), total: shares.reduce((sum, { total }) => sum + total, 0),
    cost: hasCost ? column(({ cost }) => cost!) : null, totalCost: hasCost ? shares.reduce((sum, { totalCost }) => sum + (totalCost ?? 0), 0) : null,
    isFromPower: false, count: shares.length,
  };
}

/** What was used in one span compared with the one before it. */
export interface Comparison {
  /** Thousandths of a watt-hour, of as many parts of both. */
  now: number;
  before: number;
  /** True where the span is not over: only its parts that are, and as many of the one before, are compared. */
  isSoFar: boolean;
  /** How many parts. */
  parts: number;
}

/** Null where nothing of it can be compared: before there was anything, or nothing has passed yet. Parts of which either side knows nothing are left out on both sides. */
export function compare(energy: Energy, before: Energy, now: number): Comparison | null {
  const ends = energy.starts.map((_, at) => energy.starts[at + 1] ?? energy.end);
  const passed = ends.filter((end) => end <= now).length;
  const isSoFar = passed < energy.starts.length;
  // Spans of other lengths (a month of 30 days after one of 31, a day of 23 hours) are compared whole once they are over.
  if (!isSoFar) return before.total.energy.every((part) => part === null) || energy.total.energy.every((part) => part === null) ? null : { now: energy.total.total, before: before.total.total, isSoFar, parts: energy.starts.length };
  let [sum, sumBefore, parts] = [0, 0, 0];
  for (let at = 0; at < Math.min(passed, before.starts.length); at++) {
    const [one, other] = [energy.total.energy[at], before.total.energy[at]];
    if (one == null || other == null) continue;
    [sum, sumBefore, parts] = [sum + one, sumBefore + other, parts + 1];
  }
  return parts === 0 ? null : { now: sum, before: sumBefore, isSoFar, parts };
}

/** Parts of a span of which nothing is known although they are over, or run. */
export const gapsOf = ({ total, starts }: Energy, now: number): number[] => starts.flatMap((start, at) => (total.energy[at] === null && start < now ? [at] : []));
