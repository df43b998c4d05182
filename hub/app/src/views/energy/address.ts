import { PERIODS, type Period } from '../../presentation/chart/span';
import { dateOf, isoOf, type LocalDate } from '../../presentation/chart/zone';

/** What stands in the address of the energy page; without a date it is the period that runs. */
export function readAddress(query: string): { period: Period; date: LocalDate | null } {
  const params = new URLSearchParams(query);
  return { period: PERIODS.find((one) => one === params.get('by')) ?? 'day', date: dateOf(params.get('at') ?? '') };
}

export function writeAddress(period: Period, date: LocalDate | null): string {
  const params = new URLSearchParams({ ...(period !== 'day' && { by: period }), ...(date !== null && { at: isoOf(date) }) });
  return params.size === 0 ? '/energy' : `/energy?${params}`;
}
