import { i18n } from './i18n.svelte';

const en = {
  title: 'Inbox',
  under: (unread: number): string => (unread === 0 ? 'All read' : `${unread} unread`),
  none: 'Nothing yet. What automations tell people comes here, and stays over power cuts.',
  loadFailed: 'The inbox could not be read from the hub.',
  older: 'Older ones',
  isNew: 'New',
  urgent: 'Urgent',
  by: 'Told by',
  theHub: 'the hub',
  to: (names: string): string => `to ${names}`,
  missed: (channel: string, why: string): string => `Not brought out by ${channel}: ${why}`,
  out: 'Out of the app',
  outText: 'Where notices also go, as set at the hub. Nothing else leaves it.',
  noChannel: 'Nowhere: they stay on the hub. Its settings can send them to phones through ntfy, to a webhook or to an MQTT topic.',
  state: { idle: 'all sent', sending: 'sending', waiting: 'trying again', stopped: 'needs you' },
  sent: (count: number): string => `${count} sent since the hub started`,
  test: 'Send a test',
  tested: 'A test was sent.',
  testFailed: 'The test could not be sent.',
  open: 'Open the inbox',
  away: 'Put away',
};

const zh: typeof en = {
  title: '收件箱',
  under: (unread) => (unread === 0 ? '全部已读' : `${unread} 条未读`),
  none: '还没有消息。自动化通知大家的内容会出现在这里，断电后也会保留。',
  loadFailed: '无法从网关读取收件箱。',
  older: '更早的',
  isNew: '新',
  urgent: '紧急',
  by: '来自',
  theHub: '网关',
  to: (names) => `发给 ${names}`,
  missed: (channel, why) => `未能通过 ${channel} 送出：${why}`,
  out: '应用之外',
  outText: '按网关的设置，通知还会发往这里。除此之外什么都不会离开。',
  noChannel: '无：它们留在网关上。可在设置中通过 ntfy 发到手机、发到 webhook 或 MQTT 主题。',
  state: { idle: '已全部送出', sending: '正在发送', waiting: '正在重试', stopped: '需要处理' },
  sent: (count) => `网关启动以来已送出 ${count} 条`,
  test: '发送测试',
  tested: '已发送测试。',
  testFailed: '测试未能发送。',
  open: '打开收件箱',
  away: '收起',
};

/** Words of the inbox, which come with it. */
export function noticeWords(): typeof en {
  return i18n.language === 'zh' ? zh : en;
}
