// Works on simulated devices and certifies one in headless Chromium against a running hub with the demo's home, and says what holds.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
import { readFileSync } from 'node:fs';
import { audit, check, DESKTOP, group, HUB, looks, narrow, open, PHONE, shoot, suite, until } from './suite.mjs';

const ZH_DARK = { locale: 'zh-CN', colorScheme: 'dark' };
const PAGES = [['simulated', '/simulated'], ['simulated-lamp', '/simulated/hall-lamp'], ['simulated-bell', '/simulated/doorbell'], ['certification', '/certification'], ['certification-report', '/certification?tab=report']];

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json' } });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

const seen = (locator) => locator.waitFor().then(() => true, () => false);
const valueOf = async (device, key) => (await api(`/devices/${device}`)).properties[key]?.value;
const isOnline = async (device) => (await api(`/devices/${device}`)).online;
const faultsOf = async (did) => (await api('/simulation')).devices.find((device) => device.did === did).faults.map(({ name, value }) => `${name} ${value}`).join();

async function touched(page) {
  await page.goto(`${HUB}/more`);
  await page.getByRole('link', { name: /^Simulated devices/ }).click();
  const lamp = page.getByRole('main').getByRole('link').filter({ hasText: 'Reading lamp' });
  await lamp.waitFor();
  const count = await page.getByRole('main').getByRole('listitem').count();
  check('the list holds the devices that the hub simulates', count === (await api('/simulation')).devices.length, `${count} devices`);
  await page.getByRole('switch', { name: 'Act by themselves' }).click();
  check('all devices rest at a word', await until(async () => (await api('/simulation')).paused, true));
  await lamp.click();
  const on = page.getByRole('switch', { name: 'On', exact: true });
  await on.waitFor();
  const before = (await on.getAttribute('aria-checked')) === 'true';
  await on.click();
  check('a value comes about at the device, and the hub hears of it', await until(() => valueOf('reading-lamp', 'light.on'), !before));
  const brightness = page.getByRole('spinbutton', { name: /^Brightness/ });
  await brightness.fill('37');
  await page.keyboard.press('Enter');
  check('so does a number that is typed', await until(() => valueOf('reading-lamp', 'light.brightness'), 37));
  check('what it said is seen live', await seen(page.getByRole('region', { name: 'Last messages' }).getByText('{"light.brightness":37}')));
  await page.getByRole('combobox', { name: 'Fault' }).selectOption('reject-code');
  await page.getByRole('spinbutton', { name: /^How much/ }).fill('-4003');
  await page.getByRole('button', { name: 'Break', exact: true }).click();
  check('a fault begins', (await until(() => faultsOf('reading-lamp'), 'reject-code -4003')) && (await seen(page.getByRole('button', { name: 'Mend: Refuses every request' }))));
  const { id } = await api('/devices/reading-lamp/commands', { method: 'POST', body: '{"set":{"light.on":true}}' });
  check('and is what the hub meets', await until(async () => (await api(`/commands/${id}`)).state, 'failed'));
  await shoot(page, 'simulated-broken');
  await audit(page, 'a broken device');
  await page.getByRole('button', { name: 'Mend: Refuses every request' }).click();
  check('it is mended', await until(() => faultsOf('reading-lamp'), ''));
  await page.getByRole('button', { name: 'Unplug' }).click();
  check('unplugged, its Will is heard', await until(() => isOnline('reading-lamp'), false));
  await page.getByRole('button', { name: 'Plug in' }).click();
  check('plugged in, it is back', await until(() => isOnline('reading-lamp'), true));
}

