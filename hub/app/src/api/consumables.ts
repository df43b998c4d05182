import { get, part, send } from './rest';

/** A part that wears out. */
export interface Consumable {
  device: string;
  label: string;
  part: string;
  en: string;
  zh: string;
  /** What is left; absent where only time is told. */
  percent?: number | null;
  timeLeft?: number | null;
  timeUnit?: 'minutes' | 'hours' | 'days' | 'weeks' | null;
  daysLeft?: number | null;
  daysLow?: number | null;
  daysHigh?: number | null;
  /** What the days rest on. */
  basis: 'device' | 'estimate' | 'unknown';
  low: boolean;
  reminder?: { en: string; zh: string } | null;
  quietUntil?: string | null;
  replacedAt?: string | null;
  product?: string | null;
  link?: string | null;
  /** The device's action that counts a new one from its start. */
  resetAction?: string | null;
}

const address = ({ device, part: of }: Consumable): string => `/insights/consumables/${part(device)}/${part(of)}`;

export const consumables = (signal: AbortSignal): Promise<Consumable[]> => get('/insights/consumables', { signal });

/** A new part is in. The device is told where it can be, unless `reset` is false. */
export const replaced = (of: Consumable, reset: boolean): Promise<Consumable> => send('POST', `${address(of)}:replaced`, reset ? {} : { reset });

export const putOff = (of: Consumable, days: number): Promise<Consumable> => send('POST', `${address(of)}:put-off`, { days });
