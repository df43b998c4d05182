import type { MarkKind } from '../api/history';
import type { Period } from '../presentation/chart/span';
import { i18n } from './i18n.svelte';

const en = {
  title: 'History',
  under: 'What devices told, for days, months and years',
  pick: 'Add a signal',
  pickHint: 'Temperature, kitchen, power …',
  pickCount: (count: number): string => (count === 1 ? '1 signal found' : `${count} signals found`),
  pickNone: (words: string): string => `No signal of this home fits “${words}”.`,
  picked: 'Signals in the chart',
  drop: (label: string): string => `Take out ${label}`,
  full: (count: number): string => `${count} signals are as many as one chart can hold. Take one out first.`,
  nothing: 'Pick what you want to see: a temperature, a lamp, the power of an outlet. Several go into one chart.',
  period: 'How much time',
  periods: { day: 'Day', week: 'Week', month: 'Month', year: 'Year' } as Record<Period, string>,
  csv: 'CSV',
  csvOf: 'Save as a file (CSV)',
  openHistory: 'In the history',
  chart: (what: string): string => `Chart of ${what}`,
  keys: 'Arrow keys move the cursor, with Shift the time. Plus and minus zoom, Home shows the whole span again.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  earlier: 'Earlier',
  later: 'Later',
  whole: 'Whole span',
  legend: 'Curves',
  show: 'Show',
  table: 'As a table',
  time: 'Time',
  more: 'More rows',
  gap: 'no data',
  range: (low: string, high: string): string => `${low} to ${high}`,
  empty: 'Nothing was recorded in this time.',
  loading: 'Reading the history…',
  failed: 'The history cannot be read.',
  away: 'The hub is out of reach. What you see may be old.',
  unknown: (label: string): string => `${label}: the hub knows nothing of it.`,
  completeFrom: (date: string): string => `In this detail the hub remembers from ${date} on.`,
  partly: (word: string, percent: string): string => `${word} ${percent} of the time`,
  times: (count: number): string => (count === 1 ? 'once' : `${count} times`),
  hidden: 'All curves are hidden.',
  marks: 'What was strange',
  mark: (kind: MarkKind, what: string, count: number, amount: string): string => {
    const often = count > 1 ? ` (${count} times)` : '';
    switch (kind) {
      case 'reset': return `${what}: began again at zero${often}`;
      case 'rollback': return `${what}: went back a little, not counted${often}`;
      case 'replaced': return `${what}: another counter, begun anew${often}`;
      case 'gap': return `${what}: ${amount === '' ? 'something' : amount} came about while nobody looked${often}`;
    }
  },
  last24: 'Last 24 hours',
};

export type ChartDict = typeof en;

const zh: ChartDict = {
  title: '历史',
  under: '设备数天、数月、数年来的记录',
  pick: '添加信号',
  pickHint: '温度、厨房、功率……',
  pickCount: (count) => `找到 ${count} 个信号`,
  pickNone: (words) => `家里没有与“${words}”相符的信号。`,
  picked: '图中的信号',
  drop: (label) => `移除${label}`,
  full: (count) => `一张图最多 ${count} 个信号，请先移除一个。`,
  nothing: '选择想看的内容：温度、灯、插座的功率。一张图里可以放多个。',
  period: '时间长度',
  periods: { day: '日', week: '周', month: '月', year: '年' },
  csv: 'CSV',
  csvOf: '保存为文件（CSV）',
  openHistory: '在历史中查看',
  chart: (what) => `${what}的图表`,
  keys: '方向键移动光标，按住 Shift 移动时间。加号和减号缩放，Home 键恢复完整时间段。',
  zoomIn: '放大',
  zoomOut: '缩小',
  earlier: '更早',
  later: '更晚',
  whole: '完整时间段',
  legend: '曲线',
  show: '显示',
  table: '以表格查看',
  time: '时间',
  more: '更多行',
  gap: '无数据',
  range: (low, high) => `${low} 到 ${high}`,
  empty: '这段时间没有记录。',
  loading: '正在读取历史……',
  failed: '无法读取历史。',
  away: '无法连接中枢，显示的内容可能已过时。',
  unknown: (label) => `${label}：中枢没有任何记录。`,
  completeFrom: (date) => `这样的精度，中枢从 ${date} 起才有记录。`,
  partly: (word, percent) => `${percent} 的时间${word}`,
  times: (count) => `${count} 次`,
  hidden: '所有曲线都已隐藏。',
  marks: '异常之处',
  mark: (kind, what, count, amount) => {
    const often = count > 1 ? `（${count} 次）` : '';
    switch (kind) {
      case 'reset': return `${what}：从零重新计数${often}`;
      case 'rollback': return `${what}：略有回退，未计入${often}`;
      case 'replaced': return `${what}：换了计数器，重新开始${often}`;
      case 'gap': return `${what}：无人记录期间增加了${amount === '' ? '一些' : amount}${often}`;
    }
  },
  last24: '最近 24 小时',
};

/** Words of charts, which come with them. */
export function chartWords(): ChartDict {
  return i18n.language === 'zh' ? zh : en;
}
