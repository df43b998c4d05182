import type { Energy } from '../../api/energy';
import type { ChartModel } from '../chart/model';
import { wallAt } from '../chart/zone';
import type { EnergyShare } from './balance';

/** Stacked bars, one pile for each part; piles stand at whole numbers, because months are not of one length. What lies ahead is left out: it is no gap. */
export function energyModel({ starts }: Energy, shares: readonly EnergyShare[], labelOf: (share: EnergyShare) => string, text: (thousandths: number) => string, axisText: (thousandths: number) => string, now: number): ChartModel {
  return {
    times: starts.map((_, at) => at),
    end: starts.length,
    stacked: true,
    series: shares.map((share) => ({
      key: share.key, label: labelOf(share), shape: 'bars', unit: 'Wh', marks: [], text, axisText,
      values: share.energy.map((part, at) => (part === null && starts[at]! >= now ? undefined : part)),
    })),
  };
}

/** Which names of parts stand at the axis: as many as fit, hours at whole ones of the clock, so that a day of 23 or 25 looks like any other. */
export function axisParts(starts: readonly number[], isHours: boolean, zone: string, spacesMax: number): number[] {
  const least = Math.ceil(starts.length / Math.max(1, spacesMax));
  const every = isHours ? ([1, 2, 3, 4, 6, 12].find((step) => step >= least) ?? 24) : least;
  return starts.flatMap((start, at) => ((isHours ? new Date(wallAt(start, zone)).getUTCHours() : at) % every === 0 ? [at] : []));
}

/** The same as a file: times of the zone with their offset, kWh and cost to the last digit, so that they can be added up again. */
export function energyCsv({ starts, total, currency }: Energy, shares: readonly EnergyShare[], labelOf: (share: EnergyShare) => string, heads: { time: string; total: string; cost: string }): string {
  const field = (text: string): string => {
    const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  const kwh = (part: number | null | undefined): string => (part == null ? '' : `${part / 1_000_000}`);
  const money = (part: number | null | undefined): string => (part == null ? '' : `${part / 1_000}`);
  const hasCost = currency != null && total.cost != null;
  const rows = [
    [heads.time, ...shares.map((share) => `${labelOf(share)} (kWh)`), `${heads.total} (kWh)`, ...(hasCost ? [`${heads.cost} (${currency})`] : [])].map(field),
    ...starts.map((start, at) => [new Date(start * 1000).toISOString(), ...shares.map(({ energy }) => kwh(energy[at])), kwh(total.energy[at]), ...(hasCost ? [money(total.cost![at])] : [])]),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}
