import { join, type Share } from '../presentation/summary';
import type { DeviceView } from './device.svelte';

/** Whatever has a share in a summary: a device, some of them, a room. */
interface Part {
  readonly share: Share;
}

/** So many parts are added up at once: a change then costs a few sums of this length, however large the home. */
const WIDTH = 16;

/** The sum of some parts, reckoned again only when one of them changes. */
class Tally implements Part {
  readonly share: Share = $derived.by(() => join(this.parts.map((part) => part.share)));

  constructor(private readonly parts: readonly Part[]) {}
}

/** A tree of sums. */
export function tallyOf(parts: readonly Part[]): Part {
  let level = parts;
  while (level.length > WIDTH) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / WIDTH) }, (_, at) => new Tally(below.slice(at * WIDTH, (at + 1) * WIDTH)));
  }
  return new Tally(level);
}

/** Devices of one room in an order that live data never changes. */
export class Room implements Part {
  readonly #tally: Part;

  constructor(readonly name: string, readonly devices: readonly DeviceView[]) {
    this.#tally = tallyOf(devices);
  }

  get share(): Share {
    return this.#tally.share;
  }
}

/** A room and its devices as they are put in order, before they are summed up. */
export type ArrangedRoom = Pick<Room, 'name' | 'devices'>;
