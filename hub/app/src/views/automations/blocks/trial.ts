import type { Value, Values } from '../../../api/protocol';
import { parts } from '../../../presentation/automation/names';
import { isObject, type Json, type JsonObject } from '../../../presentation/document/json-tree';
import { baseName } from '../../../presentation/properties';
import type { Home } from '../../../state/home.svelte';

/** One action that can be done by itself, at once: it needs nothing that a run brings. */
export type Trial =
  | { readonly do: 'set'; readonly sets: ReadonlyMap<string, Values> }
  | { readonly do: 'toggle'; readonly device: string; readonly key: string }
  | { readonly do: 'call'; readonly device: string; readonly key: string; readonly args: Values }
  | { readonly do: 'scene'; readonly scene: string };

/** Null for what cannot be tried alone: waits, choices, and values that are worked out in a run. */
export function trialOf(value: Json): Trial | null {
  if (!isObject(value) || Object.hasOwn(value, 'devices')) return null;
  if (typeof value['scene'] === 'string' && value['scene'] !== '') return { do: 'scene', scene: value['scene'] };
  if (isObject(value['set'])) return settingOf(value['set']);
  if (typeof value['toggle'] === 'string' && parts(value['toggle']).device !== '') return { do: 'toggle', ...parts(value['toggle']) };
  if (typeof value['call'] === 'string' && parts(value['call']).device !== '') {
    const args = constants(isObject(value['in']) ? value['in'] : {});
    return args === null ? null : { do: 'call', ...parts(value['call']), args };
  }
  return null;
}

function settingOf(set: JsonObject): Trial | null {
  const values = constants(set);
  if (values === null || Object.keys(values).length === 0) return null;
  const sets = new Map<string, Values>();
  for (const [address, value] of Object.entries(values)) {
    const { device, key } = parts(address);
    if (device === '') return null;
    sets.set(device, { ...sets.get(device), [key]: value });
  }
  return { do: 'set', sets };
}

function constants(of: JsonObject): Values | null {
  const entries = Object.entries(of).filter(([name]) => !name.startsWith('//'));
  return entries.every(([, value]) => ['boolean', 'number', 'string'].includes(typeof value)) ? (Object.fromEntries(entries) as Values) : null;
}

/**
 * Does it for real; answers with the devices that were asked. Null where one is not there, takes no such value, or cannot be turned over.
 * `keys` are those of the action's arguments, which documents call by the part after the service.
 */
export function tryOut(trial: Exclude<Trial, { do: 'scene' }>, home: Home, keys: readonly string[]): string[] | null {
  if (trial.do === 'set') {
    const wants = [...trial.sets].map(([id, values]) => [id, wireOf(home, id, values)] as const);
    if (wants.some(([, values]) => values === null)) return null;
    for (const [id, values] of wants) home.set(home.devices.get(id)!, values!);
    return wants.map(([id]) => id);
  }
  const device = home.devices.get(trial.device);
  if (device === undefined) return null;
  if (trial.do === 'toggle') {
    const now = device.value(trial.key);
    if (typeof now !== 'boolean') return null;
    home.set(device, { [trial.key]: !now });
  } else {
    home.call(device, trial.key, Object.fromEntries(Object.entries(trial.args).map(([name, value]) => [keys.find((key) => baseName(key) === name) ?? name, value])));
  }
  return [device.id];
}

/** Documents name the entries of lists; devices take their numbers. */
function wireOf(home: Home, id: string, values: Values): Values | null {
  const device = home.devices.get(id);
  if (device === undefined) return null;
  const wire: Values = {};
  for (const [key, value] of Object.entries(values)) {
    const info = device.contract.properties[key];
    if (info === undefined) return null;
    const listed: Value | undefined = typeof value === 'string' ? info.list?.find((entry) => entry.name.toLowerCase() === value.toLowerCase())?.value : undefined;
    wire[key] = listed ?? value;
  }
  return wire;
}
