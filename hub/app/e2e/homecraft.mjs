// Makes a home one's own in headless Chromium against a running demo hub: what opens it is asked first, devices join, are replaced and leave, rooms and floors are arranged.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs; the hub is given contracts/ by Hub:ContractFolders
import { device } from './device.mjs';
import { attributeIs, audit, check, DESKTOP, group, HUB, looks, narrow, open, PHONE, shoot, suite, until } from './suite.mjs';

const ZH_DARK = { locale: 'zh-CN', colorScheme: 'dark' };
const PAGES = [['join', '/join'], ['replace', '/device/aurora-1/replace'], ['arrange', '/arrange'], ['floors', '/']];
const WHITE = 'urn:miot-spec-v2:device:light:0000A001:iothub-light-white:1';
const COLOUR = 'urn:miot-spec-v2:device:light:0000A001:iothub-light-color:1';
/** In contracts/gate.json, which the hub is given beside its own. */
const GATE = 'urn:miot-spec-v2:device:gate:0000A0FE:acme-g1:1';
const TOASTER = 'urn:miot-spec-v2:device:toaster:0000A0AA:acme-t1:1';

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json', ...init?.headers } });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

const found = async () => (await api('/found')).body.map(({ did }) => did);
const isFound = (did) => until(async () => (await found()).includes(did), true);
const exists = async (name) => (await api(`/devices/${name}`)).status === 200;
const undoBar = (page) => page.getByRole('status').getByRole('button', { name: 'Undo' });
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

/** The demo takes devices in by itself; one that was taken out is found. */
async function letFind(did) {
  await until(() => exists(did), true);
  await api(`/devices/${did}`, { method: 'DELETE' });
  return isFound(did);
}

async function asking(page) {
  const { status, body } = await api('/devices/front-door-lock/commands', { method: 'POST', body: JSON.stringify({ call: 'lock.unlock' }) });
  check('the hub asks before it unlocks, whoever wants it', status === 409 && body.code === 'confirm-required' && body.confirm.acts[0].action === 'lock.unlock', `${status} ${body.code}`);
  const again = await api('/devices/front-door-lock/commands', { method: 'POST', body: JSON.stringify({ call: 'lock.unlock' }), headers: { Confirm: 'made-up' } });
  check('a nonce that nobody gave out counts for nothing', again.status === 409);

  let sent = 0;
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => (sent += payload.includes('"confirm"') ? 1 : 0)));
  await page.goto(`${HUB}/device/front-door-lock`);
  const unlock = page.getByRole('main').getByRole('button', { name: 'Unlock', exact: true });
  await unlock.click();
  const dialog = page.getByRole('dialog', { name: 'Unlock: Front door lock?' });
  await dialog.waitFor();
  await page.waitForFunction(() => document.activeElement.textContent.trim() === 'Cancel');
  check('the dialog names what and where, and the way out has the focus', (await dialog.textContent()).includes('Hall · Unlock') && (await focused(page)) === 'Cancel');
  await audit(page, 'confirmation');
  await shoot(page, 'confirm');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  check('Enter on it does nothing', sent === 0 && (await page.getByRole('alert').filter({ hasText: /\S/ }).count()) === 0);
  await unlock.click();
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  check('nor does Escape, and the focus is back where it was', sent === 0 && (await focused(page)) === 'Unlock');
  await unlock.click();
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => true);
  check('a yes is sent with the nonce', sent === 1 || (await until(async () => sent, 1)));
  await page.getByRole('main').getByRole('button', { name: 'Lock', exact: true }).click();
  check('locking is not asked', (await page.getByRole('dialog').count()) === 0);

  await api('/automations/visitor', { method: 'PUT', body: JSON.stringify({ name: 'Visitor', triggers: [{ event: 'doorbell/doorbell.ring' }], actions: [{ call: 'front-door-lock/lock.unlock' }] }) });
  const stored = await api('/automations/visitor', { method: 'PUT', body: JSON.stringify({ name: 'Visitor', triggers: [{ time: '04:00' }], actions: [{ call: 'front-door-lock/lock.unlock' }] }) });
  await page.goto(`${HUB}/automations/visitor`);
  await page.getByRole('button', { name: 'Run now' }).click();
  await dialog.waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  const quiet = (await page.getByRole('alert').filter({ hasText: /\S/ }).count()) === 0 && (await api('/automations/visitor/runs')).body.length === 0;
  check('an automation that unlocks is asked when a person runs it, and a no is no failure', quiet && stored.status < 300, `${stored.status}`);
  await page.getByRole('button', { name: 'Run now' }).click();
  await dialog.getByRole('button', { name: 'Unlock' }).click();
  check('after a yes it runs', await until(async () => (await api('/automations/visitor/runs')).body.length, 1));
}

