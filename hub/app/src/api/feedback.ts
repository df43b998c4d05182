import { get, getText, part, send } from './rest';

export type FeedbackKind = 'idea' | 'bug' | 'praise';
export type FeedbackTopic = 'device' | 'automation' | 'app' | 'voice' | 'setup' | 'other';
export type FeedbackSeverity = 'low' | 'medium' | 'high';
export type Ring = 'alpha' | 'beta' | 'stable';

export interface Release {
  version: string;
  /** The day on which it came out; absent while it has not. */
  date?: string | null;
  ring: Ring;
  en: string;
  zh: string;
}

export interface FeedbackItem {
  id: string;
  at: string;
  kind: FeedbackKind;
  topic: FeedbackTopic;
  severity: FeedbackSeverity;
  text: string;
  model?: string | null;
  ring: Ring;
  hubVersion: string;
  diagnosticsAttached: boolean;
  state: 'open' | 'shipped';
  shipped?: Release | null;
}

export interface Draft {
  kind: FeedbackKind;
  topic: FeedbackTopic;
  severity?: FeedbackSeverity;
  text: string;
  /** Name of a device of the home, of which only the kind is kept. */
  device?: string;
  /** The very text of {@link diagnostics}. */
  diagnostics?: string;
}

export interface Idea {
  id: string;
  en: string;
  zh: string;
  status: 'open' | 'planned' | 'shipped';
  release?: string | null;
  voted: boolean;
}

export interface Shipped {
  id: string;
  subject: 'feedback' | 'idea';
  en: string;
  zh: string;
  release: Release;
  isNew: boolean;
}

export const TEXT_MAX = 4_000;

export const feedback = (signal: AbortSignal): Promise<FeedbackItem[]> => get('/feedback?limit=500', { signal });
export const sendFeedback = (draft: Draft): Promise<{ feedback: FeedbackItem; told: boolean }> => send('POST', '/feedback', draft);
export const deleteFeedback = (id: string): Promise<void> => send('DELETE', `/feedback/${part(id)}`);
export const bundleAddress = (id: string): string => `/api/v1/feedback/${part(id)}/bundle`;

/** What can be attached, byte for byte. Nothing is attached by looking. */
export const diagnostics = (signal: AbortSignal): Promise<string> => getText('/feedback/diagnostics', { signal });

export const ideas = (signal: AbortSignal): Promise<Idea[]> => get('/feedback/ideas', { signal });
export const vote = (id: string, voted: boolean): Promise<Idea> => send('PUT', `/feedback/ideas/${part(id)}/vote`, { voted });
export const ring = (signal: AbortSignal): Promise<{ ring: Ring }> => get('/feedback/ring', { signal });
export const changeRing = (next: Ring): Promise<{ ring: Ring }> => send('PUT', '/feedback/ring', { ring: next });
export const shipped = (signal: AbortSignal): Promise<Shipped[]> => get('/feedback/shipped', { signal });
export const markSeen = (): Promise<{ seen: number }> => send('POST', '/feedback/shipped:seen');
