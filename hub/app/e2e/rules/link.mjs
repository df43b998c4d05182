// Rules 4 to 7: what the app says and does when the hub is away, half there, and back.
import { check, shoot, until } from '../suite.mjs';
import { api, open, setValue, stopClock, valueOf } from './home.mjs';

const LAMP = 'reading-lamp';
const banner = (page) => page.getByRole('status').filter({ hasText: /Reconnecting|reach/ });

/** Keeps everything that the live region of the link ever said. */
const listen = (page) => page.evaluate(() => {
  globalThis.saidOfLink = [];
  const region = [...document.querySelectorAll('[role=status]')][0];
  new MutationObserver(() => region.textContent.trim() !== '' && globalThis.saidOfLink.push(region.textContent.trim())).observe(region, { childList: true, subtree: true, characterData: true });
});

/** The page knows that its socket is gone. */
const closed = (sockets) => until(() => sockets.at(-1).isClosed(), true);

/**
 * A later socket than `before` was greeted by the hub, within so much time of the page; what is on its way when that is over may still arrive,
 * since a network's time is not the page's.
 */
async function online(page, sockets, frames, before, withinMs) {
  const greeted = () => frames.some((frame) => frame.in && frame.of > before && (frame.t === 'resume' || frame.t === 'snap'));
  for (let spent = 0; spent < withinMs && !greeted(); spent += 100) {
    await page.clock.runFor(100);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!(await until(greeted, true))) throw new Error(`no greeting on the ${sockets.length - before} socket(s) after number ${before}`);
  await page.clock.runFor(100);
}

export async function loss(browser, wire, options) {
  const { context, page, sockets, frames } = await open(browser, wire.url, options, { driven: true });
  await page.getByRole('switch').first().waitFor();
  await stopClock(page);
  await listen(page);

  const before = sockets.length;
  await wire.cut();
  await closed(sockets);
  await page.clock.runFor(300);
  await wire.mend();
  await online(page, sockets, frames, before, 800);
  await page.clock.runFor(2_000);
  check('rule 4: a blip of less than 1.2 s shows nothing', (await page.evaluate(() => globalThis.saidOfLink.length)) === 0);

  await wire.cut();
  await closed(sockets);
  await page.clock.runFor(1_100);
  const early = await banner(page).count();
  await page.clock.runFor(400);
  await banner(page).waitFor();
  check('rule 4: a lost link is said within 1.5 s, as text in a live region', early === 0 && (await page.evaluate(() => globalThis.saidOfLink.length)) > 0, await banner(page).innerText());
  await shoot(page, 'rule-reconnecting');

  // A minute without a hub, in steps: each attempt is refused before time goes on.
  for (let second = 0; second < 60; second++) {
    await page.clock.runFor(1_000);
    await page.evaluate(() => fetch('/api/v1/ping').catch(() => undefined));
  }
  check('rule 4: a hub that stays away is called so, and a person can try at once', (await banner(page).getByRole('button').count()) === 1, (await banner(page).innerText()).replaceAll('\n', ' '));
  check('rule 4: what is shown of it is marked, and its controls rest', (await page.getByRole('switch').count()) > 0 && (await page.getByRole('switch', { disabled: false }).count()) === 0);
  await shoot(page, 'rule-offline');
  const away = sockets.length;
  await wire.mend();
  await online(page, sockets, frames, away, 2_900);
  await banner(page).waitFor({ state: 'hidden' });
  check('rule 5: three seconds after the hub is back the app is online, untouched', true, `${sockets.length - away} attempt(s)`);
  await context.close();
}

export async function wake(browser, wire, options) {
  const { context, page, sockets, frames } = await open(browser, wire.url, options, { driven: true });
  await page.getByRole('switch').first().waitFor();
  await stopClock(page);
  const [before, sent] = [sockets.length, frames.length];
  wire.hush();
  await page.evaluate(() => dispatchEvent(new Event('pageshow')));
  await page.clock.runFor(1);
  const probed = await until(() => frames.slice(sent).some((frame) => !frame.in && frame.t === 'ping'), true);
  check('rule 5: a page that wakes asks at once whether the link stands', probed);
  await page.clock.runFor(4_999);
  const replaced = await until(() => sockets.length > before, true);
  check('rule 5: a half-open link is replaced within 5 s', replaced);
  wire.speak();
  await online(page, sockets, frames, before, 10_000);
  await context.close();
}

/** What happened meanwhile is told, once each; a press of a button long gone is no news. */
export async function resume(browser, wire, options) {
  const { context, page, sockets, frames } = await open(browser, wire.url, { ...options, viewport: { width: 1440, height: 900 } }, { driven: true });
  await page.getByRole('switch').first().waitFor();
  const press = () => api('/board/lines/GPIO27:press', { method: 'POST', body: '{}' });
  await stopClock(page);
  const numbers = () => frames.filter((frame) => frame.in && frame.seq !== undefined && frame.t !== 'resume');
  const pressesSeen = () => numbers().filter(({ t, id }) => t === 'event' && id === 'hall-push');

  await wire.cut();
  await closed(sockets);
  const before = sockets.length;
  for (const level of [11, 47, 23]) {
    await setValue(LAMP, { 'light.on': true, 'light.brightness': level });
    await until(() => valueOf(LAMP, 'light.brightness'), level);
  }
  const answer = await press();
  await wire.mend();
  await online(page, sockets, frames, before, 2_900);
  const greeting = frames.find((frame) => frame.in && frame.of === sockets.length);
  const all = numbers().map(({ seq }) => seq);
  const whole = all.every((seq, at) => at === 0 || seq === all[at - 1] + 1);
  const levels = numbers().filter((frame) => frame.of === sockets.length && frame.id === LAMP).map(({ set }) => set?.['light.brightness']).filter((level) => level !== undefined);
  check('rule 6: a page that returns is told what it missed, each change once and in order', greeting?.t === 'resume' && whole && levels.join() === '11,47,23', `${greeting?.t}, ${all.length} messages, levels ${levels.join(', ')}`);
  const replayed = pressesSeen();
  const activity = page.getByRole('region', { name: 'Just now' });
  check('rule 6: a press that is replayed is marked and is no news', answer.status < 300 && replayed.length > 0 && replayed.every(({ live }) => live === false) && (await activity.getByText(/^Hall button/).count()) === 0, `${answer.status}, ${replayed.length} replayed`);
  await press();
  await until(() => pressesSeen().length > replayed.length, true);
  await page.clock.runFor(100);
  await activity.getByText(/^Hall button/).first().waitFor();
  check('rule 6: a press that happens now is', true, (await activity.getByRole('listitem').first().innerText()).replaceAll('\n', ', '));
  await context.close();
}

export async function shell(browser, wire, options) {
  const { context, page } = await open(browser, wire.url, options);
  await page.getByRole('switch').first().waitFor();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const { active } = registration;
    if (active.state !== 'activated') await new Promise((resolve) => active.addEventListener('statechange', () => active.state === 'activated' && resolve()));
  });
  await wire.cut();
  const asked = [];
  page.on('requestfailed', (request) => asked.push(request.url()));
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const states = await page.getByRole('article').count();
  await banner(page).waitFor();
  check('rule 7: without a hub the app opens from the phone and says that the hub is away', true, await banner(page).innerText());
  check('rule 7: and shows no state of a device that it does not know', states === 0 && (await page.getByRole('article').count()) === 0);
  await shoot(page, 'rule-shell-offline');
  await wire.mend();
  await page.getByRole('switch').first().waitFor();
  check('rule 7: it comes alive when the hub is back', true);
  await context.close();
}
