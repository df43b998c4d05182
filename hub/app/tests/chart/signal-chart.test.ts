import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignalHistory, SignalSeries } from '../../src/api/history';
import { Home } from '../../src/state/home.svelte';
import { HomeNames } from '../../src/state/home-names.svelte';
import { ChartLimits, SignalChart } from '../../src/state/signal-chart.svelte';
import { choicesOf, lookOf } from '../../src/state/signal-looks';
import { readAddress, writeAddress } from '../../src/views/history/address';
import { FakeRest, type Asked } from '../fake-rest';
import { lamp, snap } from '../homes';

const NOW = Date.UTC(2026, 10, 23, 12);
const TEMPERATURE = 'climate/thing.temperature';
const POWER = 'lamp/light.on';
const COUNTER = 'washer/meter.energy';

let rest: FakeRest;
let home: Home;
let chart: SignalChart;

const look = { label: 'It', unit: '', isSet: false, values: [], text: (value: unknown) => `${value as string}` };
const classes: Record<string, Partial<SignalSeries>> = {
  [TEMPERATURE]: { class: 'measurement', mean: [20, 21, null, 22], min: [20, 20, null, 22], max: [20, 22, null, 22] },
  [POWER]: { class: 'state', last: [false, true, true, true], states: [{ value: false, seconds: [1, 0, 0, 0], entered: [] }, { value: true, seconds: [0, 1, 1, 1], entered: [] }] },
  [COUNTER]: { class: 'counter', increase: [1, 2, null, 4], marks: [] },
};

function answer({ query }: Asked): { status?: number; body?: unknown } {
  const params = new URLSearchParams(query);
  const signals = params.getAll('signal');
  const unknown = signals.find((signal) => classes[signal] === undefined);
  if (unknown !== undefined) return { status: 404, body: { code: 'device.unknown', detail: unknown } };
  const [from, to] = [Date.parse(params.get('from')!) / 1000, Date.parse(params.get('to')!) / 1000];
  const step = (to - from) / 4;
  const body: SignalHistory = { from: '', to: '', resolution: 'minute', times: [0, 1, 2, 3].map((at) => from + at * step), end: to, signals: signals.map((signal) => ({ signal, ...classes[signal] }) as SignalSeries) };
  return { body };
}

const asked = (): { signals: string[]; hours: number; points: number }[] => rest.asked.map(({ query }) => {
  const params = new URLSearchParams(query);
  return { signals: params.getAll('signal'), hours: (Date.parse(params.get('to')!) - Date.parse(params.get('from')!)) / 3_600_000, points: Number(params.get('points')) };
});

