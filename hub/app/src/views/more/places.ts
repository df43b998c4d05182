import Ban from '@lucide/svelte/icons/ban';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Bell from '@lucide/svelte/icons/bell';
import ChartColumnStacked from '@lucide/svelte/icons/chart-column-stacked';
import ChartLine from '@lucide/svelte/icons/chart-line';
import CirclePlus from '@lucide/svelte/icons/circle-plus';
import CircuitBoard from '@lucide/svelte/icons/circuit-board';
import FileCheck from '@lucide/svelte/icons/file-check';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Gift from '@lucide/svelte/icons/gift';
import Layers from '@lucide/svelte/icons/layers';
import MessageCircleHeart from '@lucide/svelte/icons/message-circle-heart';
import RadioTower from '@lucide/svelte/icons/radio-tower';
import RefreshCcwDot from '@lucide/svelte/icons/refresh-ccw-dot';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Hue, Icon } from '../../presentation/kinds';

export type PlaceKey = 'join' | 'arrange' | 'inbox' | 'energy' | 'history' | 'consumables' | 'recommendations' | 'feedback' | 'privacy' | 'contracts' | 'bus' | 'refused' | 'simulated' | 'certification' | 'board';

interface Place {
  key: PlaceKey;
  /** For those who make devices. */
  isForMakers?: true;
  href: string;
  icon: Icon;
  hue: Hue;
}

/** Pages beyond those of the navigation. The board only where it is simulated. */
export const PLACES: readonly Place[] = [
  { key: 'join', href: '/join', icon: CirclePlus, hue: 'teal' },
  { key: 'arrange', href: '/arrange', icon: Layers, hue: 'teal' },
  { key: 'inbox', href: '/inbox', icon: Bell, hue: 'amber' },
  { key: 'energy', href: '/energy', icon: ChartColumnStacked, hue: 'violet' },
  { key: 'history', href: '/history', icon: ChartLine, hue: 'teal' },
  { key: 'consumables', href: '/consumables', icon: RefreshCcwDot, hue: 'leaf' },
  { key: 'recommendations', href: '/recommendations', icon: Gift, hue: 'teal' },
  { key: 'feedback', href: '/feedback', icon: MessageCircleHeart, hue: 'coral' },
  { key: 'privacy', href: '/insights', icon: ShieldCheck, hue: 'sky' },
  { key: 'contracts', isForMakers: true, href: '/contracts', icon: FileCheck, hue: 'violet' },
  { key: 'bus', isForMakers: true, href: '/bus', icon: RadioTower, hue: 'violet' },
  { key: 'refused', isForMakers: true, href: '/refused', icon: Ban, hue: 'mute' },
  { key: 'simulated', isForMakers: true, href: '/simulated', icon: FlaskConical, hue: 'violet' },
  { key: 'certification', isForMakers: true, href: '/certification', icon: BadgeCheck, hue: 'violet' },
  { key: 'board', isForMakers: true, href: '/board', icon: CircuitBoard, hue: 'violet' },
];