async function pressed(page) {
  await page.goto(`${HUB}/simulated/doorbell`);
  const bell = page.getByRole('region', { name: 'What happens at it' }).getByRole('button').first();
  await bell.click();
  const ask = page.getByRole('dialog').getByRole('button', { name: 'Do it' });
  if (await ask.isVisible()) await ask.click();
  check('an event happens at the device', await seen(page.getByRole('region', { name: 'Last messages' }).getByText(/^events\//).first()));
}

async function joined(page) {
  await page.goto(`${HUB}/simulated`);
  await page.getByRole('button', { name: 'Add devices' }).click();
  const dialog = page.getByRole('dialog');
  const contract = dialog.getByRole('combobox', { name: 'Contract' });
  await contract.selectOption({ label: await contract.locator('option').filter({ hasText: 'iothub-light:1' }).first().innerText() });
  await dialog.getByRole('spinbutton', { name: 'How many' }).fill('2');
  await dialog.getByRole('textbox', { name: /^Room/ }).fill('Bench');
  await audit(page, 'devices are added');
  await dialog.getByRole('button', { name: 'Add devices' }).click();
  await dialog.waitFor({ state: 'hidden' });
  check('two devices of a contract join', await until(async () => (await api('/devices')).filter(({ name }) => name.startsWith('sim-light-')).length, 2));
  await page.getByRole('button', { name: 'Add devices' }).click();
  await contract.selectOption({ label: 'A contract of my own…' });
  const text = dialog.getByRole('textbox', { name: 'Text of the contract file' });
  await text.fill('{ "type": 3 }');
  await dialog.getByRole('button', { name: 'Add devices' }).click();
  check('a contract with faults is refused with each place', (await seen(dialog.getByRole('alert'))) && (await dialog.getByText(/^Line \d+, column \d+$/).count()) > 0);
  const own = JSON.parse(readFileSync(new URL('../../../firmware-contracts/contracts/button.json', import.meta.url), 'utf8'));
  own.type = own.type.replace(/:iothub-[a-z-]+:1$/, ':workshop-bell:1');
  await text.fill(JSON.stringify(own));
  await dialog.getByRole('button', { name: 'Add devices' }).click();
  await dialog.waitFor({ state: 'hidden' });
  check('a device of an own contract joins the home', await until(async () => (await api('/devices')).some(({ contract: type }) => type === own.type), true), own.type);
  await page.getByRole('searchbox', { name: 'Find a device' }).fill('sim-light-2');
  await page.getByRole('main').getByRole('link').filter({ hasText: 'sim-light-2' }).click();
  await page.getByRole('button', { name: 'Take away' }).click();
  await page.getByRole('heading', { level: 1, name: 'Simulated devices' }).waitFor();
  check('a device that is taken away says goodbye', await until(() => isOnline('sim-light-2'), false));
  await page.getByRole('button', { name: 'Undo' }).click();
  check('and is put back by one step', await until(() => isOnline('sim-light-2'), true));
}

/** What the hub said of the run that failed. */
let failed;

async function certified(page) {
  await api('/simulation/devices/sim-light-1/faults/wrong-type', { method: 'PUT', body: '{"value":1}' });
  await page.goto(`${HUB}/certification`);
  await page.getByRole('combobox', { name: 'Device' }).selectOption('hall-lamp');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'hall-lamp is being certified' }).waitFor();
  check('findings come live by clause', await seen(page.getByRole('main').getByRole('listitem').filter({ hasText: 'S-1' })));
  await audit(page, 'a run');
  await shoot(page, 'certification-live');
  check('a second run waits its turn', (await api('/certification', { method: 'POST', body: '{"simulated":"fridge"}' })).code === 'certification.busy');
  const verdict = page.getByRole('heading', { name: 'hall-lamp: Passed' });
  await verdict.waitFor({ timeout: 60_000 });
  check('its end shows the report', (await page.getByRole('main').locator('details').count()) === 49, await page.getByText(/clauses kept/).innerText());
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download JSON' }).click()]);
  const good = JSON.parse(readFileSync(await download.path(), 'utf8'));
  check('it is downloaded as the hub has it', JSON.stringify(good) === JSON.stringify(await api('/certification/report')) && good.verdict === 'pass');
  await page.goto(`${HUB}/certification`);
  await page.getByRole('combobox', { name: 'Device' }).selectOption('sim-light-1');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'sim-light-1: Failed' }).waitFor({ timeout: 90_000 });
  failed = await api('/certification');
  const clause = page.getByRole('main').getByRole('listitem').filter({ hasText: 'P-2' }).first();
  const words = await clause.innerText();
  check('what failed is told with expected, seen, the rule and what to mend', /Expected/.test(words) && /Came/.test(words) && /The clause/.test(words) && /What to mend/.test(words));
  await audit(page, 'a report');
  await shoot(page, 'certification-failed');
  await page.getByLabel('Compare with an earlier one').setInputFiles(await download.path());
  const since = page.getByRole('region', { name: /^Since/ });
  check('two reports are compared by clause', (await seen(since)) && (await since.getByRole('listitem').filter({ hasText: 'P-2' }).count()) === 1 && /another device/.test(await since.innerText()));
  await page.emulateMedia({ media: 'print' });
  check('on paper stands the report alone', !(await page.getByRole('navigation').first().isVisible()) && !(await page.getByRole('button', { name: 'Download JSON' }).isVisible()) && (await page.getByRole('heading', { name: 'sim-light-1: Failed' }).isVisible()));
  await shoot(page, 'certification-print');
  await page.emulateMedia({ media: null });
  await page.reload();
  await page.getByLabel('Open a report').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"version":1,"did":"a"}') });
  check('a file that is no report says why', /\/contract/.test(await page.getByRole('alert').innerText()));
}

