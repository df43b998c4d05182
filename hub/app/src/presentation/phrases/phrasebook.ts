import type { Phrase } from '../../i18n/phrases/phrase';

interface Rule {
  pattern: RegExp;
  /** For each hole whether what stands in it is said in words of the hub. */
  spoken: readonly boolean[];
  says: string;
  /** Letters of the phrase itself: the more, the surer it is meant. */
  weight: number;
}

const HOLE = /\{[=-]?\}/g;
/** Of one sentence: what the hub fills in of its own words never goes on into the next one. */
const WITHIN = '((?:(?!\\. [A-Z“"]).)+?)';
/** Phrases of fewer letters fit nearly anything: they are the last to be tried. */
const SURE = 6;
/** Texts come again and again: each decision of a list, each second of a page. */
const KNOWN_MAX = 2_000;

/** What is left of a phrase to compare: `{=}` and `{-}` are holes like any other. */
export const templateOf = (phrase: Phrase): string => phrase[0].replace(HOLE, '{}');

/**
 * Says sentences of the hub in another language. The hub writes a sentence once, as it happens, and keeps it; what it filled in is found again by the
 * sentence's own words. What no phrase fits stays as it is.
 */
export class Phrasebook {
  readonly #whole: readonly Rule[];
  readonly #parts: readonly Rule[];
  readonly #known = new Map<string, string>();

  /** `whole` are looked for first, also across what would part a list; `parts` are what lists hold. */
  constructor(whole: readonly Phrase[], parts: readonly Phrase[]) {
    this.#whole = compile(whole);
    this.#parts = compile(parts);
  }

  /** A text as a person reads it: one sentence or several. */
  say(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const said = this.#sentences(text);
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(text, said);
    return said;
  }

  #sentences(text: string): string {
    const [, body = text, stop = ''] = /^(.*[^.\s])(\.?)\s*$/s.exec(text) ?? [];
    const whole = this.#part(body);
    if (whole !== null) return whole + (stop === '' ? '' : '。');
    const sentences = text.split(/(?<=[^.\d][.!?])\s+(?=[A-Z"“])/);
    return sentences.length > 1 ? sentences.map((sentence) => this.#sentences(sentence)).join('') : text;
  }

  /** Null where nothing fits. */
  #part(text: string): string | null {
    const whole = this.#match(this.#whole, text);
    if (whole !== null) return whole;
    // Clauses stand one after the other; each is said by itself, and those that nothing fits stay.
    const clauses = text.split('; ');
    if (clauses.length > 1) {
      const said = clauses.map((clause) => this.#part(clause));
      return said.every((one) => one === null) ? null : said.map((one, at) => one ?? clauses[at]!).join('；');
    }
    const part = this.#match(this.#parts.filter(({ weight }) => weight >= SURE), text);
    if (part !== null) return part;
    const items = text.split(', ');
    const said = items.length > 1 ? items.map((item) => this.#part(item)) : [null];
    return said.every((one) => one !== null) ? said.join('，') : this.#match(this.#parts.filter(({ weight }) => weight < SURE), text);
  }

  #match(rules: readonly Rule[], text: string): string | null {
    for (const { pattern, spoken, says } of rules) {
      const found = pattern.exec(text);
      if (found === null) continue;
      const holes = found.slice(1).map((hole, at) => (spoken[at]! ? (this.#part(hole) ?? hole) : hole));
      return says.replace(/\{(\d)\}/g, (_, at: string) => holes[Number(at)] ?? '');
    }
    return null;
  }
}

function compile(phrases: readonly Phrase[]): Rule[] {
  return phrases.map(([english, says]): Rule => {
    const holes = english.match(HOLE) ?? [];
    const words = english.split(HOLE);
    const pattern = words.map((piece, at) => {
      const literal = piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (at === words.length - 1) return literal;
      return `${literal}${holes[at] === '{-}' ? '(\\S+?)' : holes[at] === '{}' ? WITHIN : '(.+?)'}`;
    }).join('');
    return { pattern: new RegExp(`^${pattern}$`, 's'), spoken: holes.map((hole) => hole === '{}'), says, weight: words.join('').length };
  }).sort((a, b) => b.weight - a.weight);
}
