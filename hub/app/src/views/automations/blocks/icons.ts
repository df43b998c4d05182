import Activity from '@lucide/svelte/icons/activity';
import Bell from '@lucide/svelte/icons/bell';
import Braces from '@lucide/svelte/icons/braces';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Camera from '@lucide/svelte/icons/camera';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import CircleStop from '@lucide/svelte/icons/circle-stop';
import Clock from '@lucide/svelte/icons/clock';
import Globe from '@lucide/svelte/icons/globe';
import GitBranch from '@lucide/svelte/icons/git-branch';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Pencil from '@lucide/svelte/icons/pencil';
import Power from '@lucide/svelte/icons/power';
import Repeat from '@lucide/svelte/icons/repeat';
import Send from '@lucide/svelte/icons/send';
import Sparkles from '@lucide/svelte/icons/sparkles';
import SquareFunction from '@lucide/svelte/icons/square-function';
import Sun from '@lucide/svelte/icons/sun';
import Timer from '@lucide/svelte/icons/timer';
import Users from '@lucide/svelte/icons/users';
import Wifi from '@lucide/svelte/icons/wifi';
import Workflow from '@lucide/svelte/icons/workflow';
import Zap from '@lucide/svelte/icons/zap';
import { listOf } from '../../../presentation/automation/kinds';
import { parts } from '../../../presentation/automation/names';
import { isObject, type Json } from '../../../presentation/document/json-tree';
import { hueOf, iconOf, type Hue, type Icon } from '../../../presentation/kinds';
import type { Home } from '../../../state/home.svelte';

interface Look {
  icon: Icon;
  hue: Hue;
}

const LOOKS: Readonly<Record<string, Look>> = {
  property: { icon: Activity, hue: 'sky' }, event: { icon: CircleDot, hue: 'violet' }, time: { icon: Clock, hue: 'violet' }, window: { icon: Clock, hue: 'violet' }, sun: { icon: Sun, hue: 'amber' }, elevation: { icon: Sun, hue: 'amber' },
  sunBetween: { icon: Sun, hue: 'amber' }, every: { icon: Repeat, hue: 'violet' }, presence: { icon: Users, hue: 'leaf' }, device: { icon: Wifi, hue: 'teal' }, scene: { icon: Sparkles, hue: 'amber' }, automation: { icon: Workflow, hue: 'teal' },
  calendar: { icon: CalendarDays, hue: 'violet' }, cron: { icon: Clock, hue: 'violet' }, mqtt: { icon: Send, hue: 'teal' }, webhook: { icon: Globe, hue: 'teal' }, hub: { icon: Power, hue: 'teal' }, expression: { icon: SquareFunction, hue: 'teal' },
  text: { icon: SquareFunction, hue: 'teal' }, trigger: { icon: Zap, hue: 'teal' }, any: { icon: ListChecks, hue: 'teal' }, all: { icon: ListChecks, hue: 'teal' }, not: { icon: CircleStop, hue: 'coral' },
  set: { icon: Power, hue: 'amber' }, toggle: { icon: Power, hue: 'amber' }, call: { icon: Zap, hue: 'amber' }, wait: { icon: Timer, hue: 'mute' }, waitUntil: { icon: Timer, hue: 'mute' }, waitFor: { icon: Timer, hue: 'mute' },
  notify: { icon: Bell, hue: 'leaf' }, if: { icon: GitBranch, hue: 'teal' }, choose: { icon: GitBranch, hue: 'teal' }, condition: { icon: ListChecks, hue: 'teal' }, repeatCount: { icon: Repeat, hue: 'teal' }, repeatWhile: { icon: Repeat, hue: 'teal' },
  repeatUntil: { icon: Repeat, hue: 'teal' }, parallel: { icon: Workflow, hue: 'teal' }, sequence: { icon: Workflow, hue: 'teal' }, snapshot: { icon: Camera, hue: 'violet' }, restore: { icon: Camera, hue: 'violet' }, run: { icon: Workflow, hue: 'teal' },
  enable: { icon: Workflow, hue: 'leaf' }, disable: { icon: Workflow, hue: 'coral' }, log: { icon: Pencil, hue: 'mute' }, publish: { icon: Send, hue: 'teal' }, request: { icon: Globe, hue: 'teal' }, stop: { icon: CircleStop, hue: 'coral' },
};

const TEXT: Look = { icon: Braces, hue: 'mute' };

export function lookOfKind(kind: string | undefined): Look {
  return LOOKS[kind ?? ''] ?? TEXT;
}

/** A block that is about one device looks like that device. */
export function lookOf(kind: string | undefined, value: Json, home: Home): Look {
  const of = isObject(value) ? (value['property'] ?? value['event'] ?? value['call'] ?? value['toggle'] ?? (isObject(value['set']) ? Object.keys(value['set']).find((name) => !name.startsWith('//')) : undefined)) : undefined;
  const [address] = listOf(of);
  const device = typeof address === 'string' ? home.devices.get(parts(address).device) : undefined;
  return device === undefined ? lookOfKind(kind) : { icon: iconOf(device.kind, device.id), hue: hueOf(device.kind) };
}