async function byHand(page) {
  await page.goto(`${HUB}/certification`);
  await page.getByRole('radio', { name: 'A real device' }).locator('..').click();
  await page.getByRole('textbox', { name: /^Device id/ }).fill('bench-1');
  await page.getByRole('switch', { name: 'I am at the device' }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
  check('a real device is told where to connect', await seen(page.getByText(/^127\.0\.0\.1:\d+$/)), await page.getByText(/^127\.0\.0\.1:\d+$/).innerText());
  check('the person at it is asked', await seen(page.getByText(/^Switch the device on now/)));
  await shoot(page, 'certification-asks');
  await page.getByRole('button', { name: 'Leave it out' }).click();
  check('and may leave it out', await until(async () => (await api('/certification?since=999')).ask === undefined, true));
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  check('a run is stopped at once', await seen(page.getByText(/^The last run was stopped/)));
}

async function broken(page) {
  const silent = [];
  for (const [title, path] of PAGES.filter(([name]) => name !== 'certification-report')) {
    await page.route(/\/api\/v1\/(simulation|certification)/, (route) => route.abort());
    await page.goto(HUB + path);
    const retry = page.getByRole('main').getByRole('button', { name: 'Retry' });
    if (!(await seen(retry))) silent.push(title);
    await page.unroute(/\/api\/v1\/(simulation|certification)/);
    await retry.click().catch(() => undefined);
    await retry.waitFor({ state: 'detached' });
  }
  check('what cannot be read says so, with a way out', silent.length === 0, silent.join(' | '));
}

async function stands(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('main').getByRole('listitem').or(page.getByRole('main').getByRole('button')).first().waitFor();
}

/** The failed run as it stood there before its end, with each verdict there is. */
const asRunning = (page) =>
  page.route(/\/api\/v1\/certification\?/, (route) => {
    if (!page.url().endsWith('?running')) return route.continue();
    const since = Number(new URL(route.request().url()).searchParams.get('since'));
    return route.fulfill({ json: { ...failed, state: 'running', doing: 'leaving and coming back', results: failed.results.slice(since) } });
  });

await suite('workshop', async (browser) => {
  await group('phone', async () => {
    const { context, page, errors } = await open(browser, PHONE);
    await group('touched', () => touched(page));
    await group('pressed', () => pressed(page));
    await group('joined', () => joined(page));
    check('no fault in the pages, phone', errors.length === 0, errors.join(' | '));
    await context.close();
  });
  await group('desktop', async () => {
    const { context, page, errors } = await open(browser, DESKTOP);
    await group('certified', () => certified(page));
    await group('by hand', () => byHand(page));
    check('no fault in the pages, desktop', errors.length === 0, errors.join(' | '));
    await group('broken', () => broken(page));
    await context.close();
  });
  await group('phone, light', () => looks(browser, PAGES, stands, 'phone', PHONE));
  await group('dark, Chinese', () => looks(browser, PAGES, stands, 'desktop-dark-zh', { ...DESKTOP, ...ZH_DARK }));
  await group('narrow', () => narrow(browser, [...PAGES, ['certification-running', '/certification?running']], stands, { prepare: asRunning }));
});
