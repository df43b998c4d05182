import { MediaQuery } from 'svelte/reactivity';
import type { Room } from '../state/room.svelte';

const wide = new MediaQuery('(min-width: 1024px)');
const widest = new MediaQuery('(min-width: 1800px)');

export function columnCount(): number {
  return widest.current ? 3 : wide.current ? 2 : 1;
}

export interface PlacedRoom {
  room: Room;
  /** Place among all rooms. */
  index: number;
}

/** What a heading costs, in rows of tiles. */
const HEADING_ROWS = 0.6;

/**
 * Puts each room into the shortest column, in order. Only the number of tiles counts, never their state: live data moves nothing.
 */
export function intoColumns(rooms: readonly Room[], count: number, shows: (room: Room) => boolean = () => true): PlacedRoom[][] {
  const columns = Array.from({ length: count }, (): { rows: number; rooms: PlacedRoom[] } => ({ rows: 0, rooms: [] }));
  rooms.forEach((room, index) => {
    if (!shows(room)) return;
    const shortest = columns.reduce((a, b) => (b.rows < a.rows ? b : a));
    shortest.rooms.push({ room, index });
    shortest.rows += HEADING_ROWS + Math.ceil(room.devices.length / 2);
  });
  return columns.map((column) => column.rooms);
}
