import { i18n } from './i18n.svelte';

const en = {
  title: 'Find or do anything',
  hint: 'A device, a room, a scene … or “hall lamp 30”',
  results: 'Results',
  nothing: (query: string): string => `Nothing found for “${query}”.`,
  count: (count: number): string => (count === 1 ? '1 result' : `${count} results`),
  page: 'Page',
  scene: 'Scene',
  automation: 'Automation',
  room: 'Room',
  turnOn: (device: string): string => `Turn on ${device}`,
  turnOff: (device: string): string => `Turn off ${device}`,
  set: (device: string, level: string): string => `Set ${device} to ${level}`,
  run: (scene: string): string => `Run ${scene}`,
};

export type SearchWords = typeof en;

const zh: SearchWords = {
  title: '搜索或执行操作',
  hint: '设备、房间、场景……或“吊灯 30”',
  results: '结果',
  nothing: (query) => `没有找到“${query}”。`,
  count: (count) => `${count} 个结果`,
  page: '页面',
  scene: '场景',
  automation: '自动化',
  room: '房间',
  turnOn: (device) => `打开${device}`,
  turnOff: (device) => `关闭${device}`,
  set: (device, level) => `把${device}设为 ${level}`,
  run: (scene) => `执行${scene}`,
};

/** Words of the search bar, which come with it. */
export function searchWords(): SearchWords {
  return i18n.language === 'zh' ? zh : en;
}
