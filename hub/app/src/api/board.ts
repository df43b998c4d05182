import { get, part, send } from './rest';

/** What the hub's pins are. */
export interface Board {
  driver: 'kernel' | 'simulated' | 'off';
  /** How many wired devices there are. */
  devices: number;
  faults: number;
}

export type Bias = 'as-is' | 'none' | 'pull-up' | 'pull-down';

export interface BoardLine {
  line: string;
  offset: number;
  /** Who holds it; absent for nobody. */
  consumer?: string | null;
  output: boolean;
  level: boolean;
  /** What pulls it from outside; absent for nothing. */
  pull?: boolean | null;
  chip: string;
  activeLow: boolean;
  bias: Bias;
  drive?: 'push-pull' | 'open-drain' | 'open-source' | null;
  /** Of two answers about a line the larger is the newer. */
  change: number;
  /** The device of the home that it is wired to. */
  device?: string | null;
  label?: string | null;
}

export interface BoardControl {
  input: string;
  kind: 'key' | 'axis';
  name: string;
  did: string;
  device?: string | null;
  label?: string | null;
}

export const CHANGES_ADDRESS = '/api/v1/board/changes';

export const board = (signal: AbortSignal): Promise<Board> => get('/board', { signal });
export const boardControls = (signal: AbortSignal): Promise<BoardControl[]> => get('/board/inputs', { signal });
export const pullLine = (line: string, pull: boolean | null): Promise<void> => send('PUT', `/board/lines/${part(line)}`, { pull });
export const pressLine = (line: string, milliseconds: number): Promise<void> => send('POST', `/board/lines/${part(line)}:press`, { milliseconds });
export const bounceLine = (line: string): Promise<void> => send('POST', `/board/lines/${part(line)}:bounce`, { bounces: 8, milliseconds: 40 });
export const pressKey = (input: string, key: string, milliseconds: number): Promise<void> => send('POST', `/board/inputs/${part(input)}:press`, { key, milliseconds });
export const turnAxis = (input: string, axis: string, steps: number): Promise<void> => send('POST', `/board/inputs/${part(input)}:turn`, { axis, steps });
