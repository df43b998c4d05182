import type { Values } from '../api/protocol';
import { get, part } from '../api/rest';
import { runScene } from '../api/scenes';
import type { Home } from './home.svelte';
import { undo } from './undo.svelte';

/** Values by device. */
export type ValuesByDevice = ReadonlyMap<string, Values>;

interface Words {
  started: string;
  undoFailed: string;
}

/** Runs a scene and offers to have back what it changed. Rejects when the hub refuses it. */
export async function startScene(home: Home, id: string, words: Words): Promise<void> {
  const all = new Map([...home.devices.values()].map((device) => [device.id, { ...device.reported }]));
  await runScene(id);
  try {
    const { text } = await get<{ text: string }>(`/scenes/${part(id)}`);
    const before = writtenBy(text, all);
    if (before.size > 0) undo.make({ text: words.started, trouble: words.undoFailed, undo: () => restore(before, home) });
  } catch {
    // Without its text nobody knows what to set back: the scene has run, and there is no undo.
  }
}

/** Of all values those that a scene writes: each `device/property` that one of its `set` names. What it calls or sends cannot be taken back. */
export function writtenBy(text: string, all: ValuesByDevice): ValuesByDevice {
  const written = new Map<string, Values>();
  for (const address of addressesIn(JSON.parse(text))) {
    const slash = address.indexOf('/');
    const id = address.slice(0, slash);
    const property = address.slice(slash + 1);
    const value = all.get(id)?.[property];
    if (value !== undefined && value !== null) written.set(id, { ...written.get(id), [property]: value });
  }
  return written;
}

/** Sets what is no longer as it was. */
export function restore(before: ValuesByDevice, home: Home): void {
  for (const [id, values] of before) {
    const device = home.devices.get(id);
    if (device === undefined) continue;
    const want = Object.fromEntries(Object.entries(values).filter(([property, value]) => device.value(property) !== value));
    if (Object.keys(want).length > 0) home.set(device, want);
  }
}

function addressesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === 'set' && typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).filter((address) => address.includes('/')) : addressesIn(value));
}
