import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Arrangement } from '../src/api/arrangement';
import {
  Bounds, bounded, completed, floorOf, moved, reordered, roomsOf, withDevices, withFloor, withFloorRenamed, withoutFloor, withRoom, withRooms,
} from '../src/presentation/arranging';
import { Arranger } from '../src/state/arranger.svelte';
import { FakeRest } from './fake-rest';

const HOUSE: Arrangement = {
  floors: [{ name: 'Down', rooms: [{ name: 'Hall', devices: ['lamp', 'gone', 'lock'] }, { name: 'Old', devices: [] }, { name: 'Kitchen', devices: [] }] }, { name: 'Up', rooms: [] }],
  rooms: [{ name: 'Yard', devices: [] }],
};
const names = (arrangement: Arrangement, floor: string | null): string[] => roomsOf(arrangement, floor).map(({ name }) => name);
const before = structuredClone(HOUSE);

afterEach(() => expect(HOUSE).toEqual(before));

describe('an arrangement', () => {
  it('is completed by what it does not mention, and keeps what is gone', () => {
    const whole = completed(HOUSE, [{ name: 'Hall', devices: ['new', 'lock', 'lamp'] }, { name: 'Attic', devices: ['fan'] }]);
    expect(whole.floors[0]!.rooms[0]!.devices).toEqual(['lamp', 'gone', 'lock', 'new']);
    expect(names(whole, null)).toEqual(['Yard', 'Attic']);
    expect(names(whole, 'Down')).toEqual(['Hall', 'Old', 'Kitchen']);
  });

  it('puts what is shown in order around what is hidden', () => {
    expect(reordered(['h', 'a', 'x', 'b', 'y', 'c'], ['c', 'a', 'b'])).toEqual(['h', 'c', 'a', 'x', 'b', 'y']);
    expect(withDevices(HOUSE, 'Hall', ['lock', 'lamp']).floors[0]!.rooms[0]!.devices).toEqual(['lock', 'lamp', 'gone']);
  });

  it('moves rooms in a floor, to another, and to none', () => {
    expect(names(withRooms(HOUSE, 'Down', ['Kitchen', 'Hall']), 'Down')).toEqual(['Kitchen', 'Hall', 'Old']);
    const up = withRooms(HOUSE, 'Up', ['Yard', 'Hall']);
    expect([names(up, 'Up'), names(up, 'Down'), names(up, null)]).toEqual([['Yard', 'Hall'], ['Old', 'Kitchen'], []]);
    expect(floorOf(withRoom(HOUSE, 'Hall', null), 'Hall')).toBeNull();
    expect(names(withRoom(HOUSE, 'Yard', 'Down', 'Old'), 'Down')).toEqual(['Hall', 'Yard', 'Old', 'Kitchen']);
  });

  it('gets, renames and loses floors; rooms of one that goes are on none', () => {
    expect(withFloor(HOUSE, 'Roof').floors.map(({ name }) => name)).toEqual(['Down', 'Up', 'Roof']);
    expect(names(withFloorRenamed(HOUSE, 'Down', 'Ground'), 'Ground')).toEqual(['Hall', 'Old', 'Kitchen']);
    expect(names(withoutFloor(HOUSE, 'Down'), null)).toEqual(['Hall', 'Old', 'Kitchen', 'Yard']);
  });

  it('steps up and down, and stays at its ends', () => {
    expect([moved(['a', 'b', 'c'], 'b', -1), moved(['a', 'b', 'c'], 'b', 1), moved(['a', 'b'], 'a', -1), moved(['a', 'b'], 'x', 1)]).toEqual([['b', 'a', 'c'], ['a', 'c', 'b'], ['a', 'b'], ['a', 'b']]);
  });

  it('lets go what is gone only where the hub could not keep it all', () => {
    const present = [{ name: 'Hall', devices: ['lamp'] }];
    expect(bounded(HOUSE, present)).toEqual(HOUSE);
    const many = { floors: [], rooms: [{ name: 'Hall', devices: ['lamp', ...Array.from({ length: Bounds.devices }, (_, at) => `d${at}`)] }] };
    expect(bounded(many, present).rooms).toEqual([{ name: 'Hall', devices: ['lamp'] }]);
    const rooms = { floors: [], rooms: [...Array.from({ length: Bounds.rooms }, (_, at) => ({ name: `r${at}`, devices: [] })), { name: 'Hall', devices: [] }] };
    expect(bounded(rooms, present).rooms.map(({ name }) => name)).toEqual(['Hall']);
  });
});

describe('the arranger', () => {
  let rest: FakeRest;
  let arranger: Arranger;
  const kept = { version: 4, ...structuredClone(HOUSE) };
  const wish = withFloor(HOUSE, 'Roof');

  beforeEach(async () => {
    rest = new FakeRest();
    rest.on('GET /arrangement', () => ({ body: kept })).install();
    arranger = new Arranger();
    await arranger.load();
  });

  afterEach(() => vi.unstubAllGlobals());

  it('shows a change at once and has it kept over the version that it knows', async () => {
    rest.on('PUT /arrangement', { body: { version: 5, ...wish } });
    const done = arranger.change(wish);
    expect([arranger.wanted, arranger.saving]).toEqual([wish, true]);
    expect(await done).toBe(true);
    expect(rest.writes.map(({ headers, body }) => [headers['If-Match'], JSON.parse(body!)])).toEqual([['"4"', wish]]);
  });

  it('sends what came meanwhile after it, the newest only', async () => {
    let version = 4;
    rest.on('PUT /arrangement', ({ body }) => ({ body: { version: ++version, ...JSON.parse(body!) } }));
    const done = arranger.change(wish);
    void arranger.change(withFloor(wish, 'One'));
    void arranger.change(withFloor(wish, 'Two'));
    await done;
    expect(rest.writes.map(({ headers, body }) => [headers['If-Match'], (JSON.parse(body!) as Arrangement).floors.at(-1)!.name])).toEqual([['"4"', 'Roof'], ['"5"', 'Two']]);
    expect(arranger.saving).toBe(false);
  });

  it('shows the order of whoever was first, and says so', async () => {
    rest.on('PUT /arrangement', { status: 412, body: { code: 'document.stale', detail: '' } });
    rest.on('GET /arrangement', { body: { version: 9, floors: [], rooms: [{ name: 'Theirs', devices: [] }] } });
    expect(await arranger.change(wish)).toBe(false);
    expect([arranger.trouble, arranger.wanted.rooms[0]!.name]).toEqual(['stale', 'Theirs']);
    rest.on('PUT /arrangement', { body: { version: 10, ...wish } });
    await arranger.change(wish);
    expect([rest.writes.at(-1)!.headers['If-Match'], arranger.trouble]).toEqual(['"9"', '']);
  });

  it('goes back to what is kept when the hub is away', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('away')));
    expect(await arranger.change(wish)).toBe(false);
    expect([arranger.trouble, arranger.wanted]).toEqual(['link.down', { floors: kept.floors, rooms: kept.rooms }]);
  });

  it('is not overwritten by reading while something is on its way', async () => {
    rest.on('PUT /arrangement', { body: { version: 5, ...wish } });
    const reading = arranger.load();
    const done = arranger.change(wish);
    await Promise.all([reading, done]);
    expect(arranger.wanted).toEqual(wish);
  });
});
