import { get, part, send } from './rest';

export interface Words {
  en: string;
  zh: string;
}

export interface Product {
  id: string;
  name: Words;
  partner: Words;
  category: string;
  categoryName: Words;
  price: { minor: number; currency: string };
  stock: number;
  link?: string | null;
  /** True where it is invented. */
  sample: boolean;
}

export interface Recommendation {
  recId: string;
  slot: number;
  product: Product;
  reason: 'scene' | 'together' | 'popular';
  why: Words;
  subject?: string | null;
  ranking: string;
  /** True where its place was drawn, so that the ranking can be judged. */
  drawnByChance: boolean;
}

export interface Recommendations extends Words {
  /** `personal`, or why it is not. */
  kind: 'personal' | 'asked' | 'no-consent' | 'holdout';
  sample: boolean;
  items: readonly Recommendation[];
}

export type Verdict = 'yes' | 'no' | 'unknown';

export interface Compatibility {
  product: Product;
  verdict: Verdict;
  reasons: readonly (Words & { verdict: Verdict; code: string })[];
  /** Scenes and automations of the home that lack only this. */
  completes: readonly { id: string; name: string }[];
  /** Scenes that the home could then make. */
  enables: readonly { id: string; name: Words }[];
}

export const recommendations = (personal: boolean, signal: AbortSignal): Promise<Recommendations> => get(`/insights/recommendations?personal=${personal}`, { signal });
export const shown = (recIds: readonly string[]): Promise<void> => send('POST', '/insights/recommendations:shown', { recIds });
export const answer = (recId: string, verb: 'clicked' | 'dismissed' | 'snoozed'): Promise<void> => send('POST', `/insights/recommendations/${part(recId)}:${verb}`);
export const products = (signal: AbortSignal): Promise<Product[]> => get('/insights/products?limit=1000', { signal });
export const compatibility = (id: string, signal: AbortSignal): Promise<Compatibility> => get(`/insights/products/${part(id)}/compatibility`, { signal });
