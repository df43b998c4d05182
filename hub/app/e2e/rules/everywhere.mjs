// Rules 10 to 16: on every page.
import { audit, check, noSideways, shoot } from '../suite.mjs';
import { open, reach } from './home.mjs';

/** Each page of the app, once. */
export const PAGES = [
  ['home', '/'], ['light', '/device/reading-lamp'], ['sensor', '/device/hall-push'], ['automations', '/automations'], ['automation', '/automations/rule-eighteen'],
  ['editor', '/automations/rule-eighteen?tab=edit'], ['preview', '/automations/rule-eighteen?tab=preview'], ['new', '/automations/new'], ['scene', '/scenes/rule-eighteen'], ['inbox', '/inbox'], ['more', '/more'],
  ['consumables', '/consumables'], ['recommendations', '/recommendations'], ['fits', '/recommendations/fits'], ['ideas', '/feedback'], ['privacy', '/insights'],
  ['outbox', '/insights/outbox'], ['ledger', '/insights/ledger'], ['contracts', '/contracts'], ['contract', '/contracts/light'], ['bus', '/bus'],
  ['refused', '/refused'], ['board', '/board'], ['energy', '/energy'], ['history', '/history'], ['join', '/join'], ['arrange', '/arrange'],
  ['simulated', '/simulated'], ['certification', '/certification'], ['nothing', '/no-such-page'],
];

