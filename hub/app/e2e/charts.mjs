// Walks through history and energy in headless Chromium, and says what holds.
//   HUB_URL   a hub by whose clock of Europe/Berlin the home of e2e/charts/home.json has lived across 2026-03-29, with a main meter and a price
//   DEMO_URL  a hub with the demo's home, for what is live and for what is not set
//   OUT, CHROMIUM: see suite.mjs
import { audit, check, DESKTOP, group, HUB, looks, narrow, open, PHONE, shoot, suite } from './suite.mjs';

const DEMO = process.env.DEMO_URL ?? 'http://127.0.0.1:5081';
const BERLIN = { timezoneId: 'Europe/Berlin' };
const ZH_DARK = { locale: 'zh-CN', colorScheme: 'dark' };
const WIDE = { viewport: { width: 2560, height: 1440 } };
const TEMPERATURE = 'living-room-climate/temperature-humidity-sensor.temperature';
const POWER = 'fridge/power-consumption.electric-power';
const PICKED = `s=${TEMPERATURE}&s=${POWER}&s=washing-machine/power-consumption.power-consumption&s=hall-motion/motion-sensor.motion-state&s=vacuum/vacuum.status`;
const PAGES = [['history', `/history?${PICKED}`], ['history-week', `/history?${PICKED}&range=week`], ['history-none', '/history'], ['energy-day', '/energy?at=2026-03-29'], ['energy-week', '/energy?by=week&at=2026-03-29'], ['energy-month', '/energy?by=month&at=2026-03-01'], ['energy-year', '/energy?by=year&at=2026-01-01'], ['device-chart', '/device/fridge']];

const read = async (base, path) => (await fetch(`${base}/api/v1${path}`)).json();
const seen = (locator) => locator.first().waitFor().then(() => true, () => false);
const now = new Date((await read(HUB, '/counters')).at);

/** Sets the page's clock to the hub's, which stands where the home stopped living. */
const prepare = (page) => page.clock.setFixedTime(now);

