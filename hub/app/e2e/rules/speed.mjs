// Rules 8, 9 and 19: what the first screen costs, what a flood costs, and that nothing moves under the eye. Bytes and time of the processor, never the clock on the wall.
import { exec } from 'node:child_process';
import { check, HUB, shoot, until } from '../suite.mjs';
import { api, meter, open } from './home.mjs';

const FIRST_LOAD_KB = 60;
/** The least of so many loads: a busy machine makes the same work longer, never shorter. */
const LOADS = 3;
const BOOT_MS = 400;
const CHANGES = 1_000;
const CHANGES_MS = 800;
/** Changes while each task is traced: tracing costs as much again. */
const TRACED = 300;
const TASK_MS = 50;
const DEVICES = 300;

export async function firstLoad(browser, options) {
  const loads = [];
  for (let at = 0; at < LOADS; at++) loads.push(await load(browser, options));
  const { first, task, script, heapMb } = loads.reduce((least, one) => (one.task < least.task ? one : least));
  const kb = first.reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
  check(`rule 8: up to the first tile at most ${FIRST_LOAD_KB} kB go over the wire, heads of the answers too`, first.length > 2 && kb > 1 && kb <= FIRST_LOAD_KB, `${kb.toFixed(1)} kB in ${first.length} files`);
  const devices = (await api('/devices')).body.length;
  check(`rule 8: and the main thread works less than ${BOOT_MS} ms of its own time`, devices >= 120 && task < BOOT_MS, `${task.toFixed(0)} ms, of it script ${script.toFixed(0)} ms; ${devices} devices, heap ${heapMb.toFixed(1)} MB; of ${loads.map((one) => one.task.toFixed(0)).join(', ')}`);
}

async function load(browser, options) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  const files = new Map();
  let done = false;
  client.on('Network.responseReceived', ({ requestId, response }) => !done && files.set(requestId, { path: new URL(response.url).pathname, bytes: 0 }));
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength;
  });
  const measure = await meter(context, page);
  await page.goto(HUB);
  await page.getByRole('switch').first().waitFor();
  done = true;
  const { task, script, heapMb } = await measure();
  await page.waitForLoadState('networkidle');
  await context.close();
  return { first: [...files.values()].filter(({ path }) => !path.startsWith('/api/')), task, script, heapMb };
}

/** The longest stretch of work of the page's main thread, in milliseconds of processor time. */
function longestTask(trace, mark) {
  const { traceEvents } = JSON.parse(trace);
  // The page says its own name in the trace: other pages have threads of the same name.
  const own = traceEvents.find(({ name, args }) => name === 'TimeStamp' && args.data?.message === mark);
  const tasks = traceEvents.filter(({ name, pid, tid, tdur }) => name === 'RunTask' && pid === own.pid && tid === own.tid && tdur !== undefined).map(({ tdur }) => tdur / 1000);
  return { count: tasks.length, ms: Math.max(...tasks) };
}

export async function flood(browser, options, command) {
  if (!command) throw new Error('FLOOD is not set');
  const { context, page, frames, errors } = await open(browser, HUB, options);
  await page.getByRole('switch').first().waitFor();
  const run = new Promise((resolve) => exec(command, (error, stdout, stderr) => resolve({ failed: error !== null, text: `${stdout}${stderr}` })));
  const there = await until(async () => (await api('/devices')).body.length >= DEVICES, true);
  await page.getByText(new RegExp(`^${(await api('/devices')).body.length} devices`)).waitFor();
  const measure = await meter(context, page);
  await page.evaluate(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ value, sources }) => globalThis.shifts.push([value, sources[0]?.node?.className ?? '']))).observe({ type: 'layout-shift' });
    globalThis.chatter = [];
    for (const region of document.querySelectorAll('[aria-live], [role=status], [role=alert], [role=log]')) {
      new MutationObserver(() => region.textContent.trim() !== '' && globalThis.chatter.push(region.textContent.trim())).observe(region, { childList: true, subtree: true, characterData: true });
    }
    document.querySelectorAll('section h2')[2]?.scrollIntoView({ behavior: 'instant' });
  });
  // What came near is drawn before anything is compared.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
  const names = () => page.getByRole('article').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label')).join());
  const [order, at] = [await names(), await page.evaluate(() => scrollY)];
  const changes = (since) => frames.slice(since).filter((frame) => frame.in && frame.t === 'delta').length;

  const [start, seen] = [await measure(), frames.length];
  const came = await until(() => changes(seen) >= CHANGES, true);
  const [end, count] = [await measure(), changes(seen)];
  const per = (what) => (end[what] - start[what]) * CHANGES / count;
  check(`rule 9: with ${DEVICES} devices a thousand changes are less than ${CHANGES_MS} ms of work for the page`, there && came && per('script') < CHANGES_MS, `script ${per('script').toFixed(0)} ms, with drawing ${per('task').toFixed(0)} ms; ${count} changes`);

  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await page.evaluate(() => console.timeStamp('flood'));
  const from = frames.length;
  await until(() => changes(from) >= TRACED, true);
  const longest = longestTask((await browser.stopTracing()).toString(), 'flood');
  check(`rule 9: and no task takes more than ${TASK_MS} ms of the main thread`, changes(from) >= TRACED && longest.count > 10 && longest.ms < TASK_MS, `${longest.ms.toFixed(1)} ms, ${longest.count} tasks`);
  const shifts = await page.evaluate(() => globalThis.shifts);
  check('rule 19: nothing moves under the eye, nothing changes its place', shifts.length === 0 && (await names()) === order && (await page.evaluate(() => scrollY)) === at, JSON.stringify(shifts.slice(0, 3)));
  const chatter = await page.evaluate(() => globalThis.chatter);
  check('rule 12: a screen reader is not talked to all the time', chatter.length === 0, chatter.slice(0, 3).join(' | '));
  check('no errors in the page', errors.length === 0, errors.join(' | '));
  await shoot(page, 'rule-flood');
  const flooded = await run;
  check('rule 9: the hub took all of the flood', !flooded.failed, flooded.text.trim().split('\n').at(-1));
  await context.close();
}
