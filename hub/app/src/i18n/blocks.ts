import { i18n } from './i18n.svelte';

/** What blocks of automations are called and say. In `{}` stands the member that is put there. */
const en = {
  roles: { trigger: 'trigger', condition: 'condition', action: 'step' },
  kinds: {
    trigger: {
      property: 'A value changes', event: 'Something happens', time: 'At a time of day', sun: 'By the sun', elevation: 'By the height of the sun', every: 'Again and again', presence: 'Somebody comes or goes',
      device: 'A device comes or goes', scene: 'A scene is run', automation: 'Another automation runs', calendar: 'A kind of day begins', cron: 'By a cron expression', mqtt: 'An MQTT message', webhook: 'A web request',
      hub: 'The hub has started', expression: 'An expression becomes true',
    } as Record<string, string>,
    condition: {
      property: 'A value is so', window: 'Time and day', sun: 'Sun up or down', sunBetween: 'Between sunset and sunrise', presence: 'Somebody is home or away', trigger: 'This trigger fired', automation: 'Another automation is so',
      device: 'A device is there or not', any: 'Any of these', all: 'All of these', not: 'Not this', expression: 'An expression', text: 'An expression',
    } as Record<string, string>,
    action: {
      set: 'Set devices', wait: 'Wait', scene: 'Set a scene', notify: 'Tell people', if: 'If … then … else', call: 'Call an action', toggle: 'Turn over', waitUntil: 'Wait until it holds', waitFor: 'Wait for something',
      choose: 'Choose the first that fits', repeatCount: 'Repeat some times', repeatWhile: 'Repeat while', repeatUntil: 'Repeat until', condition: 'Go on only if', parallel: 'Side by side', sequence: 'One after the other',
      snapshot: 'Remember devices', restore: 'Set back devices', run: 'Run an automation', enable: 'Switch an automation on', disable: 'Switch an automation off', log: 'Write into the trace', publish: 'Publish a message',
      request: 'Send a web request', stop: 'End the run',
    } as Record<string, string>,
    other: 'Written as JSON',
  },
  says: {
    'trigger.property.is': '{property} becomes {becomes}', 'trigger.property.isNot': '{property} becomes other than {becomes.not}', 'trigger.property.changes': '{property} changes', 'trigger.property.above': '{property} rises above {above}',
    'trigger.property.below': '{property} falls below {below}', 'trigger.property.between': '{property} comes between {above} and {below}', 'trigger.event': '{event} happens', 'trigger.time': 'At {time}',
    'trigger.sun': 'At {sun}', 'trigger.elevation': 'The sun passes {above}{below}', 'trigger.every': 'Every {every}', 'trigger.presence': 'Somebody {presence}', 'trigger.presence.person': '{person}: {presence}', 'trigger.device': '{device} becomes {becomes}',
    'trigger.scene': '{scene} is run', 'trigger.automation': '{automation} has {run}', 'trigger.calendar': 'A {calendar} comes', 'trigger.cron': 'By cron {cron}', 'trigger.mqtt': 'A message on {mqtt}', 'trigger.webhook': 'A web request for {webhook}',
    'trigger.hub': 'The hub has started', 'trigger.expression': '{expression} becomes true',
    'condition.property.is': '{property} is {is}', 'condition.property.isNot': '{property} is not {is.not}', 'condition.property.above': '{property} is above {above}', 'condition.property.below': '{property} is below {below}',
    'condition.property.between': '{property} is between {above} and {below}', 'condition.window': 'The time is between {after} and {before}', 'condition.window.after': 'The time is after {after}', 'condition.window.before': 'The time is before {before}',
    'condition.window.days': 'The day is {days}', 'condition.sun': 'The sun is {sun}', 'condition.sunBetween': 'It is between {sun.after} and {sun.before}', 'condition.presence': '{person}: {presence}', 'condition.trigger': 'Trigger {trigger} fired',
    'condition.automation': '{automation} is {is}', 'condition.device': '{device} is {is}', 'condition.any': '{any}', 'condition.all': '{all}', 'condition.not': 'Not: {not}', 'condition.expression': '{expression}', 'condition.text': '{}',
    'action.set': '{set}', 'action.wait': 'Wait {wait}', 'action.scene': 'Set scene {scene}', 'action.notify': 'Tell {notify.to}: {notify.message}', 'action.if': 'If {if}', 'action.call': '{call}', 'action.toggle': 'Turn over {toggle}',
    'action.waitUntil': 'Wait until {wait.until}', 'action.waitFor': 'Wait for {wait.for}', 'action.choose': 'Choose: {choose}', 'action.repeatCount': 'Repeat {repeat.count} times: {repeat.actions}', 'action.repeatWhile': 'While {repeat.while}: {repeat.actions}',
    'action.repeatUntil': 'Repeat until {repeat.until}: {repeat.actions}', 'action.condition': 'Go on only if {condition}', 'action.parallel': 'Side by side: {parallel}', 'action.sequence': 'In order: {sequence}', 'action.snapshot': 'Remember {of} as {snapshot}',
    'action.restore': 'Set back {restore}', 'action.run': 'Run {run}', 'action.enable': 'Switch on {enable}', 'action.disable': 'Switch off {disable}', 'action.log': 'Note {log}', 'action.publish': 'Publish {publish.payload} on {publish.topic}',
    'action.request': 'Send a request to {request.url}', 'action.stop': 'End: {stop}',
    for: ', for {for}', offset: ', {offset}', days: ', on {days}', transition: ', within {transition}', timeout: ', at most {wait.timeout}',
  } as Record<string, string>,
  fields: {
    property: 'Value', event: 'Event', time: 'Time', sun: 'Event of the sun', above: 'Above', below: 'Below', every: 'Every', startingAt: 'Counted from', presence: 'What', person: 'Who', device: 'Device', becomes: 'Becomes', is: 'Is',
    from: 'Only if it was', hysteresis: 'Leeway before it fires again', for: 'For how long', offset: 'Earlier or later', days: 'On these days', onMissed: 'If it was missed', scene: 'Scene', automation: 'Automation', run: 'What of it', calendar: 'Kind of day',
    at: 'Its', cron: 'Cron expression', mqtt: 'Topic', payload: 'Message', where: 'Only where', webhook: 'Address', method: 'Method', expression: 'Expression', after: 'After', before: 'Before', trigger: 'Trigger', any: 'Any of', all: 'All of', not: 'Not',
    set: 'Values', wait: 'How long', notify: 'Message', message: 'Message', to: 'To whom', title: 'Title', urgency: 'Urgency', if: 'If', then: 'Then', else: 'Else', call: 'Action', in: 'With', toggle: 'Value', until: 'Until', timeout: 'At most',
    onTimeout: 'After that', count: 'How often', while: 'While', actions: 'Steps', condition: 'Only if', parallel: 'Branches', sequence: 'Steps', snapshot: 'Name', of: 'Devices', restore: 'Name', conditions: 'Look at its conditions', enable: 'Automation',
    disable: 'Automation', log: 'Text', topic: 'Topic', retain: 'Keep for later listeners', url: 'Address', body: 'Body', stop: 'Why', failed: 'As a failure', name: 'Name in the trace', onError: 'If it fails', transition: 'Take so long', choose: 'Cases', enabled: 'Enabled', rule: 'Of several',
  } as Record<string, string>,
  choices: {
    sunrise: 'sunrise', sunset: 'sunset', dawn: 'dawn', dusk: 'dusk', noon: 'noon', up: 'up', down: 'down', arrives: 'arrives', leaves: 'leaves', 'first-arrives': 'is the first to arrive', 'last-leaves': 'is the last to leave', home: 'home', away: 'away',
    online: 'online', silent: 'silent', offline: 'offline', unavailable: 'silent or offline', started: 'started', finished: 'finished', failed: 'failed', stopped: 'been stopped', workday: 'workday', weekend: 'weekend', holiday: 'holiday', begins: 'beginning',
    ends: 'end', enabled: 'switched on', disabled: 'switched off', running: 'running', idle: 'idle', low: 'low', normal: 'normal', high: 'high', continue: 'go on', stop: 'end the run', skip: 'leave it out', 'run-once': 'run once', true: 'yes', false: 'no',
    anyone: 'anyone', everyone: 'everyone', single: 'let it pass', restart: 'begin anew', queued: 'wait in line', parallel: 'run beside', safety: 'safety', comfort: 'comfort', each: 'each of them', first: 'the first of them', all: 'all of them', any: 'any of them',
  } as Record<string, string>,
  operators: { is: 'is', isNot: 'is not', changes: 'changes', above: 'above', below: 'below', between: 'between' },
  becomes: { is: 'becomes', isNot: 'becomes other than', changes: 'changes', above: 'rises above', below: 'falls below', between: 'comes between' },
  days: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as Record<string, string>,
  every: (what: string, where: string): string => (where === '' ? `any ${what}` : `any ${what} in ${where}`),
  setting: { first: { on: 'Turn on ', off: 'Turn off ', set: 'Set ' }, next: { on: ', turn on ', off: ', turn off ', set: ', set ' }, to: ' to ' },
  or: ' or ', and: ' and ', list: ', ',
  empty: '…', nothing: 'nothing yet',
  steps: (count: number): string => `${count} ${count === 1 ? 'step' : 'steps'}`,
  cases: (count: number): string => `${count} ${count === 1 ? 'case' : 'cases'}`,
  more: (count: number): string => `${count} more`,
  units: { d: 'd', h: 'h', m: 'min', s: 's', ms: 'ms' } as Record<string, string>,
};

