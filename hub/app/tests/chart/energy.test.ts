import { describe, expect, it } from 'vitest';
import type { DeviceEnergy, Energy, EnergyBy } from '../../src/api/energy';
import { PERIODS, type Period } from '../../src/presentation/chart/span';
import { daysLater, isoOf, type LocalDate } from '../../src/presentation/chart/zone';
import { compare, gapsOf, SHARES_MAX, sharesOf } from '../../src/presentation/energy/balance';
import { axisParts, energyCsv, energyModel } from '../../src/presentation/energy/chart';
import { firstOf, isAhead, moved, PARTS, partText, periodText, spanOf } from '../../src/presentation/energy/period';
import { changeText, costText, energyAxis, energyExact, energyText, powerText } from '../../src/presentation/energy/text';
import { readAddress, writeAddress } from '../../src/views/energy/address';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600;
const DEVICES = ['washer', 'fridge', 'desk'];

/** What a device used in the hour that begins then: any whole numbers, no two alike. */
const used = (device: string, hour: number): number => (DEVICES.indexOf(device) + 3) * 1_009 + ((hour / HOUR) % 971) * (DEVICES.indexOf(device) + 1);

/** A hub of its own making: which part an hour belongs to is read off the zone's clock, hour by hour. */
function hub(by: EnergyBy, from: number, to: number): Energy {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });
  const keyOf = (hour: number): string => {
    const text = clock.format(hour * 1000);
    return by === 'hour' ? `${hour}` : by === 'day' ? text.slice(0, 10) : by === 'month' ? text.slice(0, 7) : text.slice(0, 4);
  };
  const starts: number[] = [];
  const sums = DEVICES.map((): number[] => []);
  let key = '';
  for (let hour = from; hour < to; hour += HOUR) {
    if (keyOf(hour) !== key) {
      key = keyOf(hour);
      starts.push(hour);
      sums.forEach((parts) => parts.push(0));
    }
    DEVICES.forEach((device, at) => (sums[at]![starts.length - 1]! += used(device, hour)));
  }
  const total = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0);
  const devices = DEVICES.map((device, at): DeviceEnergy => ({ device, source: 'counter', energy: sums[at]!, total: total(sums[at]!) }));
  const all = starts.map((_, at) => total(sums.map((parts) => parts[at]!)));
  return { from: '', to: '', by, timeZone: ZONE, starts, end: to, devices, total: { energy: all, total: total(all) } };
}

const shown = (period: Period, date: LocalDate): Energy => {
  const { from, to } = spanOf(period, date, ZONE);
  return hub(PARTS[period], from, to);
};

const days = (first: LocalDate, end: LocalDate): LocalDate[] => {
  const all: LocalDate[] = [];
  for (let date = first; isoOf(date) < isoOf(end); date = daysLater(date, 1)) all.push(date);
  return all;
};

describe('sums of what is shown', () => {
  const total = (all: readonly Energy[]): number => all.reduce((sum, { total: of }) => sum + of.total, 0);

  it.each<[string, Period, LocalDate]>([
    ['the week in which clocks go forward', 'week', { year: 2026, month: 3, day: 29 }],
    ['the week in which clocks go back', 'week', { year: 2026, month: 10, day: 25 }],
    ['the month in which clocks go forward', 'month', { year: 2026, month: 3, day: 1 }],
    ['the month in which clocks go back', 'month', { year: 2026, month: 10, day: 31 }],
    ['a year of both', 'year', { year: 2026, month: 7, day: 4 }],
    ['a leap year', 'year', { year: 2028, month: 2, day: 29 }],
  ])('%s is the sum of its days, each shown by hours', (_, period, date) => {
    const whole = shown(period, date);
    const each = days(firstOf(period, date), moved(period, date, 1)).map((day) => shown('day', day));
    expect(total(each)).toBe(whole.total.total);
    for (const device of DEVICES) {
      const of = (energy: Energy): number => energy.devices.find((one) => one.device === device)!.total;
      expect(each.reduce((sum, day) => sum + of(day), 0)).toBe(of(whole));
    }
    if (period !== 'year') expect(each.map((day) => day.total.total)).toEqual(whole.total.energy);
  });

  it('of a year is the sum of its months, and of twelve of them', () => {
    const year = shown('year', { year: 2026, month: 1, day: 1 });
    const months = year.starts.map((_, at) => shown('month', { year: 2026, month: at + 1, day: 15 }));
    expect(months.map(({ total: of }) => of.total)).toEqual(year.total.energy);
  });

  it('of weeks one after the other leave nothing out and count nothing twice', () => {
    let week: LocalDate = { year: 2026, month: 3, day: 18 };
    for (let at = 0; at < 60; at++) {
      const next = moved('week', week, 1);
      expect(spanOf('week', week, ZONE).to).toBe(spanOf('week', next, ZONE).from);
      expect(moved('week', next, -1)).toEqual(firstOf('week', week));
      week = next;
    }
  });

  it.each([['2026-03-29', 23], ['2026-10-25', 25], ['2026-11-23', 24]])('%s has %i parts', (text, count) => {
    const [year, month, day] = text.split('-').map(Number) as [number, number, number];
    expect(shown('day', { year, month, day }).starts.length).toBe(count);
  });

  it('are those of the parts, to the last digit', () => {
    for (const period of PERIODS) {
      const energy = shown(period, { year: 2026, month: 3, day: 29 });
      const shares = sharesOf(energy);
      expect(energy.starts.map((_, at) => shares.reduce((sum, share) => sum + share.energy[at]!, 0))).toEqual(energy.total.energy);
      expect(shares.reduce((sum, share) => sum + share.total, 0)).toBe(energy.total.total);
    }
  });
});

