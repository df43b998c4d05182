import { get, part, send, type Diagnostic } from './rest';

export interface Sentences {
  en: string;
  zh: string;
}

/** What automations do together that people hardly want. */
export interface Finding {
  kind: string;
  severity: 'notice' | 'warning';
  automations: readonly string[];
  /** Triggers, conditions and steps that it is about, as JSON pointers. */
  places?: readonly { automation: string; pointer: string }[];
  sentence: string;
  counterExample: { start: string; happens: readonly { at: string; text: string }[]; then: readonly { at: string; automation: string; text: string }[] };
}

export interface Automation {
  id: string;
  name: string;
  version: number;
  enabled: boolean;
  status: 'active' | 'disabled' | 'waiting' | 'broken';
  savedBy: string;
  savedAt: string;
  lastRunAt?: string | null;
  /** When the next moment of its schedules comes. */
  nextAt?: string | null;
  diagnostics: readonly Diagnostic[];
  sentences?: Sentences | null;
  text?: string | null;
  findings?: readonly Finding[] | null;
}

export interface Validation {
  valid: boolean;
  waitsForDevices: boolean;
  diagnostics: readonly Diagnostic[];
  sentences?: Sentences | null;
  findings?: readonly Finding[] | null;
}

export interface Clause {
  path: string;
  holds: boolean;
  text: string;
}

export interface SentCommand {
  command: string;
  state: 'pending' | 'confirmed' | 'failed' | 'timedOut' | 'superseded' | 'unknown';
  device?: string | null;
  call?: string | null;
  asked?: string | null;
  durationMs?: number | null;
  error?: string | null;
}

export interface Step {
  step: string;
  does: string;
  state: 'done' | 'failed' | 'running';
  text: string;
  begunAt: string;
  durationMs?: number | null;
  clauses: readonly Clause[];
  commands: readonly SentCommand[];
}

export interface Run {
  run: number;
  state: 'running' | 'finished' | 'failed' | 'stopped';
  trigger: string;
  why?: string | null;
  begunAt?: string | null;
  endedAt?: string | null;
  end?: string | null;
  steps: number;
}

export interface RunTrace {
  run: Run;
  clauses: readonly Clause[];
  steps: readonly Step[];
  stepsLeftOut: number;
}

/** A trigger that fired and was not followed. */
export interface WhyNot {
  at: string;
  trigger: string;
  kind: string;
  text: string;
  clauses: readonly Clause[];
}

export interface PreviewRun {
  number: number;
  why: string;
  begunAt: string;
  end?: string | null;
  commands: readonly { at: string; kind: string; text: string }[];
}

export interface PreviewOutcome {
  runCount: number;
  commandCount: number;
  refusedCount: number;
  runs: readonly PreviewRun[];
  refused: readonly { at: string; why: string }[];
}

export interface Preview {
  from: string;
  to: string;
  happenings: number;
  draft: PreviewOutcome;
  saved?: PreviewOutcome | null;
  differenceCount: number;
  reproduction?: { recorded: number; reproduced: number } | null;
  unknown: readonly string[];
}

export interface Version {
  version: number;
  savedBy: string;
  savedAt: string;
  inForce: boolean;
}

/** A preview goes through days of history. */
const PREVIEW_WITHIN_MS = 125_000;

const address = (id: string): string => `/automations/${part(id)}`;
const ifMatch = (version: number): Record<string, string> => ({ 'If-Match': `"${version}"` });

export const automations = (signal: AbortSignal): Promise<Automation[]> => get('/automations', { signal });
export const automation = (id: string, signal: AbortSignal): Promise<Automation> => get(address(id), { signal });
export const findings = (signal: AbortSignal): Promise<{ findings: Finding[] }> => get('/findings', { signal });
export const runs = (id: string, limit: number, signal: AbortSignal): Promise<Run[]> => get(`${address(id)}/runs?limit=${limit}`, { signal });
export const runTrace = (id: string, run: number, signal: AbortSignal): Promise<RunTrace> => get(`${address(id)}/runs/${run}`, { signal });
export const whyNot = (id: string, limit: number, signal: AbortSignal): Promise<WhyNot[]> => get(`${address(id)}/why-not?limit=${limit}`, { signal });

export const enableAutomation = (id: string, enabled: boolean): Promise<Automation> => send('PATCH', address(id), { enabled });
export const runAutomation = (id: string): Promise<void> => send('POST', `${address(id)}:run`);
export const deleteAutomation = (id: string, version: number): Promise<void> => send('DELETE', address(id), undefined, { headers: ifMatch(version) });

/** Saves a text as it is written; null for `version` only if there is none of this id. */
export const saveAutomation = (id: string, text: string, version: number | null): Promise<Automation> =>
  send('PUT', address(id), text, { headers: version === null ? { 'If-None-Match': '*' } : ifMatch(version) });

export const validate = (id: string, text: string, signal: AbortSignal): Promise<Validation> => send('POST', `/automations:validate?id=${part(id)}`, text, { signal });

export const preview = (id: string, text: string, days: number, signal: AbortSignal): Promise<Preview> =>
  send('POST', '/automations:preview', { id, text, days }, { signal, withinMs: PREVIEW_WITHIN_MS });