export type BlockWords = typeof en;

const zh: BlockWords = {
  roles: { trigger: '触发条件', condition: '条件', action: '步骤' },
  kinds: {
    trigger: {
      property: '数值变化', event: '发生事件', time: '某个时刻', sun: '按太阳', elevation: '按太阳高度', every: '每隔一段时间', presence: '有人来或走', device: '设备上线或离线', scene: '执行场景', automation: '其他自动化运行', calendar: '某类日子开始',
      cron: '按 cron 表达式', mqtt: 'MQTT 消息', webhook: '网络请求', hub: '网关启动后', expression: '表达式成立',
    },
    condition: {
      property: '数值符合', window: '时间和日期', sun: '太阳升起或落下', sunBetween: '日落到日出之间', presence: '有人在家或外出', trigger: '由某个触发条件引起', automation: '其他自动化的状态', device: '设备是否在线', any: '任意一个', all: '全部',
      not: '不成立', expression: '表达式', text: '表达式',
    },
    action: {
      set: '设置设备', wait: '等待', scene: '执行场景', notify: '通知', if: '如果……否则', call: '调用动作', toggle: '切换', waitUntil: '等到成立', waitFor: '等待事件', choose: '选择第一个符合的', repeatCount: '重复若干次', repeatWhile: '成立时重复',
      repeatUntil: '重复直到', condition: '成立才继续', parallel: '同时进行', sequence: '依次进行', snapshot: '记住设备状态', restore: '恢复设备状态', run: '运行自动化', enable: '启用自动化', disable: '停用自动化', log: '写入记录', publish: '发布消息',
      request: '发送网络请求', stop: '结束运行',
    },
    other: '以 JSON 编写',
  },
  says: {
    'trigger.property.is': '{property}变为{becomes}', 'trigger.property.isNot': '{property}变为{becomes.not}以外的值', 'trigger.property.changes': '{property}变化', 'trigger.property.above': '{property}升到{above}以上', 'trigger.property.below': '{property}降到{below}以下',
    'trigger.property.between': '{property}进入{above}到{below}之间', 'trigger.event': '{event}发生', 'trigger.time': '到{time}', 'trigger.sun': '{sun}时', 'trigger.elevation': '太阳越过{above}{below}', 'trigger.every': '每{every}', 'trigger.presence': '有人{presence}',
    'trigger.presence.person': '{person}{presence}', 'trigger.device': '{device}变为{becomes}', 'trigger.scene': '执行{scene}', 'trigger.automation': '{automation}{run}', 'trigger.calendar': '{calendar}到来', 'trigger.cron': '按 cron {cron}', 'trigger.mqtt': '收到{mqtt}的消息',
    'trigger.webhook': '收到对{webhook}的请求', 'trigger.hub': '网关启动后', 'trigger.expression': '{expression}成立',
    'condition.property.is': '{property}为{is}', 'condition.property.isNot': '{property}不是{is.not}', 'condition.property.above': '{property}高于{above}', 'condition.property.below': '{property}低于{below}', 'condition.property.between': '{property}在{above}到{below}之间',
    'condition.window': '时间在{after}到{before}之间', 'condition.window.after': '时间在{after}之后', 'condition.window.before': '时间在{before}之前', 'condition.window.days': '日期为{days}', 'condition.sun': '太阳{sun}', 'condition.sunBetween': '在{sun.after}到{sun.before}之间',
    'condition.presence': '{person}{presence}', 'condition.trigger': '由触发条件{trigger}引起', 'condition.automation': '{automation}{is}', 'condition.device': '{device}{is}', 'condition.any': '{any}', 'condition.all': '{all}', 'condition.not': '并非：{not}',
    'condition.expression': '{expression}', 'condition.text': '{}',
    'action.set': '{set}', 'action.wait': '等待{wait}', 'action.scene': '执行场景{scene}', 'action.notify': '通知{notify.to}：{notify.message}', 'action.if': '如果{if}', 'action.call': '{call}', 'action.toggle': '切换{toggle}', 'action.waitUntil': '等到{wait.until}',
    'action.waitFor': '等待{wait.for}', 'action.choose': '选择：{choose}', 'action.repeatCount': '重复{repeat.count}次：{repeat.actions}', 'action.repeatWhile': '当{repeat.while}时重复：{repeat.actions}', 'action.repeatUntil': '重复直到{repeat.until}：{repeat.actions}',
    'action.condition': '仅当{condition}时继续', 'action.parallel': '同时进行：{parallel}', 'action.sequence': '依次进行：{sequence}', 'action.snapshot': '记住{of}为{snapshot}', 'action.restore': '恢复{restore}', 'action.run': '运行{run}', 'action.enable': '启用{enable}',
    'action.disable': '停用{disable}', 'action.log': '记录{log}', 'action.publish': '向{publish.topic}发布{publish.payload}', 'action.request': '向{request.url}发送请求', 'action.stop': '结束：{stop}',
    for: '，持续{for}', offset: '，{offset}', days: '，{days}', transition: '，用时{transition}', timeout: '，最多{wait.timeout}',
  },
  fields: {
    property: '数值', event: '事件', time: '时间', sun: '太阳事件', above: '高于', below: '低于', every: '间隔', startingAt: '起算时间', presence: '情况', person: '谁', device: '设备', becomes: '变为', is: '为', from: '仅当之前为', hysteresis: '再次触发前的余量',
    for: '持续多久', offset: '提前或推后', days: '在这些日子', onMissed: '错过时', scene: '场景', automation: '自动化', run: '情况', calendar: '日子类型', at: '何时', cron: 'cron 表达式', mqtt: '主题', payload: '消息', where: '仅当', webhook: '地址', method: '方法',
    expression: '表达式', after: '之后', before: '之前', trigger: '触发条件', any: '任意', all: '全部', not: '并非', set: '数值', wait: '多久', notify: '消息', message: '消息', to: '给谁', title: '标题', urgency: '紧急程度', if: '如果', then: '那么', else: '否则',
    call: '动作', in: '参数', toggle: '数值', until: '直到', timeout: '最多', onTimeout: '之后', count: '次数', while: '当', actions: '步骤', condition: '仅当', parallel: '分支', sequence: '步骤', snapshot: '名称', of: '设备', restore: '名称', conditions: '检查其条件',
    enable: '自动化', disable: '自动化', log: '文字', topic: '主题', retain: '为以后的接收者保留', url: '地址', body: '正文', stop: '原因', failed: '视为失败', name: '记录中的名称', onError: '失败时', transition: '用时', choose: '情况', enabled: '启用', rule: '多个设备时',
  },
  choices: {
    sunrise: '日出', sunset: '日落', dawn: '黎明', dusk: '黄昏', noon: '正午', up: '已升起', down: '已落下', arrives: '回家', leaves: '离开', 'first-arrives': '第一个回家', 'last-leaves': '最后一个离开', home: '在家', away: '外出', online: '在线', silent: '无响应',
    offline: '离线', unavailable: '无响应或离线', started: '开始运行', finished: '运行完成', failed: '运行失败', stopped: '被停止', workday: '工作日', weekend: '周末', holiday: '节假日', begins: '开始', ends: '结束', enabled: '已启用', disabled: '已停用', running: '运行中',
    idle: '空闲', low: '低', normal: '普通', high: '高', continue: '继续', stop: '结束运行', skip: '跳过', 'run-once': '补运行一次', true: '是', false: '否', anyone: '任何人', everyone: '所有人', single: '忽略', restart: '重新开始', queued: '排队', parallel: '同时运行',
    safety: '安全', comfort: '舒适', each: '每一个', first: '第一个', all: '全部', any: '任意一个',
  },
  operators: { is: '为', isNot: '不是', changes: '变化', above: '高于', below: '低于', between: '介于' },
  becomes: { is: '变为', isNot: '变为其他值，除了', changes: '变化', above: '升到以上', below: '降到以下', between: '进入之间' },
  days: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
  every: (what, where) => (where === '' ? `任意${what}` : `${where}的任意${what}`),
  setting: { first: { on: '打开', off: '关闭', set: '将' }, next: { on: '，打开', off: '，关闭', set: '，将' }, to: '设为' },
  or: '或', and: '且', list: '、',
  empty: '……', nothing: '尚无内容',
  steps: (count) => `${count} 个步骤`,
  cases: (count) => `${count} 种情况`,
  more: (count) => `另外 ${count} 项`,
  units: { d: '天', h: '小时', m: '分钟', s: '秒', ms: '毫秒' },
};

/** Words of the blocks, which come with the editor. */
export function blockWords(): BlockWords {
  return i18n.language === 'zh' ? zh : en;
}
