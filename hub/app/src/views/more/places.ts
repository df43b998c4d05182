import CircuitBoard from '@lucide/svelte/icons/circuit-board';
import Gift from '@lucide/svelte/icons/gift';
import MessageCircleHeart from '@lucide/svelte/icons/message-circle-heart';
import RefreshCcwDot from '@lucide/svelte/icons/refresh-ccw-dot';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import type { Hue, Icon } from '../../presentation/kinds';

export type PlaceKey = 'consumables' | 'recommendations' | 'feedback' | 'privacy' | 'board';

interface Place {
  key: PlaceKey;
  href: string;
  icon: Icon;
  hue: Hue;
}

/** Pages beyond those of the navigation. The board only where it is simulated. */
export const PLACES: readonly Place[] = [
  { key: 'consumables', href: '/consumables', icon: RefreshCcwDot, hue: 'leaf' },
  { key: 'recommendations', href: '/recommendations', icon: Gift, hue: 'teal' },
  { key: 'feedback', href: '/feedback', icon: MessageCircleHeart, hue: 'coral' },
  { key: 'privacy', href: '/insights', icon: ShieldCheck, hue: 'sky' },
  { key: 'board', href: '/board', icon: CircuitBoard, hue: 'violet' },
];
