import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Home } from '../../state/home.svelte';

/** Words of the language, for keys; the hub's check says which of them fit where. */
const WORDS = [
  'name', 'description', 'mode', 'triggers', 'conditions', 'actions', 'property', 'becomes', 'is', 'above', 'below', 'for', 'time', 'after', 'before', 'weekdays',
  'sun', 'cron', 'every', 'event', 'availability', 'presence', 'scene', 'set', 'call', 'wait', 'if', 'then', 'else', 'repeat', 'notify', 'not', 'any', 'all',
];

/** Completes inside strings: addresses of the live home, `hall-lamp/light.on`, scenes, and the words of the language. */
export function completeFromHome(home: Home): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const word = context.matchBefore(/"[^"\n]*/);
    if (word === null) return null;
    return { from: word.from + 1, options: optionsFor(home, word.text.slice(1)), validFor: /^[^"\n]*$/ };
  };
}

/** Devices first; once a device is written, its properties. */
export function optionsFor(home: Home, typed: string): Completion[] {
  const slash = typed.indexOf('/');
  if (slash > 0) {
    const device = home.devices.get(typed.slice(0, slash));
    return Object.entries(device?.contract.properties ?? {}).map(([property, info]) => ({
      label: `${device!.id}/${property}`, detail: detailOf(info.format, info.list?.map((entry) => entry.name)), type: 'property',
    }));
  }
  return [
    ...[...home.devices.values()].map((device): Completion => ({ label: `${device.id}/`, detail: device.label, type: 'variable', boost: 1 })),
    ...home.scenes.map((scene): Completion => ({ label: scene.id, detail: scene.name, type: 'constant' })),
    ...WORDS.map((label): Completion => ({ label, type: 'keyword' })),
  ];
}

function detailOf(format: string, names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? format : names.slice(0, 4).join(', ');
}
