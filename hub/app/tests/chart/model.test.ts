import { describe, expect, it } from 'vitest';
import type { SignalHistory, SignalSeries } from '../../src/api/history';
import { extentOf, heightOf, laneRange, placementsOf } from '../../src/presentation/chart/axes';
import { appended, LiveTail, type LiveClock } from '../../src/presentation/chart/live';
import { cellAt, isBlank, merged, type ChartModel, type ChartSeries } from '../../src/presentation/chart/model';
import { modelOf, type ChartWords, type SignalLook } from '../../src/presentation/chart/signals';

const words: ChartWords = { partly: (word, share) => `${word} ${share * 100} %`, times: (count) => `${count}×`, mark: (kind, what, count, amount) => `${kind} ${what} ${count} ${amount}` };
const look = (over: Partial<SignalLook> = {}): SignalLook => ({ label: 'It', unit: '°', isSet: false, values: [], text: (value) => `${value}`, ...over });
const answer = (series: Partial<SignalSeries> & Pick<SignalSeries, 'class'>, over: Partial<SignalHistory> = {}): SignalHistory => ({ from: '', to: '', resolution: 'hour', times: [0, 10, 20, 30], end: 40, signals: [{ signal: 'a/b.c', ...series }], ...over });
const only = (series: Partial<SignalSeries> & Pick<SignalSeries, 'class'>, of: Partial<SignalLook> = {}, over: Partial<SignalHistory> = {}): ChartSeries => modelOf(answer(series, over), () => look(of), words).series[0]!;
const curve = (over: Partial<ChartSeries> = {}): ChartSeries => ({ key: 'a', label: 'A', shape: 'line', unit: '°', values: [], marks: [], text: (value) => `${value}`, ...over });

describe('a curve', () => {
  it('of a measurement is a line with its range, where it has one, and with its gaps', () => {
    const series = only({ class: 'measurement', mean: [20, 21, null, 19], min: [19, 21, null, 18], max: [22, 21, null, 20] });
    expect(series).toMatchObject({ shape: 'line', unit: '°', values: [20, 21, null, 19], low: [19, 21, null, 18], high: [22, 21, null, 20] });
    expect(only({ class: 'measurement', mean: [1, 2], min: [1, 2], max: [1, 2] }).low).toBeUndefined();
  });

  it('of values as they came, and of what is set, goes in steps', () => {
    expect(only({ class: 'measurement', mean: [1] }, {}, { resolution: 'raw' }).shape).toBe('step');
    expect(only({ class: 'measurement', mean: [1] }, { isSet: true }).shape).toBe('step');
  });

  it('of on and off tells the share of the known time, and nothing where nothing is known', () => {
    const series = only({ class: 'state', last: [false, true, true, false], states: [{ value: false, seconds: [10, 5, 0, 0], entered: [] }, { value: true, seconds: [0, 5, 2, 0], entered: [] }] }, { text: (value) => (value === true ? 'On' : 'Off') });
    expect(series).toMatchObject({ shape: 'step', unit: null, values: [0, 0.5, 1, null] });
    expect([0, 0.5, 1].map(series.text)).toEqual(['Off', 'On 50 %', 'On']);
    expect([series.cellOf!(true), series.cellOf!(false), series.cellOf!('x')]).toEqual([1, 0, undefined]);
  });

  it('of other states is the one that lasted longest, in the contract’s order', () => {
    const series = only({ class: 'state', last: [1, 2, 2, null], states: [{ value: 2, seconds: [1, 8, 9, 0], entered: [] }, { value: 1, seconds: [9, 2, 0, 0], entered: [] }, { seconds: [0, 0, 1, 0], entered: [] }] }, { values: [1, 2, 3], text: (value) => ({ 1: 'Idle', 2: 'Sweeping' })[value as 1] });
    expect(series.words).toEqual(['Idle', 'Sweeping']);
    expect(series.values).toEqual([0, 1, 1, null]);
    expect(series.text(1)).toBe('Sweeping');
    expect([series.cellOf!(2), series.cellOf!(3)]).toEqual([1, undefined]);
  });

  it('of a counter and of events are bars, with what was strange', () => {
    const counter = only({ class: 'counter', increase: [0.5, null, 2, 0], marks: [{ column: 2, kind: 'gap', count: 1, amount: 1.5 }] });
    expect(counter).toMatchObject({ shape: 'bars', values: [0.5, null, 2, 0], marks: [{ at: 20, kind: 'gap', text: 'gap It 1 1.5' }] });
    expect(only({ class: 'event', count: [0, 3, null, 1] })).toMatchObject({ shape: 'bars', unit: '', values: [0, 3, null, 1] });
  });
});

describe('several answers in one chart', () => {
  const fine: ChartModel = { times: [0, 10, 20, 30], end: 40, series: [curve({ key: 'a', values: [1, null, 3, 4], low: [0, null, 2, 3], high: [2, null, 4, 5] })] };
  const coarse: ChartModel = { times: [0, 25], end: 50, series: [curve({ key: 'b', shape: 'bars', values: [7, null] })] };
  const both = merged([fine, coarse], ['b', 'a']);

  it('have all their columns in order, and nothing where a curve has none', () => {
    expect(both.times).toEqual([0, 10, 20, 25, 30]);
    expect(both.series.map(({ key }) => key)).toEqual(['b', 'a']);
    expect(both.series[1]!.values).toEqual([1, null, 3, undefined, 4]);
    expect(both.series[1]!.low).toEqual([0, null, 2, undefined, 3]);
    expect(both.series[0]!.values).toEqual([7, undefined, undefined, null, undefined]);
    expect(both.end).toBe(50);
  });

  it('say under the cursor what their own column has', () => {
    expect(cellAt(both, both.series[0]!, 2)).toEqual({ at: 0, value: 7 });
    expect(cellAt(both, both.series[0]!, 4)).toEqual({ at: 25, value: null });
    expect(cellAt(both, both.series[1]!, 3)).toEqual({ at: 20, value: 3 });
    expect(isBlank(both)).toBe(false);
    expect(isBlank({ ...both, series: [curve({ values: [null, undefined] })] })).toBe(true);
  });
});

