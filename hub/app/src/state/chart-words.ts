import { chartWords } from '../i18n/charts';
import { i18n } from '../i18n/i18n.svelte';
import type { ChartWords } from '../presentation/chart/signals';

/** What curves say in the reader's language. */
export function curveWords(): ChartWords {
  const t = chartWords();
  const percent = new Intl.NumberFormat(i18n.locale, { style: 'percent', maximumFractionDigits: 0 });
  return { partly: (word, share) => t.partly(word, percent.format(share)), times: (count) => t.times(count), mark: t.mark };
}