/** Answers of the fake come in turns of the loop. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  rest = new FakeRest();
  rest.on('GET /history', answer);
  rest.install();
  home = new Home();
  chart = new SignalChart(() => look, () => ({ partly: () => '', times: () => '', mark: () => '' }));
});

afterEach(() => {
  chart.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a chart of signals', () => {
  it('asks for as many columns as it has pixels, once it is that wide', async () => {
    chart.pick([TEMPERATURE, POWER]);
    await settled();
    expect(rest.asked).toEqual([]);
    chart.resize(640);
    await settled();
    expect(asked()).toEqual([{ signals: [TEMPERATURE, POWER], hours: 24, points: 640 }]);
    expect(chart.model.series.map(({ key, shape }) => [key, shape])).toEqual([[TEMPERATURE, 'line'], [POWER, 'step']]);
  });

  it('asks for finer data when the hand that zooms rests, and keeps what it shows meanwhile', async () => {
    chart.pick([TEMPERATURE]);
    chart.resize(640);
    await settled();
    const before = chart.model;
    for (let step = 1; step <= 5; step++) chart.go({ from: NOW / 1000 - 3_600 * (6 - step), to: NOW / 1000 - 1_800 });
    expect(chart.model).toBe(before);
    await vi.advanceTimersByTimeAsync(ChartLimits.settleMs - 1);
    expect(rest.asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await settled();
    expect(asked()[1]).toEqual({ signals: [TEMPERATURE], hours: 0.5, points: 640 });
    expect([chart.period, chart.isFollowing]).toEqual([null, false]);
  });

  it('asks for sums in columns that can be seen, and puts both into one chart', async () => {
    chart.pick([COUNTER, TEMPERATURE]);
    chart.resize(700);
    await settled();
    expect(asked()).toEqual([{ signals: [COUNTER, TEMPERATURE], hours: 24, points: 700 }, { signals: [COUNTER], hours: 24, points: 50 }]);
    expect(chart.model.series.map(({ key, shape }) => [key, shape])).toEqual([[COUNTER, 'bars'], [TEMPERATURE, 'line']]);
    rest.asked.length = 0;
    chart.show('week');
    await settled();
    // Now it knows what is a sum.
    expect(asked()).toEqual(expect.arrayContaining([{ signals: [TEMPERATURE], hours: 168, points: 700 }, { signals: [COUNTER], hours: 168, points: 50 }]));
    expect(rest.asked.length).toBe(2);
  });

  it('shows the others where the hub does not know one', async () => {
    chart.pick(['gone/x.y', TEMPERATURE]);
    chart.resize(640);
    await settled();
    await settled();
    expect([...chart.missing]).toEqual(['gone/x.y']);
    expect(chart.model.series.map(({ key }) => key)).toEqual([TEMPERATURE]);
    expect(chart.trouble).toBe('');
  });

  it('says when the hub cannot be read, and reads again', async () => {
    rest.on('GET /history', { status: 503, body: { code: 'history.unavailable' } });
    chart.pick([TEMPERATURE]);
    chart.resize(640);
    await settled();
    expect([chart.trouble, chart.isThere, chart.isBusy]).toEqual(['history.unavailable', false, false]);
    rest.on('GET /history', answer);
    chart.load();
    await settled();
    expect([chart.trouble, chart.isThere]).toEqual(['', true]);
  });

  it('takes live values at its end, goes along with now, and stays where it was put by hand', async () => {
    chart.pick([TEMPERATURE, POWER]);
    chart.resize(640);
    await settled();
    const columns = chart.model.times.length;
    await vi.advanceTimersByTimeAsync(5_000);
    chart.told(TEMPERATURE, 23);
    chart.told(TEMPERATURE, 24);
    expect(chart.model.times.length).toBe(columns + 1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(chart.model.times.length).toBe(columns + 2);
    expect(chart.model.series[0]!.values.slice(-2)).toEqual([23, 24]);
    expect(chart.model.series[1]!.values.at(-1)).toBe(1);
    expect(chart.span.to).toBe(NOW / 1000 + 6);
    expect(chart.span.to - chart.span.from).toBe(86_400);
    const span = { from: NOW / 1000 - 7_200, to: NOW / 1000 - 3_600 };
    chart.go(span);
    await vi.advanceTimersByTimeAsync(1_000);
    chart.told(TEMPERATURE, 25);
    expect(chart.span).toEqual(span);
  });

  it('ends with what stands now, also when names come after the values', async () => {
    const late = new SignalChart(() => ({ ...look, label: home.synced ? 'Temperature' : 'b.c' }), () => ({ partly: () => '', times: () => '', mark: () => '' }));
    classes['now/b.c'] = { class: 'measurement', mean: [20, 21, null, 22], last: [20, 21, null, 23] };
    late.pick(['now/b.c']);
    late.resize(640);
    await settled();
    expect(late.model.times.at(-1)).toBe(NOW / 1000);
    expect(late.model.series[0]!.values).toEqual([20, 21, null, 22, 23]);
    home.synced = true;
    expect(late.model.series[0]).toMatchObject({ label: 'Temperature', values: [20, 21, null, 22, 23] });
    await vi.advanceTimersByTimeAsync(1_000);
    late.told('now/b.c', 24);
    expect(late.model.series[0]!.values).toEqual([20, 21, null, 22, 23, 24]);
    late.stop();
  });

  it('asks for sums again while live values come, once a minute', async () => {
    chart.pick([COUNTER]);
    chart.resize(640);
    await settled();
    const before = rest.asked.length;
    for (let second = 0; second < 59; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      chart.told(COUNTER, 0);
    }
    expect(rest.asked.length).toBe(before);
    await vi.advanceTimersByTimeAsync(1_000);
    chart.told(COUNTER, 0);
    await settled();
    expect(rest.asked.length).toBe(before + 1);
  });

  it('hides a curve and shows it again; one that is taken out is not hidden when it comes back', () => {
    chart.pick([TEMPERATURE, POWER]);
    chart.toggle(POWER);
    expect([...chart.hidden]).toEqual([POWER]);
    chart.toggle(POWER);
    expect([...chart.hidden]).toEqual([]);
    chart.toggle(POWER);
    chart.pick([TEMPERATURE]);
    chart.pick([TEMPERATURE, POWER]);
    expect([...chart.hidden]).toEqual([]);
  });
});

describe('signals of the home', () => {
  it('can all be picked, with devices of one name told apart', () => {
    home.receive(snap([lamp(), lamp({ id: 'other', room: 'Kitchen' })]));
    const names = new HomeNames(home);
    expect(choicesOf(names).filter(({ signal }) => signal.endsWith('light.on')).map(({ signal, label }) => [signal, label])).toEqual([['hall-lamp/light.on', 'Hall lamp (Hall) · on'], ['other/light.on', 'Hall lamp (Kitchen) · on']]);
    expect(lookOf(names, 'hall-lamp/light.brightness')).toMatchObject({ unit: '%', isSet: true, bounds: { low: 0, high: 100 } });
    expect(lookOf(names, 'left/thing.some-value')).toMatchObject({ label: 'left · some value', unit: '' });
  });
});

describe('the address of the history', () => {
  it.each([
    ['/history', { signals: [], range: 'day' }],
    ['/history?s=a/b.c&s=d/e.f&range=month', { signals: ['a/b.c', 'd/e.f'], range: 'month' }],
    ['/history?s=a/b.c&from=2026-03-29T00:00:00Z&to=2026-03-30T00:00:00Z', { signals: ['a/b.c'], range: { from: Date.UTC(2026, 2, 29) / 1000, to: Date.UTC(2026, 2, 30) / 1000 } }],
  ] as const)('%s says what is shown', (address, what) => {
    expect(readAddress(address.split('?')[1] ?? '', 8)).toEqual(what);
    expect(writeAddress(what)).toBe(address);
  });

  it('leaves out what cannot be read', () => {
    expect(readAddress('s=nothing&s=a/b.c&s=a/b.c&from=2026-03-30T00:00:00Z&to=2026-03-29T00:00:00Z&range=century', 8)).toEqual({ signals: ['a/b.c'], range: 'day' });
    expect(readAddress(Array.from({ length: 20 }, (_, at) => `s=d/${at}`).join('&'), 8).signals.length).toBe(8);
  });
});
