// Drives the home screen in headless Chromium against a running hub and says what holds.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
//   FAILING_DEVICE    label of a device that refuses commands: its failure is then checked
//   HUB_PID           process of the hub: it is stopped and continued (SIGSTOP, SIGCONT) to see the link lost and found again
//   LOOK_ON_MS        how long the desktop is looked on before its picture is taken, 0 by default
//   HUB_RESTART       shell command that ends the hub and starts it again: the app must then come back with what the new hub knows
import { execFile } from 'node:child_process';
import { attributeIs, audit, check, group, noSideways, open as openPage, PHONE, shoot, skip, suite } from './suite.mjs';

async function open(browser, options) {
  const opened = await openPage(browser, options);
  await opened.page.getByRole('switch').first().waitFor();
  return opened;
}

/** The tile of a switch. */
const tileOf = (page, label) => page.getByRole('article', { name: label, exact: true }).first();

/** The first light that can be switched and is not the one that fails: a tile with a level has a slider, too. */
async function firstLight(page) {
  for (const control of await page.getByRole('switch', { disabled: false }).all()) {
    const label = await control.getAttribute('aria-label');
    const hasLevel = (await tileOf(page, label).getByRole('slider').count()) > 0;
    if (hasLevel && label !== process.env.FAILING_DEVICE) return { control, label };
  }
  throw new Error('no light that can be switched');
}

