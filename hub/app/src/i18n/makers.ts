import { i18n } from './i18n.svelte';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const en = {
  contracts: 'Contracts',
  contractsText: 'What the hub knows of devices: each kind’s properties, actions and events, as firmware has to keep them.',
  loadFailed: 'This could not be read from the hub.',
  unknown: 'The hub has no such contract.',
  find: 'Find a contract',
  none: (query: string): string => `No contract for “${query}”.`,
  devices: (count: number): string => (count === 0 ? 'none here' : `${plural(count, 'device', 'devices')} here`),
  compare: 'Compare with',
  nothing: 'Nothing',
  same: 'Both ask for the same.',
  differ: (count: number): string => plural(count, 'difference', 'differences'),
  change: { removed: 'Only in the first', added: 'Only in the second', changed: 'Differs' },
  kind: { property: 'Property', action: 'Action', event: 'Event' },
  facts: {
    format: 'Format', access: 'Access', unit: 'Unit', range: 'Range, step', values: 'Values', length: 'Longest text', interval: 'Reported within', consumable: 'Wears out', in: 'Arguments', out: 'Results', arguments: 'Comes with', confirm: 'A person confirms',
  } as Record<string, string>,
  nothingSaid: 'not said',
  every: (seconds: number): string => `Says something at least every ${plural(seconds, 'second', 'seconds')}.`,
  refused: 'Refused messages',
  refusedText: 'What devices sent and the hub did not take, with the rule that it breaks. Newest first; new ones come by themselves.',
  noneRefused: 'Nothing was refused since the hub started.',
  counts: (taken: number, refused: number): string => `${i18n.number(taken, 0)} messages taken, ${i18n.number(refused, 0)} refused since the hub started`,
  noDevice: 'no device',
  at: (path: string): string => `at ${path}`,
};

export type MakersWords = typeof en;

const zh: MakersWords = {
  contracts: '设备契约',
  contractsText: '中枢对设备的了解：每种设备的属性、动作和事件，固件必须照此实现。',
  loadFailed: '无法从中枢读取。',
  unknown: '中枢没有这个契约。',
  find: '查找契约',
  none: (query) => `没有找到“${query}”。`,
  devices: (count) => (count === 0 ? '家中没有' : `家中 ${count} 个`),
  compare: '与之比较',
  nothing: '不比较',
  same: '两者要求相同。',
  differ: (count) => `${count} 处不同`,
  change: { removed: '只在前者', added: '只在后者', changed: '不同' },
  kind: { property: '属性', action: '动作', event: '事件' },
  facts: {
    format: '格式', access: '访问', unit: '单位', range: '范围和步长', values: '取值', length: '最长文本', interval: '上报间隔', consumable: '耗材', in: '参数', out: '结果', arguments: '附带', confirm: '需要人确认',
  },
  nothingSaid: '未说明',
  every: (seconds) => `至少每 ${seconds} 秒发送一次。`,
  refused: '被拒绝的消息',
  refusedText: '设备发来但中枢没有接受的消息，以及违反的规则。最新的在前，新的会自动出现。',
  noneRefused: '中枢启动后没有拒绝任何消息。',
  counts: (taken, refused) => `中枢启动后接受 ${i18n.number(taken, 0)} 条，拒绝 ${i18n.number(refused, 0)} 条`,
  noDevice: '没有设备',
  at: (path) => `位置 ${path}`,
};

/** Words of the makers' corner, which come with it. */
export function makersWords(): MakersWords {
  return i18n.language === 'zh' ? zh : en;
}
