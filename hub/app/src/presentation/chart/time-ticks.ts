import type { Span } from './span';
import { beginOf, dateAt, daysLater, momentOf, wallAt, weekdayOf } from './zone';

/** A place on the axis of time, and what stands there. */
export interface TimeTick {
  at: number;
  text: string;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Steps within a day, in seconds; then in days and months. */
const SECONDS = [1, 5, 10, 30, MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 8 * HOUR, 12 * HOUR];
const DAYS = [1, 2, 3, 7, 14];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
const MONTH = 30.4 * DAY;

const looks = new Map<string, Intl.DateTimeFormat>();

function look(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = looks.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    looks.set(key, format);
  }
  return format;
}

/** The language's own way with dates and a day of 24 hours. */
const clockOf = (locale: string): string => (locale.startsWith('en') ? 'en-GB' : locale);

/** Places at whole times of a zone's clock, no more than fit. */
export function timeTicks({ from, to }: Span, spacesMax: number, zone: string, locale: string): TimeTick[] {
  const least = (to - from) / Math.max(1, spacesMax);
  const seconds = SECONDS.find((step) => step >= least);
  if (seconds !== undefined) return withinDays({ from, to }, seconds, zone, locale);
  const days = DAYS.find((step) => step * DAY >= least);
  if (days !== undefined) return ofDays({ from, to }, days, zone, locale);
  return ofMonths({ from, to }, MONTHS.find((step) => step * MONTH >= least) ?? MONTHS.at(-1)!, zone, locale);
}

function withinDays({ from, to }: Span, step: number, zone: string, locale: string): TimeTick[] {
  const ticks: TimeTick[] = [];
  const time = look(clockOf(locale), zone, { hour: '2-digit', minute: '2-digit', ...(step < MINUTE && { second: '2-digit' }) });
  const day = look(locale, zone, { day: 'numeric', month: 'short' });
  for (let date = dateAt(from, zone); beginOf(date, zone) <= to; date = daysLater(date, 1)) {
    const midnight = Date.UTC(date.year, date.month - 1, date.day);
    const first = Math.max(0, Math.floor((wallAt(from, zone) - midnight) / 1000 / step) * step);
    for (let second = first; second < DAY; second += step) {
      const at = momentOf(midnight + second * 1000, zone);
      if (at > to) break;
      // A time that clocks leave out has no place.
      if (at >= from && wallAt(at, zone) === midnight + second * 1000) ticks.push({ at, text: second === 0 ? day.format(at * 1000) : time.format(at * 1000) });
    }
  }
  return ticks;
}

function ofDays({ from, to }: Span, step: number, zone: string, locale: string): TimeTick[] {
  const ticks: TimeTick[] = [];
  const day = look(locale, zone, { day: 'numeric', month: 'short' });
  let date = dateAt(from, zone);
  // Weeks begin on Monday.
  if (step >= 7) date = daysLater(date, -weekdayOf(date));
  for (let at = beginOf(date, zone); at <= to; date = daysLater(date, step), at = beginOf(date, zone)) {
    if (at >= from) ticks.push({ at, text: day.format(at * 1000) });
  }
  return ticks;
}

function ofMonths({ from, to }: Span, step: number, zone: string, locale: string): TimeTick[] {
  const ticks: TimeTick[] = [];
  const month = look(locale, zone, { month: 'short' });
  const year = look(locale, zone, { year: 'numeric' });
  const begun = dateAt(from, zone);
  const years = step / 12;
  let date = { year: step >= 12 ? Math.floor(begun.year / years) * years : begun.year, month: step >= 12 ? 1 : Math.floor((begun.month - 1) / step) * step + 1, day: 1 };
  for (let at = beginOf(date, zone); at <= to; at = beginOf(date, zone)) {
    if (at >= from) ticks.push({ at, text: date.month === 1 ? year.format(at * 1000) : month.format(at * 1000) });
    const next = date.month - 1 + step;
    date = { year: date.year + Math.floor(next / 12), month: (next % 12) + 1, day: 1 };
  }
  return ticks;
}

/** A moment in words, as fine as the span is. Where clocks show a time twice, with the name of the offset. */
export function momentText(at: number, span: Span, zone: string, locale: string): string {
  const length = span.to - span.from;
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', ...(length < HOUR && { second: '2-digit' }) };
  const twice = wallAt(at - HOUR, zone) === wallAt(at, zone) || wallAt(at + HOUR, zone) === wallAt(at, zone);
  if (length > 60 * DAY) return look(clockOf(locale), zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at * 1000);
  return look(clockOf(locale), zone, { day: 'numeric', month: 'short', ...time, ...(twice && { timeZoneName: 'short' }) }).format(at * 1000);
}