const energy = (over: Partial<Energy> = {}): Energy => ({
  from: '', to: '', by: 'day', timeZone: ZONE, starts: [0, 100, 200, 300], end: 400, devices: [], total: { energy: [10, null, 30, null], total: 40 }, ...over,
});
const device = (name: string, parts: readonly (number | null)[], over: Partial<DeviceEnergy> = {}): DeviceEnergy => ({ device: name, source: 'counter', energy: parts, total: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0), ...over });

describe('parts of the total', () => {
  it('are few enough to be told apart, and still sum up', () => {
    const devices = Array.from({ length: 14 }, (_, at) => device(`d${at}`, [at + 1, at === 3 ? null : 2 * at], { cost: [at, null], totalCost: at }));
    const total = [0, 1].map((part) => devices.reduce((sum, one) => sum + (one.energy[part] ?? 0), 0));
    const of = energy({ starts: [0, 100], devices, total: { energy: total, total: total[0]! + total[1]! } });
    const shares = sharesOf(of);
    expect(shares.length).toBe(SHARES_MAX);
    expect(shares.at(-1)).toMatchObject({ kind: 'rest', count: 7 });
    expect([0, 1].map((part) => shares.reduce((sum, share) => sum + (share.energy[part] ?? 0), 0))).toEqual(total);
    expect(shares.reduce((sum, share) => sum + share.totalCost!, 0)).toBe(91);
    expect(sharesOf(of, Infinity).length).toBe(14);
  });

  it('end with what no device accounts for, also below zero', () => {
    const of = energy({ devices: [device('a', [12, null, 20, null])], other: { energy: [-2, null, 10, null], total: 8 } });
    expect(sharesOf(of).map(({ kind, total }) => [kind, total])).toEqual([['device', 32], ['other', 8]]);
  });

  it('leave out who used nothing', () => {
    expect(sharesOf(energy({ devices: [device('a', [0, null, 0, null]), device('b', [1, null, null, null])] })).map(({ key }) => key)).toEqual(['b']);
  });

  it('are bars with gaps where nothing is known, and nothing at all where time has not come', () => {
    const of = energy({ devices: [device('a', [10, null, 30, null])] });
    const model = energyModel(of, sharesOf(of), ({ key }) => key, String, String, 250);
    expect(model.series[0]!.values).toEqual([10, null, 30, undefined]);
    expect(gapsOf(of, 250)).toEqual([1]);
    expect(gapsOf(of, 350)).toEqual([1, 3]);
  });
});

