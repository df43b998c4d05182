import { energy, type Energy } from '../api/energy';
import { moved, PARTS, spanOf, today } from '../presentation/energy/period';
import type { Period } from '../presentation/chart/span';
import { zoneHere, type LocalDate } from '../presentation/chart/zone';

/** What is asked: a period by the home's clock. Without a date it is the one that runs. */
export interface EnergyWish {
  period: Period;
  date: LocalDate | null;
}

/** One period and the one before it. */
export interface EnergyView {
  period: Period;
  date: LocalDate;
  zone: string;
  energy: Energy;
  before: Energy;
}

/** The home's zone as the hub told it last; until then the reader's own, which it mostly is. */
let home = zoneHere();

export const homeZone = (): string => home;

/** Reads a period. Where the home's clock turns out to be another than the reader's, its days are asked for again. */
export async function readEnergy({ period, date }: EnergyWish, now: number, signal: AbortSignal): Promise<EnergyView> {
  const zone = home;
  const day = date ?? today(zone, now);
  const ask = (at: LocalDate): Promise<Energy> => {
    const { from, to } = spanOf(period, at, zone);
    return energy(PARTS[period], from, to, signal);
  };
  const [found, before] = await Promise.all([ask(day), ask(moved(period, day, -1))]);
  if (found.timeZone !== zone && found.timeZone !== '') {
    home = found.timeZone;
    return readEnergy({ period, date }, now, signal);
  }
  return { period, date: day, zone, energy: found, before };
}