describe('axes', () => {
  const series = [curve({ key: 't' }), curve({ key: 'h', unit: '%' }), curve({ key: 'u' }), curve({ key: 'p', unit: 'W' }), curve({ key: 'e', shape: 'bars', unit: '°' }), curve({ key: 's', unit: null, shape: 'step' })];

  it('are shared by one unit, bars apart, as many as there is room for', () => {
    const placements = placementsOf(series, 2);
    expect(placements.map(({ axis }) => axis)).toEqual(['left', 'right', 'left', 'none', 'none', 'none']);
    expect(placements[0]!.scale).toBe(placements[2]!.scale);
    expect(placements[4]!.scale).not.toBe(placements[0]!.scale);
    expect(placementsOf(series, 1).map(({ axis }) => axis)).toEqual(['left', 'none', 'left', 'none', 'none', 'none']);
  });

  it('leave states a lane of their own below the curves', () => {
    const placements = placementsOf(series, 2);
    expect(placements[5]!.lane[1]).toBeLessThan(placements[0]!.lane[0]);
    expect(heightOf(series)).toBeGreaterThan(heightOf(series.slice(0, 5)));
    const [low, high] = laneRange(0, 10, [0.25, 0.75]);
    expect([low, high]).toEqual([-5, 15]);
  });

  it('leave bars the lower part where there are curves, and all of it where there are none', () => {
    const [line, bars] = placementsOf([curve({ key: 't' }), curve({ key: 'e', shape: 'bars', unit: 'kWh' })], 2);
    expect(bars!.lane).toEqual([0, 0.36]);
    expect(line!.lane).toEqual([0, 1]);
    expect(placementsOf([curve({ key: 'e', shape: 'bars', unit: 'kWh' })], 2)[0]!.lane).toEqual([0, 1]);
  });

  it('hold the range, and bars stand on zero', () => {
    expect(extentOf([curve({ values: [20, 30], low: [10, 30], high: [20, 40] })], 0, 2)).toEqual([10 - 1.8, 40 + 1.8]);
    expect(extentOf([curve({ shape: 'bars', values: [5, 10] })], 0, 2)).toEqual([0, 10.6]);
    expect(extentOf([curve({ values: [46], bounds: { low: 0, high: 100 } })], 0, 1)).toEqual([0, 100]);
    expect(extentOf([curve({ values: [null, undefined] })], 0, 2)).toBeNull();
    expect(extentOf([curve({ values: [1, 2, 300] })], 0, 2)![1]).toBeLessThan(3);
  });
});

/** Time that only a test moves. */
class Hand implements LiveClock {
  ms = 0;
  readonly waiting: { at: number; work: () => void }[] = [];
  now = (): number => this.ms;
  later = (ms: number, work: () => void): (() => void) => {
    const entry = { at: this.ms + ms, work };
    this.waiting.push(entry);
    return () => void this.waiting.splice(this.waiting.indexOf(entry), 1);
  };

  advance(ms: number): void {
    this.ms += ms;
    for (const entry of [...this.waiting].filter(({ at }) => at <= this.ms)) {
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      entry.work();
    }
  }
}

describe('live values', () => {
  it('go into a chart at most once a second, the newest of each curve', () => {
    const clock = new Hand();
    const told: [number, Record<string, number | null>][] = [];
    const tail = new LiveTail((at, values) => told.push([at, Object.fromEntries(values)]), clock);
    clock.ms = 5_000;
    tail.push('a', 1);
    for (let step = 0; step < 99; step++) {
      clock.advance(10);
      tail.push('a', step);
      tail.push('b', -step);
    }
    expect(told).toEqual([[5, { a: 1 }]]);
    clock.advance(10);
    expect(told).toEqual([[5, { a: 1 }], [6, { a: 98, b: -98 }]]);
    clock.advance(5_000);
    expect(told.length).toBe(2);
    tail.push('a', null);
    expect(told.at(-1)).toEqual([11, { a: null }]);
    tail.push('a', 3);
    tail.stop();
    clock.advance(5_000);
    expect(told.length).toBe(3);
    expect(clock.waiting.length).toBe(0);
  });

  const model: ChartModel = { times: [0, 10], end: 12, series: [curve({ key: 'a', values: [1, 2], low: [0, 1], high: [2, 3] }), curve({ key: 'b', values: [5, null] }), curve({ key: 'c', shape: 'bars', values: [7, undefined] })] };

  it('stand at the end; what stands already does not move, what was told nothing holds', () => {
    const next = appended(model, 15, new Map([['a', 4]]));
    expect(next.times).toEqual([0, 10, 15]);
    expect(next.series.map(({ values }) => values)).toEqual([[1, 2, 4], [5, null, null], [7, undefined, undefined]]);
    expect(next.series[0]!.high).toEqual([2, 3, 4]);
    expect(next.end).toBe(15);
    expect(model.times).toEqual([0, 10]);
  });

  it('of the past change nothing', () => {
    expect(appended(model, 10, new Map([['a', 4]]))).toBe(model);
  });
});