/** A gate whose switch opens it: the contract asks for that one value, and the app knows nothing of it. */
async function opening(page) {
  const gate = await device(HUB, 'gate-1', { contract: GATE, state: { 'gate.on': false }, label: 'Garden gate', room: 'Hall' });
  await until(() => exists('gate-1'), true);
  await api('/scenes/arrive', { method: 'PUT', body: JSON.stringify({ name: 'Arrive', set: { 'gate-1/gate.on': true, 'hall-lamp/light.on': true } }) });
  await page.goto(`${HUB}/`);
  const tile = page.getByRole('article', { name: 'Garden gate', exact: true });
  const control = tile.getByRole('switch');
  const dialog = page.getByRole('dialog', { name: 'Open: Garden gate?' });
  await tile.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await control.click();
  await dialog.waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  check('a tile asks, and shows the truth after a no', (await control.getAttribute('aria-checked')) === 'false' && (await tile.getByRole('alert').count()) === 0 && gate.state['gate.on'] === false);
  await control.click();
  await dialog.getByRole('button', { name: 'Open' }).click();
  check('after a yes it opens', await until(async () => (await api('/devices/gate-1')).body.properties['gate.on'].value, true));
  await attributeIs(control, 'aria-checked', 'true');
  await control.click();
  check('it closes unasked', (await until(async () => (await api('/devices/gate-1')).body.properties['gate.on'].value, false)) && !(await dialog.isVisible()));
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('turn on garden gate');
  await page.getByRole('option', { name: 'Turn on Garden gate' }).waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  check('the command bar asks', gate.state['gate.on'] === false);
  const scene = page.getByRole('region', { name: 'Scenes' }).getByRole('button', { name: 'Arrive' });
  await scene.click();
  await dialog.waitFor();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await attributeIs(scene, 'aria-busy', 'false');
  check('a scene asks once, and a no is no failure', gate.state['gate.on'] === false && (await page.getByRole('alert').filter({ hasText: /\S/ }).count()) === 0);
  await scene.click();
  await dialog.getByRole('button', { name: 'Open' }).click();
  check('after a yes the whole scene runs', await until(() => Promise.resolve(gate.state['gate.on']), true));
  gate.end();
}

