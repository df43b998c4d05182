import { i18n } from './i18n.svelte';

const plural = (count: number, one: string, many: string): string => `${i18n.number(count, 0)} ${count === 1 ? one : many}`;

const en = {
  title: 'MQTT messages',
  text: 'What devices and the hub say to each other, as any MQTT client sees it. Nothing is kept: it begins when you open this page.',
  filter: 'Topic filter, such as devices/+/properties',
  listen: 'Listen',
  pause: 'Pause',
  clear: 'Clear',
  count: (count: number): string => plural(count, 'message', 'messages'),
  bytes: (count: number): string => plural(count, 'byte', 'bytes'),
  retained: 'retained',
  binary: 'no text',
  messages: 'Messages, newest first',
  connecting: 'Connecting to the broker…',
  waiting: 'Listening. Nothing was said yet.',
  closed: 'There is no connection to a broker. The hub may be away, use a broker elsewhere, or have MQTT over WebSocket switched off (Mqtt:WebSocket).',
  wrongFilter: (filter: string): string => `The broker refuses the filter “${filter}”.`,
};

export type BusWords = typeof en;

const zh: BusWords = {
  title: 'MQTT 消息',
  text: '设备和中枢之间的对话，与任何 MQTT 客户端看到的相同。不会保存，从打开本页开始。',
  filter: '主题过滤器，例如 devices/+/properties',
  listen: '监听',
  pause: '暂停',
  clear: '清空',
  count: (count) => `${i18n.number(count, 0)} 条消息`,
  bytes: (count) => `${i18n.number(count, 0)} 字节`,
  retained: '保留消息',
  binary: '不是文本',
  messages: '消息，最新的在前',
  connecting: '正在连接代理……',
  waiting: '正在监听，还没有消息。',
  closed: '没有连接到代理。中枢可能不在、使用别处的代理，或关闭了 WebSocket 上的 MQTT（Mqtt:WebSocket）。',
  wrongFilter: (filter) => `代理拒绝过滤器“${filter}”。`,
};

/** Words of the page that listens to the broker, which come with it. */
export function busWords(): BusWords {
  return i18n.language === 'zh' ? zh : en;
}
