// What the browser checks share: one browser, counted checks, pictures, axe.
//   HUB_URL           the hub, http://127.0.0.1:5080 by default
//   OUT               folder for screenshots and results, ../../../artifacts/e2e by default
//   CHROMIUM          the browser, /usr/bin/chromium by default
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const HUB = process.env.HUB_URL ?? 'http://127.0.0.1:5080';
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const DESKTOP = { viewport: { width: 1440, height: 900 } };
export const NARROW = { viewport: { width: 320, height: 640 } };
const OUT = process.env.OUT ?? new URL('../../../artifacts/e2e', import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WAIT_MS = 15_000;
const UNTIL_MS = 30_000;
const LOOK_MS = 100;

const result = { passed: 0, failed: 0, skipped: 0, checks: [] };

export function check(name, ok, detail = '') {
  result[ok ? 'passed' : 'failed'] += 1;
  result.checks.push({ name, status: ok ? 'passed' : 'failed', detail });
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${detail ? ` (${detail})` : ''}`);
}

export function skip(name, why) {
  result.skipped += 1;
  result.checks.push({ name, status: 'skipped', detail: why });
  console.log(`skip ${name} (${why})`);
}

/** Runs a group of checks; what it throws is one failed check, and the next group runs all the same. */
export async function group(name, work) {
  try {
    await work();
  } catch (error) {
    check(name, false, String(error.message ?? error).split('\n')[0]);
  }
}

export async function open(browser, options, path = '/') {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  // Epochs of the snapshots that came: each start of the hub has one of its own.
  const epochs = [];
  page.on('websocket', (socket) => socket.url().endsWith('/api/v1/ws') && socket.on('framereceived', ({ payload }) => {
    const message = JSON.parse(payload);
    if (message.t === 'snap') epochs.push(message.epoch);
  }));
  await page.goto(HUB + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { context, page, errors, epochs };
}

/** Waits until something is so, long enough for a busy machine: asked of the hub, which is the truth, or of what the page has sent and heard. */
export async function until(look, wanted) {
  for (let at = 0; at < UNTIL_MS / LOOK_MS; at++) {
    if ((await look()) === wanted) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}

/** Waits for what fades or slides to end: what turns for ever is not waited for. */
const settled = (page) => page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations === 1).map((a) => a.finished.catch(() => 0))));

export async function shoot(page, name, { fullPage = false } = {}) {
  await settled(page);
  await page.screenshot({ path: join(OUT, `${name}.png`), fullPage });
}

/** Runs axe in the page through the debugger: the page's content security policy allows no injected script. */
export async function audit(page, name) {
  // A tile that fades is undecidable for contrast.
  await settled(page);
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), AXE_TAGS);
  const detail = found.violations.map((v) => `${v.id} ×${v.nodes.length}: ${v.nodes[0].html.slice(0, 110)} ${v.nodes[0].any[0]?.message ?? ''}`);
  check(`axe, ${name}`, found.violations.length === 0, detail.join(' | ') || `${found.passes.length} rules passed`);
}

export async function attributeIs(locator, name, value) {
  const handle = await locator.elementHandle();
  await handle.evaluate((node, [attribute, wanted]) => new Promise((resolve) => {
    const look = () => node.getAttribute(attribute) === wanted && (resolve(), true);
    if (!look()) new MutationObserver((_, observer) => look() && observer.disconnect()).observe(node, { attributes: true });
    setTimeout(resolve, 10_000);
  }), [name, value]);
  return (await locator.getAttribute(name)) === value;
}

export const noSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

/**
 * Each page in a look: axe, nothing sideways, and a picture.
 * @param pages name and address of each
 * @param stands waits until what a page has to say is there
 * @param more `prepare` is given the opened page before; `fullPage` takes pictures of all that could be scrolled to
 */
export async function looks(browser, pages, stands, name, options, { audits = true, prepare = () => undefined, fullPage = false } = {}) {
  const { context, page, errors } = await open(browser, options);
  await prepare(page);
  const sideways = [];
  for (const [title, path] of pages) {
    await page.goto(HUB + path);
    await stands(page);
    if (!(await noSideways(page))) sideways.push(title);
    if (audits) await audit(page, `${title}, ${name}`);
    await shoot(page, `${title}-${name}`, { fullPage });
  }
  check(`nothing sideways and no fault, ${name}`, sideways.length === 0 && errors.length === 0, [...sideways, ...errors].join(' | '));
  await context.close();
}

/** Each page on the narrowest screen, also with text of twice the size; `prepare` as above. */
export async function narrow(browser, pages, stands, { prepare = () => undefined, ...options } = {}) {
  const { context, page } = await open(browser, { ...NARROW, ...options });
  await prepare(page);
  const sideways = [];
  for (const [title, path] of pages) {
    await page.goto(HUB + path);
    await stands(page);
    if (!(await noSideways(page))) sideways.push(title);
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    if (!(await noSideways(page))) sideways.push(`${title}, 200 %`);
    await shoot(page, `${title}-narrow`);
  }
  check('320 px, also with text of 200 %: no page scrolls sideways', sideways.length === 0, sideways.join(' | '));
  await context.close();
}

/** Runs everything in one browser, writes what was found to `<name>.json`, and ends the process. */
export async function suite(name, run) {
  mkdirSync(OUT, { recursive: true });
  await group('run', async () => {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb'],
    });
    try {
      await run(browser);
    } finally {
      await browser.close();
    }
  });
  writeFileSync(join(OUT, `${name}.json`), JSON.stringify(result, null, 2));
  console.log(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  process.exit(result.failed === 0 ? 0 : 1);
}
