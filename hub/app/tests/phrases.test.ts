import { describe, expect, it, vi } from 'vitest';
import { i18n } from '../src/i18n/i18n.svelte';
import { hub, PARTS, WHOLE } from '../src/i18n/phrases/zh';
import { isOfHub } from '../src/presentation/notice';
import { Phrasebook, templateOf } from '../src/presentation/phrases/phrasebook';
import { schemas } from '../src/views/automations/schemas';
import { literalsOf } from './csharp';

/** Where the hub writes sentences that the app shows. */
const SOURCES = import.meta.glob<string>(
  [
    '../../IotHub.Automation/{Engine,Analysis,Conditions,Documents,Compilation,Expressions,Schedules}/**/*.cs',
    '../../IotHub.Automation/Preview/{PreviewTexts,PreviewUnknowns,PreviewStage}.cs',
    '../../IotHub.{Bridges,Runtime,Devices}/**/*.cs',
    '../../../firmware-contracts/IotHub.Contracts/{Messages,Values,Json,Parsing}/**/*.cs',
    // Titles and notes of the schema: the visual editor has words of its own for them.
    '!../../IotHub.Automation/Documents/Forms/{Action,Trigger,Condition,Document}Forms.cs',
    '!../../IotHub.Automation/Documents/Forms/{Types,TimeTypes,LanguageTypes,SchemaDefinitions}.cs',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Pieces that never stand alone: the sentences that they make are phrases as a whole, and the examples below show them. */
const PIECES = new Set([
  'one of {}{}', '{} to {}{}', ', once in about {}', ', as fast as the devices can', '{} sets itself going again and again', 'sets off', '{}, and so on without end', ', because {}', '; it has none', '; it has {}', '(character {} of the expression)',
  'No device', ', not {}', '{}, not {}', '{} for {} only, not {}', 'at home', 'nowhere seen yet', 'was switched off: {}. It stays off until you switch it on; a cooldown keeps it from running too often', 'The automation "{}" {}',
  'failed at {}: it goes round and round without a wait', 'came home', 'was not run, since automations set each other going: {}', 'stopped before its end', 'from {}', ', at most {}', 'was stopped', ': its wait was over at {}, {} ago',
  ': it waits until {} at most', ': it waits for the end of a command, which is sent again', ': values are on their way', ': it waits for what it waited for', '(was due at {})', 'other than', '; {} of its steps left no trace, beyond the first {}', ', so',
  "Write '", 'not in', ', room: {}', ', kind: {}', 'Values are recorded', 'Events, availability and runs of other automations are recorded', 'Messages and calls of hooks are recorded', 'Runs are recorded', 'are recorded', 'are not recorded', 'in this home',
  '{} only since {}', 'or {} to {}', 'is not {} to {}{}', '{} {} missed between {} and {}', '{}; the last of them had been run already', '{}; runs now for that of {}, {} ({})', '{}; not run, the last of them came {} ({})', 'is empty', 'the sun{}{}',
  'has announced itself and is not part of this home yet', 'is not part of this home', '{} for {}', 'list or values…', '{} keeps {} on while {} switches {} on against it{}', '{} has no argument "{}"{}', 'The template has no input "{}"{}', 'one of', 'Switches {} {}', 'Scene {} sets', 'Run {} goes on after a restart{}',
  'Run {} {}: {}', 'Waits for {} trigger{}{}', 'Waits until it is so{}: {}', 'it waited {} in vain{}', 'Write {}', '{} Set it, or let the hub reach a time server', 'Local time of the home', 'Did not call {}/{}: {}',
]);

/** For programmers, for logs, or no English: formats of dates, patterns, broken invariants, justifications. */
const NOT_SHOWN = [
  /^[dhHmMsty:.,\- ]+$/, /^[\^"]/u, /^The (engine|loop) (has no step|cannot)/, /^No row for/, /^Not a (step|value of a property|kind)/, /^The boundary of one filter/, /^A command that is \{\}/, /^run-if-within/, /^\d/, /^Change the reader options/, /^Neither a person/, /\{[A-Z]\w+\}/,
];

const known = new Set([...WHOLE, ...PARTS].map((phrase) => templateOf(phrase).replace(/\.$/, '')));

/** Whether a template of the hub's is said: as it stands, or filled in. */
function isSaid(template: string): boolean {
  if (known.has(template)) return true;
  const filled = template.replaceAll('{}', 'x');
  return hub(filled) !== filled;
}

describe('the hub’s sentences in Chinese', () => {
  it('are complete: each that the hub can write has a phrase', () => {
    expect(Object.keys(SOURCES).length).toBeGreaterThan(150);
    const missing = Object.entries(SOURCES).flatMap(([path, source]) =>
      literalsOf(source)
        .filter((text) => / /.test(text.trim()) && /[a-z]{2}/.test(text))
        .map((text) => text.trim().replace(/\.$/, ''))
        .filter((text) => !PIECES.has(text) && !NOT_SHOWN.some((pattern) => pattern.test(text)) && !isSaid(text))
        .map((text) => `${path.replace(/^.*IotHub\./, '')}: ${text}`));
    expect(missing).toEqual([]);
  });

  it('are complete for all that the schemas say of members', () => {
    const about = new Set<string>();
    JSON.stringify(schemas, (name, value: unknown) => {
      if (name === 'description' && typeof value === 'string') about.add(value);
      return value;
    });
    expect(about.size).toBeGreaterThan(140);
    expect([...about].filter((text) => hub(text) === text)).toEqual([]);
  });

  it('fill each hole, and have Chinese words', () => {
    for (const [english, says] of [...WHOLE, ...PARTS]) {
      const holes = (english.match(/\{[=-]?\}/g) ?? []).length;
      expect([...says.matchAll(/\{(\d)\}/g)].map(([, at]) => Number(at)).sort(), english).toEqual([...Array(holes).keys()]);
      expect(/[\p{Script=Han}]/u.test(says.replace(/\{\d\}/g, '')) || /^\{0\}[，\s]?\{?1?\}?/u.test(says) || /^“/.test(says), english).toBe(true);
    }
  });

  it.each([
    ['Runs: hall-motion/motion-sensor.motion-state became true; hall-motion/motion-sensor.illumination is 12.', '运行：hall-motion/motion-sensor.motion-state 变为 true；hall-motion/motion-sensor.illumination 为 12。'],
    ['Not run: hall-motion/motion-sensor.motion-state became true, but hall-motion/motion-sensor.illumination is 64, not below 15.', '没有运行：hall-motion/motion-sensor.motion-state 变为 true，但是hall-motion/motion-sensor.illumination 为 64，不是低于 15。'],
    ['Runs: it is 22:00.', '运行：现在是 22:00。'],
    ['Sets a/light.on = true, a/light.brightness = 1.', '设置 a/light.on = true, a/light.brightness = 1。'],
    ['Tells everyone: Somebody is home.', '通知 所有人：Somebody is home。'],
    ['Run 3 stopped before its end: it waited 5m in vain.', '运行 3 提前停止：白等了 5m。'],
    ['Run 3 is done; 7 of its steps left no trace, beyond the first 200.', '运行 3 已完成；前 200 步之后有 7 步没有留下记录。'],
    ['lamp/light.on has been true for 5m', 'lamp/light.on 为 true 已有 5m'],
    ['not between 22:00 and 06:00 (now 12:30)', '不在 22:00 到 06:00 之间（现在 12:30）'],
    ['anna is at home, lin is away', 'anna 在家，lin 不在家'],
    ['“Bedroom air” (bedroom-air) switches p/air-purifier.on on, and no automation or scene of the home ever switches it off.', '“Bedroom air” (bedroom-air) 打开 p/air-purifier.on，但家里没有任何自动化或场景会关闭它。'],
    ['light.brightness is 700; expected 1 to 100 percentage.', 'light.brightness 为700，应为1 到 100 percentage。'],
    ['"mode" must be text, found an object.', '“mode”必须是文本，实际为对象。'],
    ['There is no device "hall-lmp" in this home; nobody is told until there is.', '家里没有设备“hall-lmp”；有之前不会通知任何人。'],
    ['Did you mean "hall-lamp"?', '是不是想写“hall-lamp”？'],
    ['1 time was missed between 07:00 and 09:00; not run, the last of them came 2h ago (skip).', '在 07:00 和 09:00 之间错过1 次；没有运行，最后一次在 2h 前（skip）。'],
    ['The automation "Lamp" was switched off: it ran faster than 2 times a second for long. It stays off until you switch it on; a cooldown keeps it from running too often.', '自动化“Lamp”已被关闭：它长时间以每秒快于 2 次的速度运行。它会一直关闭，直到你打开；冷却时间可防止它运行得太频繁。'],
    ['Values are recorded only since 2026-01-05 07:00.', '数值从 2026-01-05 07:00 起才有记录。'],
    ['"lmp" is read as one name, and there is none such; a subtraction has spaces around its "-".', '“lmp”被当作一个名字，而没有这个名字；减法的“-”两边要有空格。'],
  ])('%s', (english, says) => expect(hub(english)).toBe(says));

  it('leave an author’s own words and what they do not know as they are', () => {
    expect(hub('Guten Tag, wie geht es?')).toBe('Guten Tag, wie geht es?');
    expect(hub('')).toBe('');
    expect(isOfHub({ automation: 'knock', message: 'Sets the tone.' })).toBe(false);
    expect(isOfHub({ automation: 'lamp', message: 'The automation "Lamp" was switched off: x.' })).toBe(true);
    expect(isOfHub({ message: 'x' })).toBe(true);
  });

  it('take the surest phrase first and forget none of several sentences', () => {
    const book = new Phrasebook([['{} has no {}', '{0}没有{1}'], ['{} has no lamp', '{0}没有灯']], []);
    expect(book.say('X has no lamp. Y has no z.')).toBe('X没有灯。Y没有z。');
  });
});

it('are on the page soon after its own words, and gone with the language', async () => {
  await i18n.use('zh');
  await vi.waitFor(() => expect(i18n.t.hub('Goes on.')).toBe('继续。'));
  await i18n.use('en');
  expect(i18n.t.hub('Goes on.')).toBe('Goes on.');
});

it('reads C# literals with their holes', () => {
  expect(literalsOf('a("x {y}"); // "no"\nb($"one {F("in")} two {{}}", \'"\', """raw "text" """, "q\\"r");')).toEqual(['x {y}', 'in', 'one {} two {}', 'q"r']);
});
