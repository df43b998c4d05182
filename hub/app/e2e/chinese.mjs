// Walks through every page in Chinese in headless Chromium against a running hub with the demo's home, and looks for English sentences.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
import { check, DESKTOP, group, HUB, open, PHONE, shoot, suite } from './suite.mjs';

const ZH = { locale: 'zh-CN' };

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json' } });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

/** Automations with faults, with findings, with runs and with runs that did not come about: what the hub has most to say of. */
const SAMPLES = {
  'zh-loop': { name: '循环', triggers: [{ property: 'desk-lamp/light.on', changes: true }], actions: [{ toggle: 'desk-lamp/light.on' }] },
  'zh-night': { name: '夜里', triggers: [{ property: 'hall-motion/motion-sensor.motion-state', becomes: true }], conditions: [{ property: 'hall-motion/motion-sensor.illumination', below: 1 }], actions: [{ set: { 'hall-lamp/light.on': true } }, { wait: '1m' }] },
};

/** Three words of English in a row make a sentence. */
const SENTENCE = /(?:\b[A-Za-z][a-z']+[ ,;:]+){3,}[a-z']{2,}/;

async function prepare() {
  for (const [id, document] of Object.entries(SAMPLES)) await api(`/automations/${id}`, { method: 'PUT', body: JSON.stringify(document) });
  await api('/simulation/pause', { method: 'PUT', body: '{"paused":true}' });
  await api('/simulation/devices/hall-motion/properties/motion-sensor.illumination', { method: 'PUT', body: '{"value":300}' });
  for (const value of [false, true]) await api('/simulation/devices/hall-motion/properties/motion-sensor.motion-state', { method: 'PUT', body: JSON.stringify({ value }) });
  await api('/automations/zh-night:run', { method: 'POST', body: '{}' });
  await api('/simulation/devices/study-fan/faults/wrong-type', { method: 'PUT', body: '{"value":1}' });
  await api('/simulation/devices/study-fan/properties/fan.on', { method: 'PUT', body: '{"value":true}' });
  await api('/simulation/devices/study-fan/faults', { method: 'DELETE' });
  await readNames();
}

/**
 * What a reader sees and hears, but for what is a name, an id, an author's or a device's own, or marked as another language.
 */
async function english(page) {
  return page.evaluate((pattern) => {
    const OWN = 'code, pre, textarea, [lang="en"], .cm-editor, option, dd code, h1, script, style, .key, .payload, .urn';
    const sentence = new RegExp(pattern);
    const found = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { parentElement, textContent } = walk.currentNode;
      if (parentElement.closest(OWN) !== null || !parentElement.checkVisibility()) continue;
      if (sentence.test(textContent)) found.add(textContent.trim().slice(0, 120));
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const text = element.getAttribute(name) ?? '';
        if (sentence.test(text) && element.closest(OWN) === null) found.add(`${name}: ${text.slice(0, 120)}`);
      }
    }
    return [...found];
  }, SENTENCE.source);
}

/** Names that people gave, the longest first: they stay. */
let names = [];

async function readNames() {
  const [devices, automations, scenes] = await Promise.all([api('/devices'), api('/automations'), api('/scenes')]);
  names = [...devices.map(({ label }) => label), ...automations.map(({ name }) => name), ...scenes.map(({ name }) => name)].filter((name) => name).sort((a, b) => b.length - a.length);
}

const own = (text) => names.reduce((rest, name) => rest.replaceAll(name, '…'), text.replace(/^(aria-label|title|placeholder): /, ''));

async function holds(page, title) {
  const found = (await english(page)).filter((text) => SENTENCE.test(own(text)));
  check(`no English sentence: ${title}`, found.length === 0, found.join(' | '));
}

const PAGES = [
  '/', '/device/hall-lamp', '/device/living-room-purifier', '/device/robot-vacuum', '/automations', '/inbox', '/more', '/consumables', '/recommendations', '/recommendations/fits', '/feedback', '/feedback?tab=write', '/feedback?tab=releases',
  '/insights', '/insights/outbox', '/insights/ledger', '/contracts', '/contracts/light', '/bus', '/refused', '/simulated', '/simulated/hall-lamp', '/certification', '/board',
];

async function pages(browser, name, options) {
  const { context, page, errors } = await open(browser, { ...options, ...ZH });
  for (const path of PAGES) {
    await page.goto(HUB + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await holds(page, `${path}, ${name}`);
    await shoot(page, `zh-${name}${path.replace(/[^a-z]+/g, '-')}`);
  }
  check(`no fault in the pages, ${name}`, errors.length === 0, errors.join(' | '));
  await context.close();
}

const chineseIn = async (locator) => /\p{Script=Han}/u.test(await locator.innerText());

async function said(browser) {
  const { context, page } = await open(browser, { ...DESKTOP, ...ZH });
  await page.goto(`${HUB}/automations/zh-night`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('main').getByRole('button').filter({ hasText: '未运行' }).first().click();
  const refused = page.getByText(/不是低于 1/).first();
  await refused.waitFor();
  check('why an automation did not run is told in Chinese', true, await refused.innerText());
  await holds(page, 'an automation with runs');
  await shoot(page, 'zh-why-not');
  await page.goto(`${HUB}/automations/zh-loop?tab=edit`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const finding = page.getByText(/不停地触发自己/).first();
  await finding.waitFor();
  check('what the static check finds is told in Chinese', await chineseIn(finding), await finding.innerText());
  await holds(page, 'an automation with a finding');
  await shoot(page, 'zh-finding');
  await page.goto(`${HUB}/refused`);
  const rejection = page.getByRole('main').getByRole('listitem').first();
  await rejection.waitFor();
  check('why a message was refused is told in Chinese', /应为/.test(await rejection.innerText()), (await rejection.innerText()).split('\n')[2]);
  await page.goto(`${HUB}/simulated`);
  await page.getByRole('button', { name: '添加设备' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: '契约' }).selectOption({ label: '我自己的契约…' });
  await page.getByRole('textbox', { name: '契约文件的内容' }).fill('{ "type": 3 }');
  await page.getByRole('dialog').getByRole('button', { name: '添加设备' }).click();
  await page.getByRole('dialog').getByText(/契约没有服务/).waitFor();
  await holds(page, 'a contract with faults');
  await shoot(page, 'zh-contract-faults');
  await context.close();
}

await suite('chinese', async (browser) => {
  await group('prepare', prepare);
  await group('said', () => said(browser));
  await group('desktop', () => pages(browser, 'desktop', DESKTOP));
  await group('phone', () => pages(browser, 'phone', PHONE));
});