async function joining(page) {
  await page.goto(`${HUB}/`);
  const chip = page.getByRole('main').getByRole('link', { name: /new devices? found/ });
  const lamp = await device(HUB, 'aurora-1', { contract: WHITE, state: { 'light.on': false, 'light.brightness': 40 }, label: 'Aurora bulb', room: 'hall' });
  const mute = await device(HUB, 'mute-1', { contract: WHITE, state: {}, mute: true });
  const odd = await device(HUB, 'odd-1', { contract: TOASTER, state: {}, mute: true });
  check('hardware is found', (await letFind('aurora-1')) && (await letFind('mute-1')) && (await isFound('odd-1')));
  await chip.filter({ hasText: '3 new devices found' }).waitFor();
  check('Home tells of it, live and quietly', true);
  await chip.click();
  await page.getByRole('heading', { level: 1, name: 'Add devices' }).waitFor();
  const card = page.getByRole('article', { name: 'Aurora bulb' });
  await card.waitFor();
  check('name and room are proposed as the device offers them, the room as the home writes it',
    (await card.getByRole('textbox', { name: 'Name' }).inputValue()) === 'Aurora bulb' && (await card.getByRole('combobox', { name: 'Room' }).inputValue()) === 'room:Hall');
  check('an unknown contract is named, with the way to mend it', (await page.getByRole('alert').textContent()).includes(TOASTER));
  check('how a device gets here is told from what the hub has', (await page.getByRole('region', { name: 'The device is not here?' }).textContent()).includes('devices/<did>/announce'));
  await audit(page, 'join, found');
  await shoot(page, 'join-found');
  await card.getByRole('textbox', { name: 'Name' }).fill('Aurora');
  await page.getByRole('button', { name: 'Add Aurora to the home' }).click();
  const aurora = page.getByRole('article', { name: 'Aurora' });
  await aurora.getByRole('link', { name: 'Open Aurora' }).waitFor();
  const steps = aurora.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  await steps.filter({ hasText: 'First answer, done' }).waitFor();
  check('every step is done, by the device’s own answer', (await steps.allTextContents()).every((text) => text.includes(', done')), (await steps.allTextContents()).join(' | '));
  await undoBar(page).click();
  check('undo: the device is found again', await isFound('aurora-1'));
  await page.getByRole('button', { name: /Add Aurora.* to the home/ }).click();
  check('and joins again', await until(() => exists('aurora-1'), true));
  await page.getByRole('button', { name: 'Add White light to the home' }).click();
  const silent = page.getByRole('article', { name: 'White light' });
  const last = silent.getByRole('list', { name: 'Steps' }).getByRole('listitem').last();
  await last.filter({ hasText: /\d s left/ }).waitFor();
  check('the time that is left is told', true, await last.textContent());
  await silent.getByRole('button', { name: 'Wait again' }).waitFor();
  check('one that says nothing is waited for no longer than ten seconds, with words and a way on', (await silent.getByRole('alert').textContent()).includes('has said nothing yet'));
  await shoot(page, 'join-done');
  mute.end();
  odd.end();
  return lamp;
}

async function replacing(page) {
  await api('/automations/glow', { method: 'PUT', body: JSON.stringify({ name: 'Glow', triggers: [{ time: '03:00' }], actions: [{ set: { 'aurora-1/light.brightness': 10 } }] }) });
  const hue = await device(HUB, 'hue-1', { contract: COLOUR, state: { 'light.on': false, 'light.brightness': 40 }, label: 'Hue bulb' });
  const plug = await device(HUB, 'plug-1', { contract: 'urn:miot-spec-v2:device:outlet:0000A002:iothub-outlet:1', state: {}, label: 'Plug', mute: true });
  check('other hardware is found', (await letFind('hue-1')) && (await letFind('plug-1')));
  await page.goto(`${HUB}/device/aurora-1`);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Replace the hardware' }).click();
  await page.getByRole('radio', { name: /Plug/ }).check();
  const documents = page.getByRole('region', { name: 'Automations and scenes' });
  await documents.getByText('would not work any more').waitFor();
  check('the preview names what breaks', (await documents.textContent()).includes('Glow') && (await page.getByRole('button', { name: 'Replace all the same' }).count()) === 1);
  await page.getByRole('radio', { name: /Hue bulb/ }).check();
  await documents.getByText('keeps working').waitFor();
  check('and what keeps working', (await page.getByRole('button', { name: 'Replace', exact: true }).count()) === 1);
  await audit(page, 'replace');
  await shoot(page, 'replace-preview');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  const did = async () => (await api('/devices/aurora-1')).body.did;
  check('the name has other hardware', await until(did, 'hue-1'));
  await undoBar(page).click();
  check('undo: it has its own again', await until(did, 'aurora-1'));
  await hue.end();
  await plug.end();
}

async function leaving(page) {
  await page.goto(`${HUB}/device/aurora-1`);
  await page.getByRole('button', { name: 'Settings' }).click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByRole('textbox', { name: 'Name' }).fill('Night light');
  await sheet.getByRole('button', { name: 'Save' }).click();
  check('a device is renamed', await until(async () => (await api('/devices/aurora-1')).body.label, 'Night light'));
  await page.getByRole('button', { name: 'Settings' }).click();
  await sheet.getByRole('button', { name: 'Take out of the home' }).click();
  await sheet.getByRole('link', { name: 'Glow' }).waitFor();
  check('before it leaves, what uses it is named', true);
  await shoot(page, 'retire');
  await sheet.getByRole('button', { name: 'Take it out' }).click();
  check('it leaves', await until(() => exists('aurora-1'), false));
  await undoBar(page).click();
  check('undo: it is back', await until(() => exists('aurora-1'), true));
}