async function at(browser, options, path = '/more') {
  const opened = await open(browser, { ...BERLIN, ...options });
  await prepare(opened.page);
  opened.asked = [];
  opened.page.on('request', (request) => request.url().includes('/api/v1/history?') && opened.asked.push(new URL(request.url()).searchParams));
  await opened.page.goto(HUB + path);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

const canvas = (page) => page.getByRole('application');
const idle = (page) => page.locator('[aria-busy="false"]').first().waitFor();
const answered = (page, act) => Promise.all([page.waitForResponse((response) => response.url().includes('/api/v1/history?') && response.ok()), act()]).then(() => idle(page));
const hours = (params) => (Date.parse(params.get('to')) - Date.parse(params.get('from'))) / 3_600_000;
const near = (one, other, by = 0.01) => Math.abs(one - other) <= by * Math.abs(other);

async function history(browser) {
  const { context, page, asked, errors } = await at(browser, DESKTOP);
  await page.getByRole('link', { name: /^History/ }).click();
  const search = page.getByRole('combobox', { name: 'Add a signal' });
  await search.fill('climate temperature');
  await page.getByRole('option', { name: /Temperature/ }).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await answered(page, () => page.keyboard.press('Enter'));
  check('a signal is picked by keys, and stands in the address', new URL(page.url()).searchParams.get('s') === TEMPERATURE, page.url());
  await search.fill('fridge power');
  await page.getByRole('option', { name: 'Fridge · Power Kitchen', exact: true }).waitFor();
  await answered(page, () => page.keyboard.press('Enter'));
  check('several go into one chart', new URL(page.url()).searchParams.getAll('s').join() === `${TEMPERATURE},${POWER}` && (await page.getByRole('list', { name: 'Curves' }).getByRole('listitem').count()) === 2);
  const width = await canvas(page).evaluate((node) => node.clientWidth);
  const first = asked.at(-1);
  check('it asks for as many columns as it has pixels', Number(first.get('points')) === width && hours(first) === 24, `${first.get('points')} of ${width} px, ${hours(first)} h`);
  await canvas(page).focus();
  await answered(page, () => page.keyboard.press('+'));
  check('plus zooms, and the hub is asked for finer data', near(hours(asked.at(-1)), 24 * 0.6) && Number(asked.at(-1).get('points')) === width && page.url().includes('from='), `${hours(asked.at(-1))} h`);
  const zoomed = asked.at(-1);
  await answered(page, () => page.keyboard.press('Shift+ArrowLeft'));
  check('Shift and an arrow move time, and the zoom stays', near(hours(asked.at(-1)), hours(zoomed)) && near(Date.parse(zoomed.get('from')) - Date.parse(asked.at(-1).get('from')), hours(zoomed) * 3_600_000 * 0.25, 0.02));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  const spoken = await page.getByRole('status').filter({ hasText: 'Temperature' }).innerText();
  check('the arrows move the cursor, whose values are told', /\d\d:\d\d: .*Temperature \d.*°.*Fridge · Power \d+ W/.test(spoken), spoken);
  await answered(page, () => page.keyboard.press('Home'));
  check('Home shows the whole span again', hours(asked.at(-1)) === 24 && !page.url().includes('from='));
  const box = await canvas(page).boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
  await answered(page, () => page.mouse.up());
  check('a stretch is marked by the mouse', near(hours(asked.at(-1)), 24 * 0.2, 0.15), `${hours(asked.at(-1)).toFixed(2)} h`);
  const marked = page.url();
  const link = await page.getByRole('link', { name: 'Save as a file (CSV)' }).getAttribute('href');
  const csv = await (await fetch(HUB + link)).text();
  const asks = new URL(link, HUB).searchParams;
  check('the file has the same signals and the same stretch', csv.startsWith(`time,${TEMPERATURE} mean (celsius)`) && csv.includes(POWER) && near(hours(asks), hours(asked.at(-1))), csv.split('\r\n')[0]);
  const other = await at(browser, DESKTOP, new URL(marked).pathname + new URL(marked).search);
  await seen(other.page.getByRole('list', { name: 'Curves' }).getByRole('listitem').first());
  check('the address is shared: another page shows the same', other.asked.at(-1).getAll('signal').join() === asked.at(-1).getAll('signal').join() && Math.abs(Date.parse(other.asked.at(-1).get('from')) - Date.parse(asked.at(-1).get('from'))) < 2_000);
  await other.context.close();
  await page.getByRole('button', { name: /^Show .*Power$/ }).click();
  check('a curve is hidden', (await page.getByRole('button', { name: /^Show .*Power$/ }).getAttribute('aria-pressed')) === 'false');
  await page.getByText('As a table').click();
  const table = page.getByRole('table');
  await table.getByRole('row').nth(1).waitFor();
  const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
  const params = new URLSearchParams(asked.at(-1));
  const answer = await read(HUB, `/history?${params}`);
  check('the table has the values of the chart that is shown', cells.length === 1 && cells[0] === `${Number(answer.signals[0].mean[0].toFixed(1))}°`, `${cells} of ${answer.signals[0].mean[0]}`);
  await page.goBack();
  check('the way back leads to what was picked before', new URL(page.url()).searchParams.getAll('s').length === 1, page.url());
  await page.goto(`${HUB}/history?s=${TEMPERATURE}&from=2026-03-26T00:00:00Z&to=2026-03-27T00:00:00Z`);
  await page.getByText('As a table').click();
  await page.getByRole('table').getByRole('cell').first().waitFor();
  const known = await page.getByRole('table').getByRole('cell').allInnerTexts();
  check('what is not known is a gap and said so, never a zero', known.slice(0, 5).every((text) => text === 'no data') && !known.includes('0°'));
  await page.goto(`${HUB}/history?s=${TEMPERATURE}&from=2020-03-26T00:00:00Z&to=2020-03-27T00:00:00Z`);
  check('nothing recorded is said', await seen(page.getByText('Nothing was recorded in this time.')));
  await page.goto(`${HUB}/history?s=gone/light.on&s=${TEMPERATURE}`);
  check('a signal that is gone does not take the others away', (await seen(page.getByText(/the hub knows nothing of it/))) && (await seen(page.getByRole('list', { name: 'Curves' }).getByText(/Temperature/))));
  await page.route('**/api/v1/history?*', (route) => route.abort());
  await page.goto(`${HUB}/history?s=${TEMPERATURE}`);
  const told = await seen(page.getByRole('alert').filter({ hasText: 'cannot be read' }));
  await page.unroute('**/api/v1/history?*');
  await answered(page, () => page.getByRole('button', { name: 'Retry' }).click());
  check('what cannot be read says so, with a way out', told && (await page.getByRole('alert').count()) === 0);
  check('no fault in the history', errors.length === 0, errors.join(' | '));
  await context.close();
}

async function fingers(browser) {
  const { context, page, asked } = await at(browser, PHONE, `/history?s=${TEMPERATURE}`);
  await idle(page);
  await canvas(page).scrollIntoViewIfNeeded();
  const box = await canvas(page).boundingBox();
  const wire = await context.newCDPSession(page);
  const y = box.y + 80;
  const touch = (type, ...xs) => wire.send('Input.dispatchTouchEvent', { type, touchPoints: xs.map((x, id) => ({ x: box.x + box.width * x, y, id })) });
  await touch('touchStart', 0.5);
  for (const x of [0.55, 0.6, 0.7, 0.8]) await touch('touchMove', x);
  await answered(page, () => touch('touchEnd'));
  check('one finger moves time', near(hours(asked.at(-1)), 24) && Date.parse(asked.at(-1).get('to')) < now.getTime() - 3 * 3_600_000, `until ${asked.at(-1).get('to')}`);
  await touch('touchStart', 0.45, 0.55);
  for (const by of [0.06, 0.08, 0.1]) await touch('touchMove', 0.5 - by, 0.5 + by);
  await answered(page, () => touch('touchEnd'));
  check('two fingers zoom', near(hours(asked.at(-1)), 12, 0.25), `${hours(asked.at(-1)).toFixed(1)} h`);
  await context.close();
}

async function device(browser) {
  const { context, page, errors } = await at(browser, DESKTOP, '/');
  const scripts = [];
  page.on('request', (request) => /\/assets\/.*\.js$/.test(request.url()) && scripts.push(request.url()));
  await page.goto(HUB);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  const hasCharts = async () => (await Promise.all(scripts.map(async (name) => /["'`]uplot["'`]/.test(await (await fetch(name)).text())))).includes(true);
  check('charts are no part of the first load', scripts.length >= 2 && !(await hasCharts()), `${scripts.length} scripts`);
  await page.goto(`${HUB}/device/fridge`);
  const card = page.getByRole('region', { name: 'History' });
  await card.getByRole('application').waitFor();
  check('they come with the page of a device', await hasCharts());
  await idle(page);
  await card.getByRole('button', { name: 'Week' }).click();
  await card.getByRole('link', { name: 'In the history' }).click();
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
  check('its chart leads to the history, with its signal and stretch', /\?s=fridge\/[a-z-]+\.[a-z-]+&range=week$/.test(page.url()) && errors.length === 0, page.url());
  await context.close();
}

const kwh = (text) => Math.round(Number(text.replace(/[^\d.-]/g, '')) * 1_000_000);
const total = (list) => list.reduce((sum, one) => sum + one, 0);

/** What the page's table says: exact, in thousandths of a watt-hour. */
async function tableOf(page, address) {
  await page.goto(HUB + address);
  await page.getByText('As a table').click();
  const heads = await page.getByRole('table').getByRole('columnheader').allInnerTexts();
  const rows = await page.getByRole('table').locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  const sums = await page.getByRole('table').locator('tfoot td').allInnerTexts();
  return { heads, rows, sums: sums.map(kwh), total: kwh(sums.at(-1)) };
}

const used = (base, from, to) => read(base, `/energy?by=hour&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
const WEEK = ['2026-03-23', '2026-03-24', '2026-03-25', '2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29'];

async function energy(browser, zone) {
  const { context, page, errors } = await at(browser, { ...DESKTOP, timezoneId: zone, viewport: { width: 1440, height: 1000 } });
  const name = zone === 'Europe/Berlin' ? '' : `, seen from ${zone}`;
  const week = await tableOf(page, '/energy?by=week&at=2026-03-29');
  const days = [];
  for (const date of WEEK.slice(3)) days.push(await tableOf(page, `/energy?at=${date}`));
  const month = await tableOf(page, '/energy?by=month&at=2026-03-15');
  const year = await tableOf(page, '/energy?by=year&at=2026-06-01');
  // The hub's own sums of hours, from the first to the last that the home lived.
  const hub = await used(HUB, '2026-03-25T23:00:00Z', '2026-03-30T22:00:00Z');
  const between = (from, to) => total(hub.total.energy.filter((_, index) => hub.starts[index] >= Date.parse(from) / 1000 && hub.starts[index] < Date.parse(to) / 1000).map((part) => part ?? 0));
  check(`the day on which clocks go forward has 23 hours and its own sum${name}`, days[3].rows.length === 23 && days[3].total === between('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'), `${days[3].total}`);
  check(`each day of the week is what that day shows by hours${name}`, week.rows.length === 7 && days.every((day, index) => kwh(week.rows[index + 3].at(-1)) === day.total), days.map((day) => day.total).join());
  check(`the week is the sum of its days${name}`, week.total === total(days.map((day) => day.total)) && week.total === between('2026-03-22T23:00:00Z', '2026-03-29T22:00:00Z'), `${week.total}`);
  // The last of March has not begun.
  check(`the month and the year are the sum of the hub’s hours${name}`, month.rows.length === 30 && month.total === total(hub.total.energy.map((part) => part ?? 0)) && year.total === month.total, `${month.total}, ${year.total}`);
  const parts = [...days, week, month, year].flatMap(({ rows, sums }) => [...rows.map((row) => row.slice(1).map((cell) => (/\d/.test(cell) ? kwh(cell) : 0))), sums]);
  check(`in each row of each table the parts sum up to the total${name}`, parts.length > 100 && parts.every((row) => total(row.slice(0, -1)) === row.at(-1)), `${parts.length} rows`);
  check(`no fault in the energy page${name}`, errors.length === 0, errors.join(' | '));
  await context.close();
  return { week, hub };
}

async function bill(browser) {
  const { context, page } = await at(browser, { ...DESKTOP, viewport: { width: 1440, height: 1000 } }, '/energy?by=week&at=2026-03-29');
  const card = page.getByRole('region', { name: /^Energy, 23/ });
  await card.waitFor();
  const answer = await read(HUB, '/energy?by=day&from=2026-03-22T23:00:00Z&to=2026-03-29T22:00:00Z');
  const cost = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(answer.total.totalCost / 1000);
  check('it says what it cost', await seen(card.getByText(cost).first()), cost);
  check('what is not known is said, and is no zero', (await seen(card.getByText('Of 3 of 7 days nothing is known (hatched).', { exact: false }))));
  check('what no device accounts for is a part', await seen(card.getByRole('button', { name: 'Show Not accounted for' })));
  check('nothing is said where parts stay below the main meter', (await card.getByText(/told more than the main meter/).count()) === 0);
  await card.getByRole('button', { name: 'Show Fridge' }).click();
  check('a part is hidden, and what is left is said', (await seen(card.getByText(/^Shown: /))) && (await card.getByRole('button', { name: 'Show Fridge' }).getAttribute('aria-pressed')) === 'false');
  await shoot(page, 'energy-hidden');
  await card.getByRole('button', { name: 'Show Fridge' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), card.getByRole('link', { name: 'Save as a file (CSV)' }).click()]);
  const text = await (await file.createReadStream()).toArray().then((chunks) => Buffer.concat(chunks).toString());
  const lines = text.replace('\ufeff', '').trim().split('\r\n').slice(1).map((line) => line.split(',').slice(1).map(Number));
  check('the file adds up to the total', Math.round(total(lines.map((line) => line.at(-2))) * 1_000_000) === answer.total.total && lines.every((line) => Math.abs(total(line.slice(0, -2)) - line.at(-2)) < 1e-9), `${lines.length} lines`);
  const box = await canvas(page).boundingBox();
  const bars = box.width - 60;
  await page.mouse.click(box.x + 60 + bars * (6.5 / 7), box.y + 180);
  await page.getByRole('region', { name: /^Energy, Sun, 29 March 2026/ }).waitFor();
  check('a bar opens what is in it', page.url().endsWith('/energy?at=2026-03-29'), page.url());
  check('where devices told more than the main meter it is said', await seen(page.getByText(/told more than the main meter/)));
  check('it is compared with the day before', await seen(page.getByText(/(more|less) than the day before|As much as the day before/)));
  await page.getByRole('button', { name: 'The day before' }).click();
  await page.getByRole('region', { name: /^Energy, Sat, 28 March 2026/ }).waitFor();
  await page.getByRole('button', { name: 'Today' }).click();
  await page.getByRole('region', { name: /^Energy, Mon, 30 March 2026/ }).waitFor();
  check('today is one tap away, and what runs is compared so far', page.url().endsWith('/energy') && (await seen(page.getByText(/hours? that have passed/))));
  check('there is no day after today', await page.getByRole('button', { name: 'The day after' }).isDisabled());
  await page.goBack();
  await page.goBack();
  await page.getByRole('region', { name: /^Energy, Sun, 29 March 2026/ }).waitFor();
  check('the way back leads through the days', page.url().endsWith('at=2026-03-29'));
  await page.goto(`${HUB}/energy?by=week&at=2026-03-29`);
  await canvas(page).focus();
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
  await page.getByRole('status').filter({ hasText: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ Mar|^\w+, \d+ Mar/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /^Energy, Fri, 27 March 2026/ }).waitFor();
  check('bars are walked and opened by keys', page.url().endsWith('at=2026-03-27'), page.url());
  await page.route('**/api/v1/energy?*', (route) => route.abort());
  await page.goto(`${HUB}/energy`);
  const told = await seen(page.getByRole('alert').filter({ hasText: 'cannot be read' }));
  await page.unroute('**/api/v1/energy?*');
  await page.getByRole('button', { name: 'Retry' }).click();
  check('energy that cannot be read says so, with a way out', told && (await seen(page.getByRole('region', { name: /^Energy, Mon/ }))));
  await context.close();
}

/** The demo lives by the machine's clock. */
async function live(browser) {
  const { context, page, errors } = await open(browser, { ...DESKTOP, ...BERLIN });
  const send = (brightness) => fetch(`${DEMO}/api/v1/devices/hall-lamp/commands`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ set: { 'light.on': true, 'light.brightness': brightness } }) });
  await send(41);
  await page.goto(`${DEMO}/history?s=hall-lamp/light.brightness`);
  const row = page.getByRole('list', { name: 'Curves' }).getByRole('listitem').first();
  await row.filter({ hasText: '41 %' }).waitFor();
  await page.evaluate(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => !entry.hadRecentInput && (globalThis.shifts += entry.value))).observe({ type: 'layout-shift' });
  });
  const asked = [];
  page.on('request', (request) => request.url().includes('/history?') && asked.push(request.url()));
  for (const level of [57, 58, 59, 77]) await send(level);
  check('live values come to the end of the chart', await seen(row.filter({ hasText: '77 %' })));
  check('for them the hub is not asked again, and nothing moves', asked.length === 0 && (await page.evaluate(() => globalThis.shifts)) === 0);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await idle(page);
  await send(33);
  check('a zoom stays while live values come', (await seen(row.filter({ hasText: '33 %' }))) && page.url().includes('from='));
  await page.goto(`${DEMO}/energy`);
  const card = page.getByRole('region', { name: 'Now' });
  check('the power of now is told', await seen(card.getByText(/measured by \d+ devices/)), (await card.innerText()).split('\n').slice(0, 3).join(' '));
  check('where no price is set it is said what to set', await seen(page.getByText(/Energy:Price/)));
  check('where no main meter is set, too', await seen(page.getByText(/Energy:MainMeters/)));
  check('no fault while it is live', errors.length === 0, errors.join(' | '));
  await shoot(page, 'energy-demo');
  await context.close();
}

/** A page of charts stands when nothing is read any more. */
async function stands(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('application').or(page.getByText(/^Pick what|^选择想看/)).first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function still(browser) {
  const { context, page } = await at(browser, { ...PHONE, reducedMotion: 'reduce', forcedColors: 'active' });
  for (const [title, path] of PAGES.filter(([one]) => ['history', 'energy-week'].includes(one))) {
    await page.goto(HUB + path);
    await stands(page);
    await audit(page, `forced colours, ${title}`);
    await shoot(page, `${title}-forced-colours`);
  }
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running' && animation.effect.getComputedTiming().duration > 1).length);
  check('nothing moves for those who want it still', moving === 0);
  await context.close();
}

await suite('charts', async (browser) => {
  await group('history', () => history(browser));
  await group('fingers', () => fingers(browser));
  await group('device', () => device(browser));
  await group('energy', () => energy(browser, 'Europe/Berlin'));
  await group('energy, elsewhere', () => energy(browser, 'Asia/Shanghai'));
  await group('bill', () => bill(browser));
  await group('live', () => live(browser));
  await group('phone, light', () => looks(browser, PAGES, stands, 'phone', { ...BERLIN, ...PHONE }, { prepare, fullPage: true }));
  await group('dark, Chinese', () => looks(browser, PAGES, stands, 'desktop-dark-zh', { ...BERLIN, ...DESKTOP, ...ZH_DARK }, { prepare, fullPage: true }));
  await group('wide', () => looks(browser, PAGES, stands, 'wide', { ...BERLIN, ...WIDE }, { audits: false, prepare, fullPage: true }));
  await group('narrow', () => narrow(browser, PAGES, stands, { ...BERLIN, prepare }));
  await group('still', () => still(browser));
});
