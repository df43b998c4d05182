import type { MarkKind } from './history';
import { get } from './rest';

/** What the energy of the home is told by. */
export type EnergyBy = 'hour' | 'day' | 'week' | 'month' | 'year';

/** Thousandths of a watt-hour and of the currency's unit, in parts; null is nothing known. */
export interface EnergySum {
  energy: readonly (number | null)[];
  total: number;
  cost?: readonly (number | null)[] | null;
  totalCost?: number | null;
}

export interface EnergyMark {
  part: number;
  kind: MarkKind;
  count: number;
  amount?: number | null;
}

export interface DeviceEnergy extends EnergySum {
  device: string;
  /** Absent for one that has left. */
  label?: string | null;
  room?: string | null;
  /** `counter`: it counts energy itself; `power`: the hub added its watts up. */
  source: 'counter' | 'power';
  marks?: readonly EnergyMark[] | null;
}

export interface Energy {
  from: string;
  to: string;
  by: EnergyBy;
  timeZone: string;
  currency?: string | null;
  completeFrom?: string | null;
  /** When each part begins, in seconds since 1970. */
  starts: readonly number[];
  end: number;
  devices: readonly DeviceEnergy[];
  main?: readonly string[] | null;
  /** What of the total no device accounts for; absent without a main meter. */
  other?: EnergySum | null;
  partsExceedMain?: boolean | null;
  total: EnergySum;
}

const MS = 1000;

/** Energy between two times in seconds, widened to whole parts. */
export const energy = (by: EnergyBy, from: number, to: number, signal: AbortSignal): Promise<Energy> =>
  get(`/energy?${new URLSearchParams({ by, from: new Date(from * MS).toISOString(), to: new Date(to * MS).toISOString() })}`, { signal });
