// The twenty rules of the app, in headless Chromium against a running hub with a home of 120 simulated devices and a simulated board.
// The hub: --Gpio:Driver simulated --Gpio:Folder hub/app/e2e/board, and `device-sim home` with family-house.json in which one lamp refuses and one never answers.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
//   FAILING_DEVICE    label of a lamp that refuses to be switched
//   SILENT_DEVICE     label of a lamp that never answers
//   FLOOD             shell command that lets 180 more devices join and say 100 things a second
//   IOTHUB_FULL=1     pictures in all eight looks
//   ONLY              names of groups, separated by commas; all by default
import { DESKTOP, group, HUB, looks, narrow, PHONE, suite } from './suite.mjs';
import { roundTrip } from './rules/author.mjs';
import { back, outcomes, ring, sliders, wish } from './rules/control.mjs';
import { colours, keys, language, longer, PAGES, stands, targets, waits } from './rules/everywhere.mjs';
import { loss, resume, shell, wake } from './rules/link.mjs';
import { firstLoad, flood } from './rules/speed.mjs';
import { wireTo } from './rules/wire.mjs';

/** Phone and desktop, light and dark, English and Chinese: kept as pictures, in the short form each pair of these once. */
const LOOKS = [['phone', PHONE], ['desktop', DESKTOP]].flatMap(([size, options]) => ['light', 'dark'].flatMap((colorScheme) => ['en-GB', 'zh-CN'].map((locale) => [`${size}-${colorScheme}-${locale.slice(0, 2)}`, { ...options, colorScheme, locale }])));
const SHORT = new Set(['phone-light-en', 'phone-dark-zh', 'desktop-light-zh', 'desktop-dark-en']);
/** Both schemes, both sizes, both languages; contrast does not depend on which of them meet. */
const AUDITED = new Set(['phone-dark-zh', 'desktop-light-zh', 'phone-light-en']);
const only = process.env.ONLY?.split(',');

await suite('rules', async (browser) => {
  const wire = await wireTo(HUB);
  const rule = (name, work) => (only === undefined || only.includes(name) ? group(name, work) : undefined);
  await rule('wish', () => wish(browser, wire, PHONE));
  await rule('outcomes', () => outcomes(browser, wire, PHONE, { failing: process.env.FAILING_DEVICE, silent: process.env.SILENT_DEVICE }));
  await rule('ring', () => ring(browser, wire, PHONE));
  await rule('sliders', () => sliders(browser, wire, PHONE));
  await rule('back', () => back(browser, wire, PHONE));
  await rule('loss', () => loss(browser, wire, PHONE));
  await rule('wake', () => wake(browser, wire, PHONE));
  await rule('resume', () => resume(browser, wire, {}));
  await rule('shell', () => shell(browser, wire, PHONE));
  await rule('waits', () => waits(browser, HUB, PHONE));
  await rule('targets', () => targets(browser, HUB, PHONE));
  await rule('keys', () => keys(browser, HUB, DESKTOP));
  await rule('longer', () => longer(browser, HUB, PHONE));
  await rule('language', () => language(browser, HUB, PHONE));
  await rule('colours', () => colours(browser, HUB, PHONE));
  for (const [name, options] of LOOKS.filter(([name]) => SHORT.has(name) || process.env.IOTHUB_FULL === '1')) await rule('looks', () => looks(browser, PAGES, stands, name, options, { audits: AUDITED.has(name) }));
  await rule('narrow', () => narrow(browser, PAGES, stands));
  await rule('round trip', () => roundTrip(browser, HUB, DESKTOP));
  await rule('first load', () => firstLoad(browser, PHONE));
  await rule('flood', () => flood(browser, PHONE, process.env.FLOOD));
  await wire.end();
});
