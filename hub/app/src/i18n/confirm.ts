import { i18n } from './i18n.svelte';

const en = {
  one: (what: string, device: string): string => `${what}: ${device}?`,
  several: 'Do all of this?',
  more: (count: number): string => (count === 1 ? 'And one more.' : `And ${count} more.`),
  opens: 'It opens for anyone who stands before it.',
  sure: 'It is done at once, and may not be taken back.',
  set: (property: string, value: string): string => `${property}: ${value}`,
  no: 'no',
  yes: 'Do it',
  cancel: 'Cancel',
};

export type ConfirmWords = typeof en;

const zh: ConfirmWords = {
  one: (what, device) => `${what}：${device}？`,
  several: '要执行以下所有操作吗？',
  more: (count) => `还有 ${count} 项。`,
  opens: '门前的任何人都能进来。',
  sure: '会立即执行，可能无法撤销。',
  set: (property, value) => `${property}：${value}`,
  no: '否',
  yes: '执行',
  cancel: '取消',
};

export const confirmWords = (): ConfirmWords => (i18n.language === 'zh' ? zh : en);
