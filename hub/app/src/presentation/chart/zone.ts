/** A date of the calendar, without a time zone. */
export interface LocalDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function offsetAt(ms: number, zone: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(whole)) parts[type] = Number(value);
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day']!, parts['hour']!, parts['minute']!, parts['second']!) - whole;
}

/** What a zone's clocks show, as milliseconds of a clock without a zone. */
export const wallAt = (seconds: number, zone: string): number => seconds * 1000 + offsetAt(seconds * 1000, zone);

/** When a zone's clocks show this: the first time where they show it twice, the moment after the jump where they leave it out. In seconds. */
export function momentOf(wall: number, zone: string): number {
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const hits = [before, after].map((offset) => wall - offset).filter((ms) => ms + offsetAt(ms, zone) === wall);
  if (hits.length > 0) return Math.min(...hits) / 1000;
  // Left out: the first moment at which clocks show more.
  let low = wall - Math.max(before, after);
  let high = wall - Math.min(before, after);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle + offsetAt(middle, zone) >= wall) high = middle;
    else low = middle;
  }
  return high / 1000;
}

export function dateAt(seconds: number, zone: string): LocalDate {
  const wall = new Date(wallAt(seconds, zone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

/** When a date begins, in seconds; months and days beyond the calendar roll over. */
export const beginOf = ({ year, month, day }: LocalDate, zone: string): number => momentOf(Date.UTC(year, month - 1, day), zone);

/** The date that many days later. */
export function daysLater({ year, month, day }: LocalDate, days: number): LocalDate {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = ({ year, month, day }: LocalDate): number => (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/** 2026-03-29 */
export const isoOf = ({ year, month, day }: LocalDate): string => `${`${year}`.padStart(4, '0')}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;

/** Null for what is no date. */
export function dateOf(text: string): LocalDate | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  return isoOf(daysLater(date, 0)) === text ? date : null;
}

/** The zone of whoever looks. */
export const zoneHere = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
