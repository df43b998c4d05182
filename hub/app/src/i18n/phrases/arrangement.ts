import type { Phrase } from './phrase';

/** Faults of how a home is arranged. */
export const ARRANGEMENT: readonly Phrase[] = [
  ['The arrangement has {=} bytes; at most {=} are allowed', '布局有 {0} 字节，最多 {1} 字节'],
  ['Found {=} floors; at most {=} are allowed', '有 {0} 个楼层，最多 {1} 个'],
  ['Found {=} rooms; at most {=} are allowed', '有 {0} 个房间，最多 {1} 个'],
  ['Found {=} devices; at most {=} are allowed', '有 {0} 个设备，最多 {1} 个'],
  ['A floor needs a name', '楼层需要名称'],
  ['A room on a floor needs a name', '楼层上的房间需要名称'],
  ['There are two floors "{=}"; the names of floors differ', '有两个楼层叫“{0}”；楼层的名称各不相同'],
  ['The room "{=}" stands twice; each has one place', '房间“{0}”出现两次；每个房间只有一个位置'],
  ['The device "{=}" stands twice in the room "{=}"', '设备“{0}”在房间“{1}”里出现两次'],
  ['Found {} as a device; expected its name, such as "hall-lamp"', '设备为{0}，应为名称，例如 "hall-lamp"'],
  ['A {} has a "name", which is text', '{0}有 "name"，应为文本'],
  ['The name of a {} has {=} characters at most, and no blank at its ends; found {=}', '{0}的名称最多 {1} 个字符，两端没有空格；实际 {2} 个'],
  ['{} is an object; found {}', '{0}应为对象，实际为{1}'],
  ['{} has {} "{=}"', '{0}{1}“{2}”'],
];

/** What they are made of. */
export const ARRANGED: readonly Phrase[] = [
  ['The arrangement', '布局'], ['A floor', '楼层'], ['A room', '房间'], ['floor', '楼层'], ['room', '房间'], ['two members', '有两个成员'], ['no member', '不能有成员'],
];
