import type { Link } from '../api/socket';
import { en, type Dict } from './en';

type Language = 'en' | 'zh';

/** The words on the screen. English comes with the page, other languages when they are wanted. */
class I18n {
  language = $state<Language>('en');
  t = $state.raw<Dict>(en);

  async use(tag: string): Promise<void> {
    const language: Language = tag.toLowerCase().startsWith('zh') ? 'zh' : 'en';
    const words = language === 'zh' ? (await import('./zh')).zh : en;
    this.t = words;
    this.language = language;
    // The hub's sentences come after the page's own words, which must not wait for them.
    if (language === 'zh') void import('./phrases/zh').then(({ hub }) => this.t === words && (this.t = { ...words, hub }), () => undefined);
    // `lang` also picks the right glyphs: Han characters are drawn differently for Chinese and Japanese.
    document.documentElement.lang = this.locale;
  }

  get locale(): string {
    return this.language === 'zh' ? 'zh-CN' : 'en';
  }

  /** Short time of day: 18:40. */
  time(at: Date): string {
    return timesIn(this.language).format(at);
  }

  number(value: number, digits: number): string {
    return numbersIn(this.locale, digits).format(value);
  }
}

/** Making a format costs a hundred times as much as using it, and each value on the screen uses one. */
const numbers = new Map<string, Intl.NumberFormat>();
const times = new Map<Language, Intl.DateTimeFormat>();

function numbersIn(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  let format = numbers.get(key);
  if (format === undefined) numbers.set(key, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: 0 })));
  return format;
}

function timesIn(language: Language): Intl.DateTimeFormat {
  let format = times.get(language);
  if (format === undefined) times.set(language, (format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit' })));
  return format;
}

export const i18n = new I18n();

/** What stands in place of a home that is not there yet. */
export const homeWait = (link: Link): string => (link === 'offline' ? i18n.t.link.offline : i18n.t.loading);

/** The sentence for a failure: by its whole code, else by the code's first word, which a newer hub may have refined. */
export function failureText(code: string): string {
  const { failure } = i18n.t;
  return failure[code] ?? failure[code.split('.')[0]!] ?? failure['other']!;
}