describe('a comparison', () => {
  const before = energy({ total: { energy: [1, 2, 3, 4], total: 10 } });

  it('of a span that runs is of what has passed, and of what both know', () => {
    expect(compare(energy(), before, 250)).toEqual({ now: 10, before: 1, isSoFar: true, parts: 1 });
    expect(compare(energy(), before, 350)).toEqual({ now: 40, before: 4, isSoFar: true, parts: 2 });
    expect(compare(energy(), before, 50)).toBeNull();
  });

  it('of a span that is over is of the whole, also where the two are not of one length', () => {
    expect(compare(energy(), { ...before, starts: [0, 1, 2], total: { energy: [1, 2, 3], total: 6 } }, 500)).toEqual({ now: 40, before: 6, isSoFar: false, parts: 4 });
  });

  it('is none where nothing was known', () => {
    expect(compare(energy(), energy({ total: { energy: [null, null, null, null], total: 0 } }), 500)).toBeNull();
  });
});

describe('words of energy', () => {
  it.each([[0, '0 Wh'], [340, '0.34 Wh'], [320_400, '320 Wh'], [999_499, '999 Wh'], [999_501, '1.00 kWh'], [1_920_000, '1.92 kWh'], [123_456_000, '123.5 kWh'], [12_345_678_000, '12,346 kWh'], [-250_000, '-250 Wh']])('%i is %s', (thousandths, text) => {
    expect(energyText(thousandths, 'en')).toBe(text);
  });

  it('are as exact as the hub where they are to be added up, and short at an axis', () => {
    expect(energyExact(1_234_567, 'en')).toBe('1.234567 kWh');
    expect([energyAxis(5_000_000, 'en'), energyAxis(500_000, 'en'), energyAxis(0, 'en')]).toEqual(['5 kWh', '500 Wh', '0 Wh']);
    expect(costText(1_550, 'EUR', 'en')).toBe('€1.55');
    expect([powerText(1_240, 'en'), powerText(84.2, 'en'), powerText(0.4, 'en')]).toEqual(['1.24 kW', '84 W', '0.4 W']);
    expect([changeText(110, 100, 'en'), changeText(90, 100, 'en'), changeText(1, 0, 'en')]).toEqual(['+10%', '-10%', null]);
  });

  it('name periods and parts, also an hour that comes twice', () => {
    const texts = PERIODS.map((period) => periodText(period, { year: 2026, month: 3, day: 29 }, 'en').replace(/[\s\u2009]*–[\s\u2009]*/, '–'));
    expect(texts).toEqual(['Sun, 29 March 2026', '23–29 Mar 2026', 'March 2026', '2026']);
    const { starts } = shown('day', { year: 2026, month: 10, day: 25 });
    const names = starts.map((start) => partText('hour', start, starts, ZONE, 'en', true));
    expect(new Set(names).size).toBe(25);
    // At 0, 4, 8, 12, 16 and 20 o'clock.
    expect(axisParts(starts, true, ZONE, 8)).toEqual([0, 5, 9, 13, 17, 21]);
    expect(axisParts(starts, false, ZONE, 8)).toEqual([0, 4, 8, 12, 16, 20, 24]);
  });

  it('go into a file to the last digit, harmless for spreadsheets', () => {
    const of = energy({ currency: 'EUR', devices: [device('=cmd', [10, null, 30, null])], total: { energy: [10, null, 30, null], total: 40, cost: [3, null, 9, null], totalCost: 12 } });
    expect(energyCsv(of, sharesOf(of), ({ label }) => label, { time: 'Time', total: 'Total', cost: 'Cost' }).split('\r\n').slice(0, 3)).toEqual([
      "Time,'=cmd (kWh),Total (kWh),Cost (EUR)", '1970-01-01T00:00:00.000Z,0.00001,0.00001,0.003', '1970-01-01T00:01:40.000Z,,,',
    ]);
  });
});

describe('the address of the energy page', () => {
  it.each([['/energy', { period: 'day', date: null }], ['/energy?by=week&at=2026-03-29', { period: 'week', date: { year: 2026, month: 3, day: 29 } }], ['/energy?by=year', { period: 'year', date: null }]] as const)('%s says which', (address, wish) => {
    expect(readAddress(address.split('?')[1] ?? '')).toEqual(wish);
    expect(writeAddress(wish.period, wish.date)).toBe(address);
  });

  it('falls back where it cannot be read', () => {
    expect(readAddress('?by=century&at=2026-02-31')).toEqual({ period: 'day', date: null });
    expect(isAhead('day', { year: 2026, month: 11, day: 24 }, ZONE, Date.UTC(2026, 10, 23, 12) / 1000)).toBe(true);
  });
});
