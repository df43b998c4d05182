import type { PlaceKey } from '../views/more/places';
import { i18n } from './i18n.svelte';

interface MoreWords {
  title: string;
  home: string;
  makers: string;
  places: Record<PlaceKey, { name: string; about: string }>;
}

const en: MoreWords = {
  title: 'More',
  home: 'Your home',
  makers: 'For makers',
  places: {
    join: { name: 'Add devices', about: 'What was found, and how a device gets here' },
    arrange: { name: 'Arrange', about: 'Floors, rooms and tiles in your order' },
    inbox: { name: 'Inbox', about: 'What automations and the hub tell people' },
    energy: { name: 'Energy', about: 'What the home uses, by device, and what it costs' },
    history: { name: 'History', about: 'What devices told, for days, months and years' },
    consumables: { name: 'Parts that wear out', about: 'Filters, brushes, batteries: how long they last' },
    recommendations: { name: 'Recommendations', about: 'What would fit your home, and why' },
    feedback: { name: 'Feedback', about: 'Ideas, votes, faults, and what came of them' },
    privacy: { name: 'Privacy', about: 'What is recorded, what leaves the hub' },
    contracts: { name: 'Contracts', about: 'What devices of each kind keep to, and how two differ' },
    bus: { name: 'MQTT messages', about: 'What devices and the hub say, live' },
    refused: { name: 'Refused messages', about: 'What the hub did not take from devices, and why' },
    simulated: { name: 'Simulated devices', about: 'Touch, break, mend and add virtual devices' },
    certification: { name: 'Certification', about: 'Check a device clause by clause, read and compare reports' },
    board: { name: 'Board', about: 'Simulated pins to press, turn and watch' },
  },
};

const zh: MoreWords = {
  title: '更多',
  home: '你的家',
  makers: '给开发者',
  places: {
    join: { name: '添加设备', about: '发现了什么，设备怎样加入' },
    arrange: { name: '整理', about: '楼层、房间和卡片的顺序' },
    inbox: { name: '收件箱', about: '自动化和网关对大家说的话' },
    energy: { name: '能耗', about: '家里每台设备用了多少电，花了多少钱' },
    history: { name: '历史', about: '设备数天、数月、数年来的记录' },
    consumables: { name: '耗材', about: '滤芯、刷子、电池还能用多久' },
    recommendations: { name: '推荐', about: '什么适合你的家，为什么' },
    feedback: { name: '反馈', about: '想法、投票、故障，以及结果' },
    privacy: { name: '隐私', about: '记录了什么，什么会离开中枢' },
    contracts: { name: '设备契约', about: '每种设备遵守什么，两种有何不同' },
    bus: { name: 'MQTT 消息', about: '设备和中枢之间的实时对话' },
    refused: { name: '被拒绝的消息', about: '中枢没有接受的设备消息及原因' },
    simulated: { name: '模拟设备', about: '操作、弄坏、修好和添加虚拟设备' },
    certification: { name: '认证', about: '逐条检查设备，阅读和比较报告' },
    board: { name: '引脚面板', about: '可以按、转、观察的模拟引脚' },
  },
};

/** Words of the page that leads to the others, which come with it. */
export function moreWords(): MoreWords {
  return i18n.language === 'zh' ? zh : en;
}
