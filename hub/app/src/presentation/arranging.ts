import type { Arrangement, ArrangedRoom } from '../api/arrangement';

/** Which rooms and devices the home has now, in the order of the screen. */
export interface Present {
  name: string;
  devices: readonly string[];
}

/** Rooms of a floor; null for those on none. */
export type FloorName = string | null;

const copy = ({ floors, rooms }: Arrangement): Arrangement => ({
  floors: floors.map(({ name, rooms: of }) => ({ name, rooms: of.map(copyRoom) })),
  rooms: rooms.map(copyRoom),
});

const copyRoom = ({ name, devices }: ArrangedRoom): ArrangedRoom => ({ name, devices: [...devices] });

/** What the home has and the arrangement does not mention comes last in it; what it mentions and is gone keeps its place. */
export function completed(arrangement: Arrangement, present: readonly Present[]): Arrangement {
  const whole = copy(arrangement);
  const known = new Map(allRooms(whole).map((room) => [room.name, room]));
  for (const { name, devices } of present) {
    const room = known.get(name);
    if (room === undefined) whole.rooms.push({ name, devices: [...devices] });
    else room.devices.push(...devices.filter((device) => !room.devices.includes(device)));
  }
  return whole;
}

/** As many as the hub keeps. */
export const Bounds = { rooms: 256, devices: 2048 } as const;

/** What is gone gives way where the hub could not keep it all. */
export function bounded(arrangement: Arrangement, present: readonly Present[]): Arrangement {
  const next = copy(arrangement);
  const here = new Map(present.map(({ name, devices }) => [name, new Set(devices)]));
  if (allRooms(next).reduce((sum, { devices }) => sum + devices.length, 0) > Bounds.devices) {
    for (const room of allRooms(next)) room.devices = room.devices.filter((device) => here.get(room.name)?.has(device) === true);
  }
  if (allRooms(next).length > Bounds.rooms) {
    for (const floor of next.floors) floor.rooms = floor.rooms.filter(({ name }) => here.has(name));
    next.rooms = next.rooms.filter(({ name }) => here.has(name));
  }
  return next;
}

export const allRooms = ({ floors, rooms }: Arrangement): ArrangedRoom[] => [...floors.flatMap(({ rooms: of }) => of), ...rooms];

export const roomsOf = (arrangement: Arrangement, floor: FloorName): ArrangedRoom[] =>
  floor === null ? arrangement.rooms : (arrangement.floors.find(({ name }) => name === floor)?.rooms ?? []);

export const floorOf = (arrangement: Arrangement, room: string): FloorName =>
  arrangement.floors.find(({ rooms }) => rooms.some(({ name }) => name === room))?.name ?? null;

/** Puts what is shown into an order; what is hidden stays behind the one that it stood behind. */
export function reordered<T>(all: readonly T[], shown: readonly T[]): T[] {
  const visible = new Set(shown);
  const behind = new Map<T | null, T[]>();
  let last: T | null = null;
  for (const one of all) {
    if (visible.has(one)) last = one;
    else behind.set(last, [...(behind.get(last) ?? []), one]);
  }
  return [...(behind.get(null) ?? []), ...shown.flatMap((one) => [one, ...(behind.get(one) ?? [])])];
}

/** Puts a room onto a floor, before the one that stands at that place among those shown; at the end without a place. */
export function withRoom(arrangement: Arrangement, name: string, floor: FloorName, before: string | null = null): Arrangement {
  const next = copy(arrangement);
  const room = allRooms(next).find((one) => one.name === name);
  if (room === undefined) return next;
  for (const list of [next.rooms, ...next.floors.map(({ rooms }) => rooms)]) {
    const at = list.indexOf(room);
    if (at >= 0) list.splice(at, 1);
  }
  const target = roomsOf(next, floor);
  const at = target.findIndex((one) => one.name === before);
  target.splice(at < 0 ? target.length : at, 0, room);
  return next;
}

/** The rooms of a floor in this order, those that came from other floors with them. */
export function withRooms(arrangement: Arrangement, floor: FloorName, names: readonly string[]): Arrangement {
  let next = copy(arrangement);
  for (const name of names) {
    if (!roomsOf(next, floor).some((room) => room.name === name)) next = withRoom(next, name, floor);
  }
  const rooms = roomsOf(next, floor);
  const ordered = reordered(rooms, names.map((name) => rooms.find((room) => room.name === name)!));
  rooms.splice(0, rooms.length, ...ordered);
  return next;
}

/** The devices of a room in this order. */
export function withDevices(arrangement: Arrangement, name: string, devices: readonly string[]): Arrangement {
  const next = copy(arrangement);
  const room = allRooms(next).find((one) => one.name === name);
  if (room !== undefined) room.devices = reordered(room.devices, devices);
  return next;
}

export function withFloor(arrangement: Arrangement, name: string): Arrangement {
  const next = copy(arrangement);
  next.floors.push({ name, rooms: [] });
  return next;
}

export function withFloorRenamed(arrangement: Arrangement, name: string, to: string): Arrangement {
  const next = copy(arrangement);
  const floor = next.floors.find((one) => one.name === name);
  if (floor !== undefined) floor.name = to;
  return next;
}

/** Its rooms are on no floor then, before those that were not either. */
export function withoutFloor(arrangement: Arrangement, name: string): Arrangement {
  const next = copy(arrangement);
  const gone = next.floors.find((one) => one.name === name);
  next.floors = next.floors.filter((one) => one !== gone);
  next.rooms.unshift(...(gone?.rooms ?? []));
  return next;
}

/** One step up or down; the same order where it is at the end already. */
export function moved<T>(list: readonly T[], item: T, by: -1 | 1): T[] {
  const at = list.indexOf(item);
  const to = at + by;
  const next = [...list];
  if (at < 0 || to < 0 || to >= list.length) return next;
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}
