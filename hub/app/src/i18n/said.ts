import { i18n } from './i18n.svelte';

/** Words in the language of the screen, of what the hub tells in both. */
export const said = (words: { en: string; zh: string }): string => (i18n.language === 'zh' ? words.zh : words.en);