async function switches(page) {
  const { label } = await firstLight(page);
  const control = tileOf(page, label).getByRole('switch');
  const before = await control.getAttribute('aria-checked');
  const wanted = before === 'true' ? 'false' : 'true';
  // Measured in the page: from the click to the frame that shows the wanted state.
  const node = await control.elementHandle();
  const painted = await node.evaluate(async (element, goal) => {
    const start = performance.now();
    element.click();
    while (element.getAttribute('aria-checked') !== goal && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return { ms: Math.round(performance.now() - start), busy: element.closest('article').getAttribute('aria-busy'), now: element.getAttribute('aria-checked') };
  }, wanted);
  check('the wanted state is painted', painted.now === wanted, `${label}, ${painted.ms} ms, busy ${painted.busy}`);
  const settled = await attributeIs(tileOf(page, label), 'aria-busy', 'false');
  check('the light confirms', settled && (await control.getAttribute('aria-checked')) === wanted && (await tileOf(page, label).getByRole('alert').count()) === 0, `${label} is ${wanted === 'true' ? 'on' : 'off'}`);
  await shoot(page, 'home-confirmed');
}

async function fails(page) {
  const label = process.env.FAILING_DEVICE;
  if (!label) return skip('a refused command is said', 'FAILING_DEVICE is not set');
  const tile = tileOf(page, label);
  // A room's tiles are made when it comes near: go from room to room until the one is there.
  for (const room of await page.getByRole('heading', { level: 2 }).all()) {
    if ((await tile.count()) > 0) break;
    await room.scrollIntoViewIfNeeded();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
  await tile.scrollIntoViewIfNeeded();
  const control = tile.getByRole('switch');
  const before = await control.getAttribute('aria-checked');
  await control.click();
  await tile.getByRole('alert').waitFor();
  check('a refused command is said', (await tile.getByRole('alert').textContent()).includes(label), await tile.getByRole('alert').textContent());
  check('the refused tile shows the truth again', (await control.getAttribute('aria-checked')) === before);
  check('retry and dismiss are offered', (await tile.getByRole('button').count()) === 2);
  await audit(page, 'failed tile');
  await shoot(page, 'home-failed');
  await tile.getByRole('button').last().click();
  check('dismissed', (await tile.getByRole('alert').count()) === 0);
}

async function targets(page) {
  const small = await page.evaluate(() => [...document.querySelectorAll('button, a, input')]
    .filter((e) => e.checkVisibility() && !e.closest('.skip') && !e.matches('.skip'))
    .map((e) => ({ box: e.getBoundingClientRect(), html: e.outerHTML.slice(0, 70) }))
    .filter(({ box }) => box.width < 44 || box.height < 44)
    .map(({ box, html }) => `${html} ${Math.round(box.width)}×${Math.round(box.height)}`));
  check('touch targets are 44 px or more', small.length === 0, small.join(' | '));
}

async function activity(page) {
  const { label } = await firstLight(page);
  const list = page.getByRole('region', { name: 'Just now' });
  await tileOf(page, label).getByRole('switch').click();
  await list.getByText(`${label} turned`).first().waitFor();
  check('what happens is listed', true, (await list.getByRole('listitem').first().innerText()).replaceAll('\n', ', '));
  // Looked on for a while, so that the picture shows what the home does by itself.
  await page.waitForTimeout(Number(process.env.LOOK_ON_MS ?? 0));
}

async function link(page) {
  const pid = Number(process.env.HUB_PID);
  if (!pid) return skip('link loss is said and mended', 'HUB_PID is not set');
  const banner = page.getByRole('status').filter({ hasText: /Reconnecting|reach/ });
  process.kill(pid, 'SIGSTOP');
  try {
    // As when a phone wakes: the app probes at once instead of at its next ping.
    await page.evaluate(() => dispatchEvent(new Event('pageshow')));
    await banner.waitFor({ timeout: 10_000 });
    check('link loss is said', true);
    await shoot(page, 'home-reconnecting');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await banner.waitFor({ state: 'hidden' });
  check('the link is mended without a touch', true);
}

async function restarts(page, epochs) {
  const command = process.env.HUB_RESTART;
  if (!command) return skip('a restarted hub is found again', 'HUB_RESTART is not set');
  const before = epochs.at(-1);
  const devices = await page.locator('main header p').textContent();
  const banner = page.getByRole('status').filter({ hasText: /Reconnecting|reach/ });
  const lost = banner.waitFor({ timeout: 30_000 });
  await new Promise((resolve, reject) => execFile('/bin/sh', ['-c', command], (error) => (error ? reject(error) : resolve())));
  await lost;
  await page.evaluate(() => dispatchEvent(new Event('pageshow')));
  await banner.waitFor({ state: 'hidden', timeout: 60_000 });
  check('a restarted hub is found again', epochs.at(-1) !== before, `epoch ${before} → ${epochs.at(-1)}`);
  await page.locator('main header p').filter({ hasText: devices }).waitFor();
  check('all its devices are there again', true, devices);
  await switches(page);
}

async function keys(page) {
  const { label } = await firstLight(page);
  const slider = tileOf(page, label).getByRole('slider');
  const before = Number(await slider.inputValue());
  const step = before > 50 ? -1 : 1;
  await slider.focus();
  await page.keyboard.press(step > 0 ? 'ArrowRight' : 'ArrowLeft');
  const settled = await attributeIs(tileOf(page, label), 'aria-busy', 'false');
  check('a key moves the level', settled && Number(await slider.inputValue()) === before + step, `${label}, ${before} → ${await slider.inputValue()}`);
}

await suite('home', async (browser) => {
  await group('phone', async () => {
    const { context, page, errors, epochs } = await open(browser, PHONE);
    check('tiles stand', (await page.getByRole('article').count()) > 0);
    await shoot(page, 'home-phone');
    await audit(page, 'phone, light');
    await targets(page);
    await group('switching', () => switches(page));
    await group('keys', () => keys(page));
    await group('failure', () => fails(page));
    await group('link', () => link(page));
    await group('restart', () => restarts(page, epochs));
    check('no errors in the page', errors.length === 0, errors.join(' | '));
    await context.close();
  });
  await group('dark, Chinese', async () => {
    const { context, page } = await open(browser, { ...PHONE, locale: 'zh-CN', colorScheme: 'dark' });
    check('Chinese is chosen by the browser', (await page.getByRole('link', { name: '首页' }).count()) > 0 && (await page.evaluate(() => document.documentElement.lang)) === 'zh-CN');
    await shoot(page, 'home-phone-dark-zh');
    await audit(page, 'phone, dark, Chinese');
    await page.getByRole('button', { name: '房间' }).click();
    await page.getByRole('dialog').waitFor();
    await audit(page, 'sheet of rooms');
    await page.keyboard.press('Escape');
    check('Escape closes the sheet', (await page.getByRole('dialog').count()) === 0);
    await context.close();
  });
  await group('desktop', async () => {
    const { context, page } = await open(browser, { viewport: { width: 1280, height: 800 } });
    await audit(page, 'desktop');
    // Something happens by itself in any home worth a test; a person does the first.
    await group('activity', () => activity(page));
    await shoot(page, 'home-desktop');
    await context.close();
  });
  await group('narrow', async () => {
    const { context, page } = await open(browser, { viewport: { width: 320, height: 640 } });
    check('320 px: no sideways scroll', await noSideways(page));
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    check('320 px and text of 200 %: no sideways scroll', await noSideways(page));
    await shoot(page, 'home-narrow');
    await context.close();
  });
});
