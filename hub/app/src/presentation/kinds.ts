import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import AirVent from '@lucide/svelte/icons/air-vent';
import Bath from '@lucide/svelte/icons/bath';
import Bed from '@lucide/svelte/icons/bed';
import Bell from '@lucide/svelte/icons/bell';
import Blinds from '@lucide/svelte/icons/blinds';
import Bot from '@lucide/svelte/icons/bot';
import Box from '@lucide/svelte/icons/box';
import Cctv from '@lucide/svelte/icons/cctv';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Coffee from '@lucide/svelte/icons/coffee';
import CookingPot from '@lucide/svelte/icons/cooking-pot';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Droplet from '@lucide/svelte/icons/droplet';
import Droplets from '@lucide/svelte/icons/droplets';
import Fan from '@lucide/svelte/icons/fan';
import Film from '@lucide/svelte/icons/film';
import Flame from '@lucide/svelte/icons/flame';
import Footprints from '@lucide/svelte/icons/footprints';
import Gauge from '@lucide/svelte/icons/gauge';
import HeartPulse from '@lucide/svelte/icons/heart-pulse';
import House from '@lucide/svelte/icons/house';
import Lamp from '@lucide/svelte/icons/lamp';
import LampCeiling from '@lucide/svelte/icons/lamp-ceiling';
import LampDesk from '@lucide/svelte/icons/lamp-desk';
import LampFloor from '@lucide/svelte/icons/lamp-floor';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Lock from '@lucide/svelte/icons/lock';
import Moon from '@lucide/svelte/icons/moon';
import PawPrint from '@lucide/svelte/icons/paw-print';
import Plug from '@lucide/svelte/icons/plug';
import Router from '@lucide/svelte/icons/router';
import Shirt from '@lucide/svelte/icons/shirt';
import ShowerHead from '@lucide/svelte/icons/shower-head';
import Siren from '@lucide/svelte/icons/siren';
import Sofa from '@lucide/svelte/icons/sofa';
import Sparkles from '@lucide/svelte/icons/sparkles';
import Speaker from '@lucide/svelte/icons/speaker';
import Sun from '@lucide/svelte/icons/sun';
import Sunset from '@lucide/svelte/icons/sunset';
import Thermometer from '@lucide/svelte/icons/thermometer';
import Tv from '@lucide/svelte/icons/tv';
import Weight from '@lucide/svelte/icons/weight';
import Wind from '@lucide/svelte/icons/wind';

export type Icon = Component<{ size?: number | string; strokeWidth?: number | string }>;

/** Meaning of a colour; each has a darker twin for text in the style sheet. */
export type Hue = 'amber' | 'coral' | 'sky' | 'leaf' | 'violet' | 'teal' | 'red' | 'mute';

interface KindLook {
  icon: Icon;
  hue: Hue;
}

const UNKNOWN: KindLook = { icon: Box, hue: 'teal' };

const KINDS: Record<string, KindLook> = {
  light: { icon: Lightbulb, hue: 'amber' },
  speaker: { icon: Speaker, hue: 'violet' },
  'air-purifier': { icon: Wind, hue: 'sky' },
  'air-conditioner': { icon: AirVent, hue: 'sky' },
  humidifier: { icon: Droplets, hue: 'sky' },
  dehumidifier: { icon: Droplets, hue: 'sky' },
  'air-monitor': { icon: Gauge, hue: 'sky' },
  fan: { icon: Fan, hue: 'sky' },
  outlet: { icon: Plug, hue: 'violet' },
  switch: { icon: Plug, hue: 'violet' },
  'motion-sensor': { icon: Footprints, hue: 'amber' },
  'contact-sensor': { icon: DoorOpen, hue: 'sky' },
  'magnet-sensor': { icon: DoorOpen, hue: 'sky' },
  'temperature-humidity-sensor': { icon: Thermometer, hue: 'coral' },
  heater: { icon: Thermometer, hue: 'coral' },
  thermostat: { icon: Thermometer, hue: 'coral' },
  'water-heater': { icon: ShowerHead, hue: 'coral' },
  'submersion-sensor': { icon: Droplet, hue: 'red' },
  'smoke-sensor': { icon: Siren, hue: 'red' },
  'gas-sensor': { icon: Flame, hue: 'red' },
  'illumination-sensor': { icon: Sun, hue: 'amber' },
  curtain: { icon: Blinds, hue: 'teal' },
  airer: { icon: Shirt, hue: 'teal' },
  lock: { icon: Lock, hue: 'leaf' },
  'video-doorbell': { icon: Bell, hue: 'violet' },
  camera: { icon: Cctv, hue: 'violet' },
  'remote-control': { icon: CircleDot, hue: 'violet' },
  television: { icon: Tv, hue: 'violet' },
  vacuum: { icon: Bot, hue: 'leaf' },
  kettle: { icon: Coffee, hue: 'coral' },
  cooker: { icon: CookingPot, hue: 'coral' },
  'pet-feeder': { icon: PawPrint, hue: 'leaf' },
  'body-scale': { icon: Weight, hue: 'leaf' },
  'blood-pressure-monitor': { icon: HeartPulse, hue: 'coral' },
  router: { icon: Router, hue: 'teal' },
};

/** Words in a device's id that tell more than its kind. */
const NAMED: readonly (readonly [kind: string, word: RegExp, icon: Icon])[] = [
  ['light', /ceiling|pendant/, LampCeiling],
  ['light', /floor/, LampFloor],
  ['light', /desk|reading|worktop/, LampDesk],
  ['light', /bedside|table|lamp/, Lamp],
  ['outlet', /coffee|kettle/, Coffee],
  ['outlet', /tv|television|screen/, Tv],
  ['outlet', /stove|cooker|oven/, CookingPot],
];

export function iconOf(kind: string, id: string): Icon {
  const named = NAMED.find(([of, word]) => of === kind && word.test(id));
  return named?.[2] ?? (KINDS[kind] ?? fallback(kind)).icon;
}

export function hueOf(kind: string): Hue {
  return (KINDS[kind] ?? fallback(kind)).hue;
}

function fallback(kind: string): KindLook {
  if (/light|lamp/.test(kind)) return KINDS['light']!;
  if (/sensor|detector|monitor/.test(kind)) return { icon: Activity, hue: 'teal' };
  return UNKNOWN;
}

const SCENES: Record<string, Icon> = {
  sunset: Sunset, evening: Sunset, film: Film, movie: Clapperboard, moon: Moon, night: Moon, sun: Sun, morning: Sun,
  leave: Footprints, footprints: Footprints, coffee: Coffee, home: House, house: House, bed: Bed, lamp: Lamp,
};

export function sceneIcon(icon: string | null | undefined, id: string): Icon {
  return SCENES[icon ?? ''] ?? SCENES[Object.keys(SCENES).find((word) => id.includes(word)) ?? ''] ?? Sparkles;
}

const ROOMS: readonly (readonly [RegExp, Icon])[] = [
  [/living|lounge|客厅/i, Sofa],
  [/kitchen|厨/i, CookingPot],
  [/bed|卧/i, Bed],
  [/bath|toilet|shower|卫|浴/i, Bath],
  [/hall|entry|entrance|door|玄关|走廊/i, DoorOpen],
];

export function roomIcon(name: string): Icon {
  return ROOMS.find(([word]) => word.test(name))?.[1] ?? House;
}
