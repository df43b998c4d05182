// Walks through every page of the app in headless Chromium against a running hub with the demo's home, and says what holds.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
//   FAILING_DEVICE    label of a device that refuses commands
import { attributeIs, audit, check, DESKTOP, group, HUB, noSideways, open, PHONE, shoot, skip, suite, until } from './suite.mjs';

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json' } });
  return response.status === 204 ? undefined : response.json();
};

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const undoBar = (page) => page.getByRole('status').getByRole('button', { name: 'Undo' });

async function property(device, name) {
  return (await api(`/devices/${device}`)).properties[name]?.value;
}

async function navigation(page) {
  const tile = page.getByRole('article', { name: 'Reading lamp', exact: true });
  await page.getByRole('heading', { name: 'Living room' }).scrollIntoViewIfNeeded();
  // In the middle, so that the click needs no scrolling of its own.
  await tile.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const y = await page.evaluate(() => scrollY);
  await tile.getByRole('link').click();
  await heading(page, 'Reading lamp').waitFor();
  check('a tile opens its device, with the focus on the heading', page.url().endsWith('/device/reading-lamp') && (await page.evaluate(() => document.activeElement.tagName)) === 'H1');
  await page.goBack();
  await tile.waitFor();
  const back = await page.waitForFunction(([href, top]) => document.activeElement.getAttribute('href') === href && Math.abs(scrollY - top) < 3, ['/device/reading-lamp', y]).catch(() => null);
  check('back restores place and focus', back !== null, `${y} px`);
}

