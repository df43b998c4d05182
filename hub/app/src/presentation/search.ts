import type { Hue, Icon } from './kinds';

/** Something to go to or to do. */
export interface Found {
  key: string;
  /** What a person reads, and searches. */
  label: string;
  /** Beside it: the room, what kind of thing it is. Searched, too. */
  detail: string;
  icon: Icon;
  hue: Hue;
  /** A page to open, or something to do. */
  href?: string;
  run?: () => void | Promise<void>;
}

/** Small letters without accents, so that "kuche" finds "Küche". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const EXACT = 4;
const START = 3;
const WORD_START = 2;
const INSIDE = 1;

/** Entries that hold every word of the query, best first; equal ones stay in order. Nothing for an empty query. */
export function find<T extends Pick<Found, 'label' | 'detail'>>(query: string, entries: readonly T[], limit: number): T[] {
  const words = fold(query).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const whole = words.join(' ');
  return entries
    .map((entry, order) => ({ entry, order, score: scoreOf(words, whole, fold(entry.label), fold(entry.detail)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

function scoreOf(words: readonly string[], whole: string, label: string, detail: string): number {
  if (label === whole) return EXACT * words.length + 1;
  let score = 0;
  for (const word of words) {
    const inLabel = rank(word, label);
    const best = inLabel > 0 ? inLabel : rank(word, detail) > 0 ? INSIDE / 2 : 0;
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

function rank(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return START;
  return text.includes(` ${word}`) ? WORD_START : INSIDE;
}

/** A level at the end of a query, "hall lamp 30" or "hall lamp 30 %": what stands before it, and the number. Null where there is none. */
export function levelIn(query: string): { name: string; level: number } | null {
  const [, name, number] = /^(.*\S)\s+(\d{1,4}(?:[.,]\d+)?)\s*[%°]?\s*$/u.exec(query) ?? [];
  return name === undefined || number === undefined ? null : { name, level: Number(number.replace(',', '.')) };
}
