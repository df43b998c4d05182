import type { Found } from '../api/joining';

/** `urn:miot-spec-v2:device:light:0000A001:iothub-light:1` → `light`. */
export function kindOf(urn: string): string {
  return urn.split(':')[3] ?? '';
}

/** What a person would call it: what it offers itself, where that is more than its did; else its kind; with a number where the home has one of that name. */
export function labelFor(found: Found, kind: string, taken: readonly string[]): string {
  const offered = found.label?.trim() ?? '';
  const base = (offered === found.did ? '' : offered) || kind || found.did;
  const names = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const label = number === 1 ? base : `${base} ${number}`;
    if (!names.has(label.toLowerCase())) return label;
  }
}

/** The room that it offers, as the home writes it where there is one; empty for none. */
export function roomFor(found: Found, rooms: readonly string[]): string {
  const offered = found.room?.trim() ?? '';
  return rooms.find((room) => room.toLowerCase() === offered.toLowerCase()) ?? offered;
}
