import type { Values } from '../api/protocol';
import { activityProperty, type ActivityWord } from '../presentation/properties';
import type { DeviceView } from './device.svelte';

/** Enough for one glance; older things belong to the history. */
const KEPT = 12;
/** A sensor that tells both its new state and an event of it does so at once. */
const SAME_MS = 3_000;

export interface ActivityEntry {
  readonly key: number;
  readonly deviceId: string;
  readonly label: string;
  readonly kind: string;
  readonly word: ActivityWord | 'failed' | 'event';
  /** Name of the event, for `event`. */
  readonly event: string;
  /** Name of the automation that did it, or empty. */
  readonly why: string;
  readonly at: Date;
}

/** What happened since this page was opened, newest first. Only turning points: a thermometer's every tenth is not news. */
export class ActivityLog {
  entries = $state.raw<ActivityEntry[]>([]);
  #next = 0;

  /** Compares with what was reported before: call it first. */
  changed(device: DeviceView, set: Values, at: string | undefined, why = ''): void {
    for (const [property, value] of Object.entries(set)) {
      if (device.reported[property] === value) continue;
      const word = activityProperty(property, value);
      if (word !== null) this.#add(device, word, '', at, why);
    }
  }

  happened(device: DeviceView, event: string, at: string | undefined): void {
    // "Saw motion" and "motion detected" are one piece of news.
    const time = dateOf(at).getTime();
    if (this.entries.some((entry) => entry.deviceId === device.id && entry.word !== 'event' && Math.abs(time - entry.at.getTime()) < SAME_MS)) return;
    this.#add(device, 'event', event, at);
  }

  failed(device: DeviceView): void {
    this.#add(device, 'failed', '', undefined);
  }

  #add(device: DeviceView, word: ActivityEntry['word'], event: string, at: string | undefined, why = ''): void {
    this.#next += 1;
    const time = dateOf(at);
    const entry = { key: this.#next, deviceId: device.id, label: device.label, kind: device.kind, word, event, why, at: time };
    this.entries = [entry, ...this.entries].slice(0, KEPT);
  }
}

function dateOf(at: string | undefined): Date {
  return at === undefined ? new Date() : new Date(at);
}
