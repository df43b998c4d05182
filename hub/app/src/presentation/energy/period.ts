import type { EnergyBy } from '../../api/energy';
import type { Period, Span } from '../chart/span';
import { beginOf, dateAt, daysLater, weekdayOf, type LocalDate } from '../chart/zone';

/** Parts that a period is shown in. */
export const PARTS: Readonly<Record<Period, EnergyBy>> = { day: 'hour', week: 'day', month: 'day', year: 'month' };

/** The period that is shown when a part of another is opened; null where there is nothing finer. */
export const OPENS: Readonly<Record<Period, Period | null>> = { day: null, week: 'day', month: 'day', year: 'month' };

/** The first day of the period that holds a date. Weeks begin on Monday. */
export function firstOf(period: Period, date: LocalDate): LocalDate {
  switch (period) {
    case 'day': return date;
    case 'week': return daysLater(date, -weekdayOf(date));
    case 'month': return { ...date, day: 1 };
    case 'year': return { year: date.year, month: 1, day: 1 };
  }
}

/** The first day of the period that lies so many further on. */
export function moved(period: Period, date: LocalDate, by: number): LocalDate {
  const first = firstOf(period, date);
  switch (period) {
    case 'day': return daysLater(first, by);
    case 'week': return daysLater(first, 7 * by);
    case 'month': return monthLater(first, by);
    case 'year': return { ...first, year: first.year + by };
  }
}

function monthLater({ year, month }: LocalDate, by: number): LocalDate {
  const next = month - 1 + by;
  return { year: year + Math.floor(next / 12), month: ((next % 12) + 12) % 12 + 1, day: 1 };
}

/** From its first midnight to the one after its end, by the clock of a zone: a day may have 23 or 25 hours. In seconds. */
export function spanOf(period: Period, date: LocalDate, zone: string): Span {
  return { from: beginOf(firstOf(period, date), zone), to: beginOf(moved(period, date, 1), zone) };
}

/** True while a period has not begun yet. */
export const isAhead = (period: Period, date: LocalDate, zone: string, now: number): boolean => spanOf(period, date, zone).from > now;

export const holdsNow = (period: Period, date: LocalDate, zone: string, now: number): boolean => {
  const { from, to } = spanOf(period, date, zone);
  return from <= now && now < to;
};

export const today = (zone: string, now: number): LocalDate => dateAt(now, zone);

/** A period in words. */
export function periodText(period: Period, date: LocalDate, locale: string): string {
  const at = ({ year, month, day }: LocalDate): Date => new Date(Date.UTC(year, month - 1, day));
  const text = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone: 'UTC', ...options });
  const first = firstOf(period, date);
  switch (period) {
    case 'day': return text({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }).format(at(first));
    case 'week': return text({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(at(first), at(daysLater(first, 6)));
    case 'month': return text({ month: 'long', year: 'numeric' }).format(at(first));
    case 'year': return text({ year: 'numeric' }).format(at(first));
  }
}

/** A part in words: an hour, a day or a month. An hour that clocks show twice has the name of its offset. */
export function partText(by: EnergyBy, start: number, starts: readonly number[], zone: string, locale: string, isLong: boolean): string {
  const base = locale === 'en' ? 'en-GB' : locale;
  const text = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(base, { timeZone: zone, ...options }).format(start * 1000);
  if (by === 'hour') {
    const plain = text({ hour: '2-digit', minute: '2-digit' });
    const isTwice = starts.some((other) => other !== start && new Intl.DateTimeFormat(base, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(other * 1000) === plain);
    return isTwice && isLong ? text({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }) : plain;
  }
  if (by === 'day') return isLong ? text({ weekday: 'short', day: 'numeric', month: 'short' }) : starts.length <= 7 ? text({ weekday: 'short' }) : text({ day: 'numeric' });
  return isLong ? text({ month: 'long', year: 'numeric' }) : text({ month: 'short' });
}
