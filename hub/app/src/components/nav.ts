import Ellipsis from '@lucide/svelte/icons/ellipsis';
import House from '@lucide/svelte/icons/house';
import Workflow from '@lucide/svelte/icons/workflow';
import type { Icon } from '../presentation/kinds';
import type { Section } from '../views/routes';

interface Entry {
  section: Section;
  href: string;
  icon: Icon;
}

/** Where the navigation leads; its words are those of the section. */
export const ENTRIES: readonly Entry[] = [
  { section: 'home', href: '/', icon: House },
  { section: 'automations', href: '/automations', icon: Workflow },
  { section: 'more', href: '/more', icon: Ellipsis },
];
