import { i18n } from './i18n.svelte';

const en = {
  title: 'Notices',
  text: (since: string): string => `What the hub and your automations told people since the hub started (${since}). New ones come by themselves.`,
  loadFailed: 'The notices could not be read from the hub.',
  empty: 'Nothing was told since the hub started.',
  hub: 'The hub',
  fresh: 'New',
  urgent: 'Urgent',
  older: (count: number): string => `${count} older ones are not kept.`,
};

export type NoticeWords = typeof en;

const zh: NoticeWords = {
  title: '通知',
  text: (since) => `中枢启动（${since}）以来，中枢和自动化告知大家的内容。新的会自动出现。`,
  loadFailed: '无法从中枢读取通知。',
  empty: '中枢启动以来没有通知。',
  hub: '中枢',
  fresh: '新',
  urgent: '紧急',
  older: (count) => `更早的 ${count} 条没有保留。`,
};

/** Words of the notices, which come with them. */
export function noticeWords(): NoticeWords {
  return i18n.language === 'zh' ? zh : en;
}
