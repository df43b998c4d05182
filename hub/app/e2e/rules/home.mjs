// What the rules share: pages on a clock that the test drives, the hub asked directly, tiles and their controls.
import { HUB } from '../suite.mjs';

/** Asks the hub itself, not by way of the page. */
export async function api(path, init) {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json', ...init?.headers } });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

export const valueOf = async (device, property) => (await api(`/devices/${device}`)).body.properties[property]?.value;

/** Saves a document; what the hub refuses is a mistake of the test. */
export async function put(path, document) {
  const { status, body } = await api(path, { method: 'PUT', body: typeof document === 'string' ? document : JSON.stringify(document) });
  if (status >= 300) throw new Error(`PUT ${path}: ${status} ${JSON.stringify(body)}`);
}

export const setValue = (device, values) => api(`/devices/${device}/commands`, { method: 'POST', body: JSON.stringify({ set: values }) });

/**
 * A page whose time stands still and goes on when the test says so: no rule is measured by how fast this machine is.
 * What goes over the socket is kept in `frames`, the sockets in `sockets`.
 */
export async function open(browser, url, options, { driven = false, path = '/' } = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors = [];
  const sockets = [];
  const frames = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('websocket', (socket) => {
    if (!socket.url().endsWith('/api/v1/ws')) return;
    sockets.push(socket);
    socket.on('framereceived', ({ payload }) => frames.push({ of: sockets.length, in: true, ...JSON.parse(payload) }));
    socket.on('framesent', ({ payload }) => frames.push({ of: sockets.length, in: false, ...JSON.parse(payload) }));
  });
  if (driven) await page.clock.install();
  await page.goto(url + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { context, page, errors, sockets, frames };
}

/** Stops the page's clock; from here on only `runFor` moves it. */
export async function stopClock(page) {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
}

export const tileOf = (page, label) => page.getByRole('article', { name: label, exact: true }).first();

/** Rooms are drawn when they come near: goes down until the tile is there. */
export async function reach(page, label) {
  const tile = tileOf(page, label);
  await page.getByRole('article').first().waitFor();
  for (const room of await page.getByRole('region').filter({ has: page.getByRole('heading', { level: 2 }) }).all()) {
    if ((await tile.count()) > 0) break;
    await room.scrollIntoViewIfNeeded();
    await room.getByRole('article').first().waitFor();
  }
  await tile.waitFor();
  await tile.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  return tile;
}

/** Work of the page's main thread in milliseconds of its own time, not of the clock on the wall. */
export async function meter(context, page) {
  const client = await context.newCDPSession(page);
  await client.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' }).catch(() => undefined);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await client.send('Performance.getMetrics');
    const by = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
    return { task: by.TaskDuration * 1000, script: by.ScriptDuration * 1000, heapMb: by.JSHeapUsedSize / 1e6, nodes: by.Nodes };
  };
}