export async function stands(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('main .skeleton, main .places') === null);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** The hub takes everything and answers nothing: after ten seconds each page says so and offers a way out. */
export async function waits(browser, url, options) {
  const bad = [];
  for (const [name, path] of PAGES) {
    const context = await browser.newContext({ locale: 'en-GB', ...options, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.route('**/api/v1/**', () => undefined);
    await page.routeWebSocket(/\/(api\/v1\/ws|mqtt)$/, () => undefined);
    await page.clock.install();
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.clock.runFor(2_000);
    const early = (await page.getByRole('main').innerText()).trim();
    for (let second = 0; second < 9; second++) await page.clock.runFor(1_000);
    const text = await page.getByRole('main').innerText();
    const ways = await page.getByRole('button', { name: /retry|try (again|now)/i }).count();
    if (early === '') bad.push(`${name} waits without a word`);
    if (/Loading|Reading…|Connecting…/.test(text)) bad.push(`${name} still says: ${/.*(Loading|Reading…|Connecting…).*/.exec(text)[0]}`);
    if ((await page.getByRole('progressbar').count()) > 0) bad.push(`${name} has a bar without an end`);
    if (ways === 0) bad.push(`${name} offers no way out`);
    await shoot(page, `rule-silent-${name}`);
    await context.close();
  }
  check('rule 10: no wait without a word, an end within ten seconds, and a way out', bad.length === 0, bad.join(' | '));
}

/** Boxes that a finger is to meet. Links within a sentence are as large as their text. */
const targetsOf = (page) => page.evaluate(() => [...document.querySelectorAll('button, a, input, select, summary, textarea, [role=switch], [role=tab], [role=radio]')]
  .filter((element) => element.checkVisibility() && !element.closest('.skip') && !element.matches('.skip') && !element.closest('.cm-editor') && !element.closest('[aria-hidden=true]'))
  .filter((element) => !(element.matches('a') && getComputedStyle(element).display === 'inline'))
  .map((element) => {
    // What labels an input is part of its target.
    const box = (element.matches('input[type=checkbox], input[type=radio], input[type=file]') ? (element.closest('label') ?? element) : element).getBoundingClientRect();
    return { html: element.outerHTML.replace(/\s+/g, ' ').slice(0, 80), width: Math.round(box.width), height: Math.round(box.height) };
  })
  .filter(({ width, height }) => width > 0 && height > 0 && (width < 44 || height < 44)));

export async function targets(browser, url, options) {
  const { context, page } = await open(browser, url, options);
  const small = [];
  for (const [name, path] of PAGES) {
    await page.goto(url + path);
    await stands(page);
    small.push(...(await targetsOf(page)).map(({ html, width, height }) => `${name}: ${width}×${height} ${html}`));
  }
  check('rule 11: whatever is to be touched is 44 px or more', small.length === 0, [...new Set(small.map((text) => text.replace(/href="[^"]*".*/, '')))].slice(0, 30).join(' | '));
  await context.close();
}

/** By Tab alone: the focus is seen wherever it stands, leaves everything, and returns to what opened something. */
export async function keys(browser, url, options) {
  const { context, page } = await open(browser, url, options);
  const bad = [];
  for (const [name, path] of PAGES) {
    await page.goto(url + path);
    await stands(page);
    const seen = new Set();
    let last = null;
    for (let at = 0; at < 40; at++) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(async () => {
        // The text editor draws its focus with the next frame.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const { activeElement: element } = document;
        if (element === null || element === document.body) return null;
        const style = getComputedStyle(element);
        const peer = element.nextElementSibling === null ? null : getComputedStyle(element.nextElementSibling);
        const outlined = (of) => of !== null && of.outlineStyle !== 'none' && Number.parseFloat(of.outlineWidth) >= 1;
        // Radio buttons and files stand under the label that is drawn in their place.
        const within = element.closest('label, article, .cm-editor');
        const shown = outlined(style) || outlined(peer) || (within !== null && outlined(getComputedStyle(within))) || style.boxShadow !== 'none';
        globalThis.walked ??= new WeakMap();
        const known = globalThis.walked.get(element) ?? Math.random();
        globalThis.walked.set(element, known);
        return { key: known, shown, name: `${element.tagName} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}` };
      });
      if (found === null) break;
      if (seen.has(found.key) && found.key !== last) break;
      seen.add(found.key);
      if (!found.shown) bad.push(`${name}: the focus on ${found.name} is not seen`);
      if (found.key === last) {
        bad.push(`${name}: Tab does not leave ${found.name}`);
        break;
      }
      last = found.key;
    }
    if (seen.size === 0) bad.push(`${name}: nothing takes the focus`);
  }
  check('rule 13: by keys the focus is seen everywhere and is held nowhere', bad.length === 0, [...new Set(bad)].slice(0, 8).join(' | '));

  await page.goto(url);
  await reach(page, 'Reading lamp');
  const opener = page.getByRole('button', { name: /^Inbox|Find or do/ }).first();
  await opener.focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.press('Escape');
  check('rule 13: what was opened by keys gives the focus back', await opener.evaluate((node) => node === document.activeElement));
  await context.close();
}

/** Every text a good third longer, as in other languages: nothing is cut and nothing scrolls sideways. */
export async function longer(browser, url, options) {
  const { context, page } = await open(browser, url, options);
  const bad = [];
  for (const [name, path] of PAGES) {
    await page.goto(url + path);
    await stands(page);
    const cut = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts) {
        const { parentElement: of } = text;
        if (text.data.trim() === '' || of.closest('.cm-editor, script, style, svg, pre, .num, .value, time, option, textarea') !== null) continue;
        text.data = text.data.replace(/\p{L}{3,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
      }
      return [...document.querySelectorAll('main *, nav *')].filter((element) => {
        const style = getComputedStyle(element);
        const clips = style.overflowX === 'hidden' || style.overflowX === 'clip';
        return clips && element.checkVisibility() && !element.matches('.hidden, .skip') && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && element.textContent.trim() !== '';
      }).map((element) => `${element.className} ${element.textContent.trim().slice(0, 40)}`);
    });
    bad.push(...cut.map((text) => `${name}: ${text}`));
    if (!(await noSideways(page))) bad.push(`${name} scrolls sideways`);
    await shoot(page, `rule-longer-${name}`);
  }
  check('rule 15: words that are 40 % longer are not cut', bad.length === 0, [...new Set(bad.map((text) => text.split(' ').slice(0, 3).join(' ')))].slice(0, 30).join(' | '));
  await context.close();
}

/** Numbers, dates and `lang` follow the language. */
export async function language(browser, url, options) {
  const { context, page } = await open(browser, url, { ...options, locale: 'zh-CN' }, { path: '/device/reading-lamp' });
  const lang = await page.evaluate(() => document.documentElement.lang);
  const title = await page.getByRole('link', { name: '首页' }).count();
  check('rule 15: Chinese is whole and says so to the browser', lang === 'zh-CN' && title > 0);
  await context.close();
}

/** A state that only its colour tells is none for whoever sees no colours. */
export async function colours(browser, url, options) {
  const { context, page } = await open(browser, url, { ...options, forcedColors: 'active' });
  await reach(page, 'Reading lamp');
  await shoot(page, 'rule-forced-colours');
  await audit(page, 'rule 14: forced colours');
  const mute = await page.getByRole('article').evaluateAll((tiles) => tiles.filter((tile) => {
    const control = tile.querySelector('[role=switch]');
    const words = tile.textContent.replace(tile.getAttribute('aria-label'), '').trim();
    return control !== null && words === '';
  }).map((tile) => tile.getAttribute('aria-label')));
  check('rule 14: each state stands there in words or numbers too', mute.length === 0, mute.join(', '));
  await context.close();
}