async function light(page) {
  await page.goto(`${HUB}/device/reading-lamp`);
  const slider = page.getByRole('slider', { name: 'Brightness' });
  await slider.waitFor();
  await shoot(page, 'device-light');
  const before = Number(await slider.inputValue());
  await page.getByRole('button', { name: '30 % Dim' }).click();
  await page.getByText('Confirmed just now').waitFor();
  check('a preset is confirmed', (await until(() => property('reading-lamp', 'light.brightness'), 30)), `${before} → 30`);
  await page.getByRole('button', { name: 'Undo' }).click();
  check('undo sets it back', await until(() => property('reading-lamp', 'light.brightness'), before));
  await page.getByRole('radio', { name: 'Colour' }).locator('..').click();
  await page.getByRole('button', { name: 'Blue', exact: true }).click();
  check('a colour is set', await until(() => property('reading-lamp', 'light.color'), 0x2f6df6));
  await audit(page, 'light, colour');
  await page.getByRole('radio', { name: 'White' }).locator('..').click();
  await page.getByRole('button', { name: /^Brightness .*why\?$/ }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  await shoot(page, 'device-why');
  await audit(page, 'why');
  await page.keyboard.press('Escape');
}

/** Many values are sent of one drag, never more than seven a second, and the last is what the device has in the end. */
async function slider(page, context) {
  await page.goto(`${HUB}/device/reading-lamp`);
  const sent = [];
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.webSocketFrameSent', ({ timestamp, response }) => response.payloadData.includes('light.brightness') && sent.push({ at: timestamp, value: JSON.parse(response.payloadData).set['light.brightness'] }));
  const control = page.getByRole('slider', { name: 'Brightness' });
  await control.focus();
  for (let at = 0; at < 24; at++) await page.keyboard.press(at % 2 === 0 ? 'PageUp' : 'ArrowDown', { delay: 30 });
  const last = Number(await control.inputValue());
  check('the last value of a slider arrives', await until(() => property('reading-lamp', 'light.brightness'), last), `${sent.length} sent`);
  const crowded = sent.filter(({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1).length > 8).length;
  check('a slider sends no more than seven values a second, and its last', crowded === 0 && sent.at(-1)?.value === last, `${sent.map(({ value }) => value).join(' ')}`);
}

async function refused(page) {
  const label = process.env.FAILING_DEVICE;
  if (!label) return skip('a refusal is said on the page', 'FAILING_DEVICE is not set');
  const { name } = (await api('/devices')).find((device) => device.label === label);
  await page.goto(`${HUB}/device/${name}`);
  const control = page.getByRole('switch', { name: label, exact: true });
  const before = await control.getAttribute('aria-checked');
  await control.click();
  const alert = page.getByRole('alert').filter({ hasText: 'Retry' });
  await alert.waitFor();
  check('a refusal is said on the page, beside the truth', (await control.getAttribute('aria-checked')) === before, (await alert.innerText()).replaceAll('\n', ' '));
  await shoot(page, 'device-refused');
  await audit(page, 'refused');
}

async function lock(page) {
  await page.goto(`${HUB}/device/front-door-lock`);
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByText('Locked', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Unlock', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await shoot(page, 'device-lock-asks');
  await audit(page, 'confirmation');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  check('unlocking asks, and cancel does nothing', (await page.getByText('Locked', { exact: true }).count()) === 1);
  check('the focus returns to what asked', (await page.evaluate(() => document.activeElement.textContent.trim())) === 'Unlock');
}

async function renames(page) {
  await page.goto(`${HUB}/device/study-fan`);
  const rename = async (label) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Name', { exact: true }).fill(label);
    await page.getByRole('button', { name: 'Save' }).click();
    await heading(page, label).waitFor();
  };
  await rename('Window fan');
  check('a device is renamed', (await api('/devices/study-fan')).label === 'Window fan');
  await rename('Fan');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Take out of the home' }).click();
  await audit(page, 'settings');
  await page.getByRole('button', { name: 'Take it out' }).click();
  await undoBar(page).click();
  check('a device that was taken out comes back by undo', await until(async () => (await api('/devices')).find((device) => device.name === 'study-fan')?.label, 'Fan'));
}

/** Every kind of device of the home: nothing sideways, no fault in the page, no finding of axe. */
async function kinds(page, errors) {
  const seen = new Set();
  const bad = [];
  for (const { name, contract } of await api('/devices')) {
    if (seen.has(contract)) continue;
    seen.add(contract);
    await page.goto(`${HUB}/device/${name}`);
    await page.getByRole('region', { name: 'Health' }).waitFor();
    if (!(await noSideways(page))) bad.push(`${name} scrolls sideways`);
    await audit(page, name);
  }
  check('every kind of device has a page', bad.length === 0 && errors.length === 0, [...bad, ...errors].join(' | ') || `${seen.size} kinds`);
}

async function automations(page) {
  await page.goto(`${HUB}/automations`);
  const control = page.getByRole('switch', { name: 'Evening light' });
  await control.click();
  check('an automation is switched off', await until(async () => (await api('/automations/evening-light')).enabled, false));
  await undoBar(page).click();
  check('and on again by undo', (await until(async () => (await api('/automations/evening-light')).enabled, true)) && (await attributeIs(control, 'aria-checked', 'true')));
  const before = await property('hall-lamp', 'light.brightness');
  await page.getByRole('button', { name: 'Run Evening' }).click();
  await undoBar(page).waitFor();
  check('a scene runs', await until(() => property('hall-lamp', 'light.brightness'), 20));
  await undoBar(page).click();
  check('a scene is taken back', await until(() => property('hall-lamp', 'light.brightness'), before), `${before}`);
  check('the next moment is told', /next \d\d:\d\d|next .*22:00/.test(await page.getByRole('link', { name: /^Bedroom air/ }).innerText()));
}

async function runs(page) {
  await page.goto(`${HUB}/automations/kitchen-light-by-motion`);
  await page.getByRole('button', { name: 'Run now' }).click();
  // Told with the next look, which comes with the next change of the home.
  await page.getByText(/^Sets Kitchen light/).first().waitFor({ timeout: 30_000 });
  await page.getByText(/confirmed/).first().waitFor({ timeout: 30_000 });
  check('a run is told step by step, with what became of its commands', true, (await page.locator('ol li').nth(1).innerText()).replaceAll('\n', ' '));
  await shoot(page, 'automation-run');
  await audit(page, 'a run');
}

async function editor(page) {
  await page.goto(`${HUB}/automations/bedroom-air?tab=edit`);
  const text = page.getByRole('textbox', { name: 'Automation as JSON' });
  // On a phone it is blocks or text; editor.mjs looks at the blocks.
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await text.waitFor();
  await page.getByText('No problems').waitFor();
  await page.locator('.cm-line', { hasText: '"time"' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type(' oops');
  await page.getByRole('button', { name: /^Line 6/ }).waitFor();
  await page.locator('.cm-lintRange').first().waitFor();
  check('a fault is told with its line and underlined', await page.getByRole('button', { name: 'Save' }).isDisabled());
  await shoot(page, 'editor-fault');
  await audit(page, 'editor with a fault');
  await page.reload();
  await page.getByRole('button', { name: /^Line 6/ }).waitFor();
  check('a draft survives a reload', (await text.innerText()).includes('oops'));
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByText('No problems').waitFor();
  await page.locator('.cm-line', { hasText: '"Bedroom air at night"' }).click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(' too');
  await page.getByRole('button', { name: 'Save' }).click();
  await heading(page, 'Bedroom air at night too').waitFor();
  check('what is saved is in force', (await api('/automations/bedroom-air')).name === 'Bedroom air at night too');
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await heading(page, 'Bedroom air at night').waitFor();
  check('an earlier version is restored', (await api('/automations/bedroom-air')).version === 3);
  await page.keyboard.press('Escape');
  await text.click();
  await page.keyboard.press('Tab');
  check('Tab leaves the editor', !(await text.evaluate((node) => node.contains(document.activeElement))));
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await undoBar(page).click();
  check('a deleted automation comes back by undo', await until(async () => (await api('/automations')).some(({ id }) => id === 'bedroom-air'), true));
}

async function preview(page) {
  await page.goto(`${HUB}/automations/kitchen-light-by-motion?tab=preview`);
  await page.getByRole('button', { name: 'Try' }).click();
  await page.getByText(/^Would have run/).waitFor({ timeout: 60_000 });
  check('a draft is tried against what was recorded', true, await page.getByText(/^Would have run/).innerText());
  await audit(page, 'preview');
}

async function privacy(page) {
  await page.goto(`${HUB}/insights`);
  const control = page.getByRole('switch', { name: 'Use', exact: true });
  await control.click();
  await page.getByRole('status').filter({ hasText: 'Use: granted' }).waitFor();
  check('a class is granted', (await api('/insights/consent')).find((one) => one.class === 'usage').granted);
  await audit(page, 'consent');
  await page.getByRole('link', { name: 'Outbox' }).click();
  await page.getByText('You decided').first().click();
  check('an event is read as the wire carries it', (await page.locator('pre').first().innerText()).includes('"consent.changed') || (await page.locator('pre').first().innerText()).includes('consent.changed'));
  const rows = await page.locator('details').count();
  await api('/insights/consent/usage', { method: 'PUT', body: '{"granted":false}' });
  const more = await page.waitForFunction((count) => document.querySelectorAll('details').length > count, rows).catch(() => null);
  check('a new event comes by itself', more !== null);
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page.getByRole('table').waitFor();
  const total = await page.locator('tfoot td').first().innerText();
  const parts = await page.locator('tbody td:nth-child(3)').allInnerTexts();
  check('the fates add up to all', parts.reduce((sum, count) => sum + Number(count), 0) === Number(total), `${parts.join(' + ')} = ${total}`);
}

async function search(page) {
  await page.goto(HUB);
  await page.getByRole('switch').first().waitFor();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox');
  await box.fill('desk lamp 30');
  await page.getByRole('option', { name: 'Set Desk lamp to 30 %' }).waitFor();
  await audit(page, 'search');
  await shoot(page, 'search');
  await page.keyboard.press('Enter');
  check('a typed command is done', (await until(() => property('desk-lamp', 'light.brightness'), 30)) && (await page.getByRole('dialog').count()) === 0);
  await page.keyboard.press('Control+k');
  await box.fill('fridge');
  await page.keyboard.press('Enter');
  await heading(page, 'Fridge').waitFor();
  check('a device is found and opened by keys alone', true);
  await page.getByRole('button', { name: 'Favourite' }).click();
  await page.goto(HUB);
  const favourites = page.getByRole('region', { name: 'Favourites' });
  await favourites.getByRole('article', { name: 'Fridge' }).waitFor();
  check('a favourite stands first', (await page.getByRole('region').filter({ has: page.getByRole('article') }).first().getByRole('heading').innerText()) === 'Favourites');
}

async function still(browser) {
  const { context, page } = await open(browser, { ...PHONE, reducedMotion: 'reduce', forcedColors: 'active' });
  await page.goto(`${HUB}/device/reading-lamp`);
  await page.getByRole('region', { name: 'Health' }).waitFor();
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running' && animation.effect.getComputedTiming().duration > 1).length);
  check('nothing moves for those who want it still', moving === 0);
  await audit(page, 'forced colours');
  await shoot(page, 'device-forced-colours');
  await page.goto(`${HUB}/no/such/page`);
  check('an address that leads nowhere says so', await heading(page, 'Nothing here').waitFor().then(() => true, () => false));
  await context.close();
}

await suite('pages', async (browser) => {
  await group('phone', async () => {
    const { context, page, errors } = await open(browser, PHONE);
    await page.getByRole('switch').first().waitFor();
    await group('navigation', () => navigation(page));
    await group('light', () => light(page));
    await group('slider', () => slider(page, context));
    await group('refused', () => refused(page));
    await group('lock', () => lock(page));
    await group('settings', () => renames(page));
    await group('automations', () => automations(page));
    await group('runs', () => runs(page));
    await group('editor', () => editor(page));
    await group('preview', () => preview(page));
    await group('privacy', () => privacy(page));
    await group('kinds', () => kinds(page, errors));
    await context.close();
  });
  await group('desktop', async () => {
    const { context, page } = await open(browser, DESKTOP);
    await group('search', () => search(page));
    await context.close();
  });
  await group('still', () => still(browser));
});
