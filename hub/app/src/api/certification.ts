import type { Verdict } from '../presentation/certification/report';
import { get, getText, send } from './rest';

export interface Finding {
  /** `R-5`. */
  clause: string;
  title: string;
  subject: string;
  verdict: Verdict;
  expected?: string | null;
  /** As it came over the wire, shortened. */
  seen?: string | null;
  reason?: string | null;
}

export interface Ask {
  question: number;
  what: 'start' | 'stop' | 'cut' | 'trigger';
  /** Address of the event. */
  event?: string | null;
}

export interface Certification {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  host: string;
  /** Absent while there is no listener. */
  port?: number | null;
  /** A simulated device, made for the run. */
  simulated: boolean;
  did?: string | null;
  contract?: string | null;
  begin?: string | null;
  seconds: number;
  limitSeconds: number;
  /** As device-sim certify says it. */
  doing?: string | null;
  ask?: Ask | null;
  reason?: string | null;
  /** How many findings there are. */
  found: number;
  /** Those from the place asked for on. */
  results: readonly Finding[];
}

export type Order =
  | { simulated: string; allActions: boolean }
  | (({ contract: string } | { document: string }) & { did: string; clientId?: string; byHand: boolean; allActions: boolean });

export const certification = (since: number, signal: AbortSignal): Promise<Certification> => get(`/certification?since=${since}`, { signal });
export const certify = (order: Order): Promise<Certification> => send('POST', '/certification', order);
export const answerAsk = (question: number, done: boolean): Promise<void> => send('POST', '/certification/answer', { question, done });
export const stopCertification = (): Promise<void> => send('DELETE', '/certification');
/** As `device-sim certify --json` writes it. */
export const certificationReport = (): Promise<string> => getText('/certification/report');
