import type { Component } from 'svelte';
import type { Home as HomeStore } from '../state/home.svelte';
import Home from './Home.svelte';

/** Parts of an address, `:name` in the table. */
export type Params = Readonly<Record<string, string>>;

export interface ViewProps {
  home: HomeStore;
  params: Params;
}

export type View = Component<ViewProps>;

interface Route {
  path: string;
  /** The entry of the navigation that it belongs to. */
  section: Section;
  load: () => Promise<{ default: View }>;
}

export type Section = 'home' | 'automations' | 'more';

const HOME: { default: View } = { default: Home };

/** Every page. All but the first screen come when they are wanted. */
const ROUTES: readonly Route[] = [
  { path: '/', section: 'home', load: () => Promise.resolve(HOME) },
  { path: '/device/:id', section: 'home', load: () => import('./device/Device.svelte') },
  { path: '/automations', section: 'automations', load: () => import('./automations/Automations.svelte') },
  { path: '/automations/:id', section: 'automations', load: () => import('./automations/Automation.svelte') },
  { path: '/scenes/:id', section: 'automations', load: () => import('./automations/Scene.svelte') },
  { path: '/join', section: 'home', load: () => import('./join/Join.svelte') },
  { path: '/device/:id/replace', section: 'home', load: () => import('./join/Replace.svelte') },
  { path: '/arrange', section: 'home', load: () => import('./arrange/Arrange.svelte') },
  { path: '/inbox', section: 'home', load: () => import('./inbox/Inbox.svelte') },
  { path: '/more', section: 'more', load: () => import('./more/More.svelte') },
  { path: '/history', section: 'more', load: () => import('./history/History.svelte') },
  { path: '/energy', section: 'more', load: () => import('./energy/Energy.svelte') },
  { path: '/consumables', section: 'more', load: () => import('./consumables/Consumables.svelte') },
  { path: '/recommendations', section: 'more', load: () => import('./recommendations/Recommendations.svelte') },
  { path: '/recommendations/fits', section: 'more', load: () => import('./recommendations/Fits.svelte') },
  { path: '/feedback', section: 'more', load: () => import('./feedback/Feedback.svelte') },
  { path: '/insights', section: 'more', load: () => import('./insights/Consent.svelte') },
  { path: '/insights/outbox', section: 'more', load: () => import('./insights/Outbox.svelte') },
  { path: '/insights/ledger', section: 'more', load: () => import('./insights/Ledger.svelte') },
  { path: '/contracts', section: 'more', load: () => import('./makers/Contracts.svelte') },
  { path: '/contracts/:type', section: 'more', load: () => import('./makers/Contract.svelte') },
  { path: '/bus', section: 'more', load: () => import('./makers/Bus.svelte') },
  { path: '/refused', section: 'more', load: () => import('./makers/Refused.svelte') },
  { path: '/simulated', section: 'more', load: () => import('./simulation/Simulated.svelte') },
  { path: '/simulated/:did', section: 'more', load: () => import('./simulation/Device.svelte') },
  { path: '/certification', section: 'more', load: () => import('./certification/Certification.svelte') },
  { path: '/board', section: 'more', load: () => import('./board/Board.svelte') },
];

export interface Match {
  section: Section;
  params: Params;
  load: () => Promise<{ default: View }>;
}

const UNKNOWN: Match = { section: 'home', params: {}, load: () => import('./NotFound.svelte') };

export function match(path: string): Match {
  const parts = path.split('/').filter((part) => part !== '');
  for (const route of ROUTES) {
    const params = paramsOf(route.path.split('/').filter((part) => part !== ''), parts);
    if (params !== null) return { section: route.section, params, load: route.load };
  }
  return UNKNOWN;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Params | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [at, piece] of pattern.entries()) {
    const part = decode(parts[at]!);
    if (part === null) return null;
    if (piece.startsWith(':')) params[piece.slice(1)] = part;
    else if (piece !== part) return null;
  }
  return params;
}

/** Null for an address that no link of ours has, such as `/device/%`. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
