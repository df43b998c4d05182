import type { Run, WhyNot } from '../api/automations';
import { i18n } from '../i18n/i18n.svelte';
import { baseName } from './properties';

/** Something that set an automation off: it ran, or was held back. Newest first in a list. */
export type Occasion =
  | { key: string; at: string; mark: Run['state']; run: Run }
  | { key: string; at: string; mark: 'refused'; whyNot: WhyNot };

/** Runs and what held it back in one line of time. A run whose beginning is not kept any more stands last. */
export function occasionsOf(runs: readonly Run[], whyNots: readonly WhyNot[]): Occasion[] {
  const all: Occasion[] = [
    ...runs.map((run): Occasion => ({ key: `run ${run.run}`, at: run.begunAt ?? '', mark: run.state, run })),
    ...whyNots.map((one, at): Occasion => ({ key: `not ${one.at} ${at}`, at: one.at, mark: 'refused', whyNot: one })),
  ];
  return all.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
}

const ADDRESS = /\b([a-z0-9][a-z0-9-]*)\/([a-z0-9-]+\.[a-z0-9.-]*[a-z0-9])/g;
const MOMENT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/**
 * A sentence of the hub as a person reads it: "Hall lamp · brightness" in place of `hall-lamp/light.brightness`, and a time of day in place of a
 * timestamp. What names no device of the home stays as it is.
 */
export function readable(text: string, labelOf: (device: string) => string | undefined): string {
  return i18n.t.hub(text)
    .replace(ADDRESS, (whole, device: string, property: string) => {
      const label = labelOf(device);
      return label === undefined ? whole : `${label} · ${baseName(property).replaceAll('-', ' ')}`;
    })
    .replace(MOMENT, (stamp) => i18n.time(new Date(stamp)));
}

/** "+0 ms", "+1.2 s", "+2 min 5 s": how long after a beginning. */
export function after(begun: string, at: string): string {
  const ms = Math.max(0, new Date(at).getTime() - new Date(begun).getTime());
  if (ms < 1_000) return `+${ms} ms`;
  if (ms < 60_000) return `+${i18n.number(ms / 1_000, 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1_000);
  return seconds === 0 ? `+${minutes} min` : `+${minutes} min ${seconds} s`;
}

/** A JSON pointer's depth below the list of steps: `/actions/2/then/0` is one deeper than `/actions/2`. */
export function depthOf(pointer: string): number {
  return Math.max(0, Math.floor((pointer.split('/').length - 3) / 2));
}