const kept = async () => (await api('/arrangement')).body;
const roomsOf = async (floor) => (await kept()).floors.find(({ name }) => name === floor)?.rooms.map(({ name }) => name).join() ?? 'none';

async function drag(page, from, to, { touch = false } = {}) {
  const [a, b] = [await from.boundingBox(), await to.boundingBox()];
  const [x, y, tx, ty] = [a.x + a.width / 2, a.y + a.height / 2, b.x + 60, b.y + b.height / 2];
  const path = [[x, y - 6], [x, y - 18], ...[0.25, 0.5, 0.75, 0.9, 1].map((part) => [x + (tx - x) * part, y + (ty - y) * part])];
  if (touch) {
    const cdp = await page.context().newCDPSession(page);
    const point = (px, py) => ({ touchPoints: [{ x: px, y: py }] });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(x, y) });
    for (const [px, py] of path) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(px, py) });
    await page.getByText('is now').first().waitFor({ timeout: 600 }).catch(() => undefined);
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    return;
  }
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (const [px, py] of path) await page.mouse.move(px, py, { steps: 4 });
  // The list makes room on its own clock.
  await page.getByText('is now').first().waitFor({ timeout: 600 }).catch(() => undefined);
  await page.mouse.up();
}

async function addFloor(page, name) {
  await page.getByRole('main').getByRole('button', { name: 'Add floor' }).click();
  await page.getByRole('textbox', { name: 'Name of the floor' }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Add floor' }).click();
  await page.getByRole('heading', { level: 2, name }).waitFor();
}

async function arranging(browser, page) {
  await page.goto(`${HUB}/arrange`);
  const none = page.getByRole('list', { name: 'On no floor' });
  await addFloor(page, 'Ground floor');
  await addFloor(page, 'Upstairs');
  check('floors are kept by the hub', await until(async () => (await kept()).floors.map(({ name }) => name).join(), 'Ground floor,Upstairs'));
  await drag(page, none.getByRole('listitem').filter({ hasText: 'Bathroom' }).locator('.grip').first(), page.getByRole('list', { name: 'Upstairs' }));
  check('a room is dragged to a floor', await until(() => roomsOf('Upstairs'), 'Bathroom'), await roomsOf('Upstairs'));
  const status = page.getByRole('main').getByRole('status');
  check('and that is announced', (await status.textContent()) === 'Bathroom is now 1 of 1, Upstairs', await status.textContent());
  for (const room of ['Kitchen', 'Hall']) {
    await none.getByRole('button', { name: new RegExp(`^${room} `) }).click();
    await page.getByRole('combobox', { name: `Floor of ${room}` }).selectOption('Ground floor');
    await until(async () => (await roomsOf('Ground floor')).includes(room), true);
  }
  check('by keys a room is put onto a floor', (await roomsOf('Ground floor')) === 'Kitchen,Hall');
  const up = page.getByRole('button', { name: 'Move Hall up' });
  await up.focus();
  await page.keyboard.press('Enter');
  check('Move up moves it, keeps the focus and says so', (await until(() => roomsOf('Ground floor'), 'Hall,Kitchen')) && (await status.textContent()) === 'Hall is now 1 of 2, Ground floor'
    && (await page.evaluate(() => document.activeElement.getAttribute('aria-label'))) === 'Move Hall up', await status.textContent());
  const ground = page.getByRole('list', { name: 'Ground floor', exact: true });
  await ground.getByRole('button', { name: /^Hall / }).click();
  const tiles = async () => (await kept()).floors[0].rooms[0].devices.slice(0, 2).join();
  const first = await tiles();
  await page.getByRole('list', { name: /tiles? in Hall/ }).getByRole('button', { name: /^Move .* down$/ }).first().click();
  check('tiles have an order too', await until(tiles, first.split(',').reverse().join()), await tiles());
  await audit(page, 'arrange');
  await shoot(page, 'arranged');

  const other = await open(browser, PHONE, '/');
  const heads = async () => (await other.page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()).map((text) => text.trim());
  await other.page.getByRole('heading', { level: 2, name: 'Hall' }).waitFor();
  check('every phone shows the rooms in that order', (await heads()).slice(0, 3).join() === 'Hall,Kitchen,Bathroom', (await heads()).join());
  await other.page.getByRole('radio', { name: 'Upstairs' }).check();
  await other.page.getByRole('heading', { level: 2, name: 'Kitchen' }).waitFor({ state: 'detached' });
  check('the floor filter shows the rooms of one floor, and stands in the address', (await heads()).join() === 'Bathroom' && other.page.url().endsWith('?floor=Upstairs'), other.page.url());
  await shoot(other.page, 'home-floor');
  await other.page.reload();
  await other.page.getByRole('heading', { level: 2, name: 'Bathroom' }).waitFor();
  check('a reload keeps it', (await heads()).join() === 'Bathroom');
  await other.page.getByRole('radio', { name: 'All' }).check();
  await other.page.getByRole('heading', { level: 2, name: 'Kitchen' }).waitFor();
  await page.getByRole('button', { name: 'Move Hall down' }).click();
  await other.page.waitForFunction(() => [...document.querySelectorAll('main h2')].map((node) => node.textContent.trim())[0] === 'Kitchen');
  check('a change is told to others live', true);

  await other.page.goto(`${HUB}/arrange`);
  const grip = other.page.getByRole('list', { name: 'On no floor' }).getByRole('listitem').filter({ hasText: 'Bedroom' }).locator('.grip').first();
  await grip.scrollIntoViewIfNeeded();
  await drag(other.page, grip, other.page.getByRole('list', { name: 'Upstairs' }).getByRole('listitem').first(), { touch: true });
  check('a finger drags as well', await until(async () => (await roomsOf('Upstairs')).includes('Bedroom'), true), await roomsOf('Upstairs'));
  await audit(other.page, 'arrange, phone');
  await shoot(other.page, 'arrange-phone');
  check('no fault on the other phone', other.errors.length === 0, other.errors.join(' | '));
  await other.context.close();

  await page.getByRole('button', { name: 'Rename Upstairs' }).click();
  await page.getByRole('textbox', { name: 'Name of the floor' }).fill('ground FLOOR');
  check('a name that is taken is said', (await page.getByRole('dialog').getByRole('alert').textContent()) === 'There is a floor of this name already.');
  await page.getByRole('textbox', { name: 'Name of the floor' }).fill('Attic');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  check('a floor is renamed', await until(async () => (await kept()).floors[1].name, 'Attic'));
  await page.getByRole('button', { name: 'Delete Attic' }).click();
  check('a floor is deleted, its rooms stay', await until(async () => `${(await kept()).floors.length} ${(await kept()).rooms.some(({ name }) => name === 'Bathroom')}`, '1 true'));
  await undoBar(page).click();
  check('undo brings it back', await until(async () => (await kept()).floors[1]?.name, 'Attic'));
}

/** A page stands when what it is about is there. */
async function stands(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor().catch(() => undefined);
}

await suite('homecraft', async (browser) => {
  await group('desktop', async () => {
    const { context, page, errors } = await open(browser, DESKTOP);
    await group('asking', () => asking(page));
    await group('opening', () => opening(page));
    let lamp;
    await group('joining', async () => (lamp = await joining(page)));
    await group('replacing', () => replacing(page));
    await group('leaving', () => leaving(page));
    await group('arranging', () => arranging(browser, page));
    check('no fault in the pages', errors.length === 0, errors.join(' | '));
    await context.close();
    await group('phone', () => looks(browser, PAGES, stands, 'phone', PHONE));
    await group('dark, Chinese', () => looks(browser, PAGES, stands, 'desktop-dark-zh', { ...DESKTOP, ...ZH_DARK }));
    await group('narrow', () => narrow(browser, PAGES, stands));
    lamp?.end();
  });
});
