import { describe, expect, it } from 'vitest';
import { chosen, following, limitsAt, panned, rolling, zoomed } from '../../src/presentation/chart/span';
import { momentText, timeTicks } from '../../src/presentation/chart/time-ticks';
import { beginOf, dateAt, dateOf, daysLater, momentOf, wallAt, weekdayOf } from '../../src/presentation/chart/zone';
import { pinched } from '../../src/components/chart/gestures';

const NOW = Date.UTC(2026, 10, 23, 12) / 1000;
const HOUR = 3_600;
const limits = limitsAt(NOW);
const at = (text: string): number => Date.parse(text) / 1000;

describe('a stretch of time', () => {
  it('is zoomed around the moment that stays under the finger', () => {
    const zoom = zoomed({ from: NOW - 8 * HOUR, to: NOW - 4 * HOUR }, 0.5, NOW - 7 * HOUR, limits);
    expect(zoom).toEqual({ from: NOW - 7.5 * HOUR, to: NOW - 5.5 * HOUR });
  });

  it('keeps its length when it is moved, and stops at now', () => {
    const span = rolling('day', NOW);
    expect(panned(span, -0.25, limits)).toEqual({ from: NOW - 30 * HOUR, to: NOW - 6 * HOUR });
    expect(panned(panned(span, -0.25, limits), 3, limits)).toEqual(span);
  });

  it('is never shorter than ten seconds nor longer than twenty years', () => {
    const short = zoomed({ from: NOW - 20, to: NOW - 10 }, 0.001, NOW - 15, limits);
    expect(short.to - short.from).toBeCloseTo(10, 6);
    expect(zoomed(rolling('year', NOW), 1_000, NOW, limits)).toEqual({ from: limits.first, to: NOW });
  });

  it('is marked from either side', () => {
    expect(chosen(NOW - 60, NOW - 600, limits)).toEqual({ from: NOW - 600, to: NOW - 60 });
    expect(chosen(NOW - 60, NOW - 60, limits)).toEqual({ from: NOW - 65, to: NOW - 55 });
  });

  it('keeps its length while it goes on with now', () => {
    expect(following({ from: NOW - 90, to: NOW }, NOW + 7)).toEqual({ from: NOW - 83, to: NOW + 7 });
  });

  it('puts what two fingers hold where they are', () => {
    const before = { from: NOW - 10_000, to: NOW };
    const span = pinched(before, [NOW - 6_000, NOW - 4_000], [0.3, 0.8], limits);
    expect(span.from + 0.3 * (span.to - span.from)).toBeCloseTo(NOW - 6_000, 3);
    expect(span.from + 0.8 * (span.to - span.from)).toBeCloseTo(NOW - 4_000, 3);
    expect(pinched(before, [NOW - 6_000, NOW - 4_000], [0.5, 0.5], limits)).toBe(before);
  });
});

describe('the clock of a zone', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['Europe/Berlin', '2026-11-23', '2026-11-22T23:00:00Z', 24],
    ['Asia/Shanghai', '2026-03-29', '2026-03-28T16:00:00Z', 24],
    ['Asia/Kolkata', '2026-01-01', '2025-12-31T18:30:00Z', 24],
    // Clocks jump over midnight: the day begins at one.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z', 23],
    ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00Z', 25],
  ])('%s: %s begins at %s and has %i hours', (zone, day, begin, hours) => {
    const date = dateOf(day)!;
    expect(new Date(beginOf(date, zone) * 1000).toISOString()).toBe(begin.replace('Z', '.000Z'));
    expect((beginOf(daysLater(date, 1), zone) - beginOf(date, zone)) / HOUR).toBe(hours);
    expect(dateAt(beginOf(date, zone), zone)).toEqual(date);
    expect(dateAt(beginOf(date, zone) - 1, zone)).toEqual(daysLater(date, -1));
  });

  it('takes the first of two, and the moment after the jump where there is none', () => {
    expect(momentOf(Date.UTC(2026, 9, 25, 2, 30), 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
    expect(momentOf(Date.UTC(2026, 2, 29, 2, 30), 'Europe/Berlin')).toBe(at('2026-03-29T01:00:00Z'));
    expect(new Date(wallAt(at('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toISOString()).toBe('2026-03-29T03:00:00.000Z');
  });

  it('knows days of the week, and what is no date', () => {
    expect(weekdayOf(dateOf('2026-11-23')!)).toBe(0);
    expect(weekdayOf(dateOf('2026-03-29')!)).toBe(6);
    expect([dateOf('2026-02-30'), dateOf('yesterday'), dateOf('2026-13-01')]).toEqual([null, null, null]);
  });
});

describe('places on the axis of time', () => {
  const texts = (from: string, to: string, spaces: number, zone = 'Europe/Berlin', locale = 'en'): string[] => timeTicks({ from: at(from), to: at(to) }, spaces, zone, locale).map(({ text }) => text);

  it('stand at whole hours, with the day at midnight', () => {
    expect(texts('2026-11-22T11:00:00Z', '2026-11-23T11:00:00Z', 6)).toEqual(['12:00', '18:00', 'Nov 23', '06:00', '12:00']);
  });

  it('leave out the hour that clocks leave out', () => {
    expect(texts('2026-03-28T23:00:00Z', '2026-03-29T04:00:00Z', 8)).toEqual(['Mar 29', '01:00', '03:00', '04:00', '05:00', '06:00']);
  });

  it('stand at midnights of the zone on both sides of a change of clocks', () => {
    const ticks = timeTicks({ from: at('2026-03-27T12:00:00Z'), to: at('2026-03-31T12:00:00Z') }, 6, 'Europe/Berlin', 'en');
    expect(ticks.map(({ at: place }) => new Date(place * 1000).toISOString())).toEqual(['2026-03-27T23:00:00.000Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z']);
  });

  it('are Mondays, months and years where the span is long', () => {
    expect(timeTicks({ from: at('2026-10-20T00:00:00Z'), to: at('2026-11-20T00:00:00Z') }, 6, 'UTC', 'en').map(({ at: place }) => new Date(place * 1000).getUTCDay())).toEqual([1, 1, 1, 1]);
    expect(texts('2025-11-23T00:00:00Z', '2026-11-23T00:00:00Z', 7, 'UTC')).toEqual(['2026', 'Mar', 'May', 'Jul', 'Sep', 'Nov']);
    expect(texts('2019-06-01T00:00:00Z', '2026-06-01T00:00:00Z', 4, 'UTC')).toEqual(['2020', '2022', '2024', '2026']);
  });

  it.each([1, 3, 7, 15])('are no more than fit: %i', (spaces) => {
    for (const days of [0.001, 0.04, 1, 3, 30, 200, 365, 3_000]) {
      expect(timeTicks({ from: NOW - days * 24 * HOUR, to: NOW }, spaces, 'Europe/Berlin', 'en').length).toBeLessThanOrEqual(spaces + 2);
    }
  });

  it('tell which of two equal hours it is', () => {
    const span = { from: at('2026-10-25T00:00:00Z'), to: at('2026-10-25T03:00:00Z') };
    const [first, second] = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((text) => momentText(at(text), span, 'Europe/Berlin', 'en'));
    expect(first).not.toBe(second);
    expect(first).toContain('02:30');
    expect(second).toContain('02:30');
  });
});
