// Drives the editor of automations and scenes in headless Chromium against a running hub with the demo's home, and says what holds.
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
import { audit, check, DESKTOP, group, HUB, NARROW, noSideways, open, PHONE, shoot, suite, until } from './suite.mjs';

const ZH_DARK = { locale: 'zh-CN', colorScheme: 'dark' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { ...JSON_TYPE, ...init?.headers } });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

/** With a comment, odd blanks and members in an order of its own: all of that must live. */
const TEXT = `{
  "name": "Checked light",
  "// why": "for whoever comes   late",
  "actions": [
    { "set": { "hall-lamp/light.on": true, "hall-lamp/light.brightness": 30 } },
    { "wait":   "2m" },
    { "set": { "hall-lamp/light.on": false } }
  ],
  "triggers": [ {"property": "hall-motion/motion-sensor.motion-state", "becomes": true} ],
  "conditions": { "after": "22:00", "before": "07:00" }
}
`;

const TEMPLATE = {
  name: 'Light by motion',
  template: { inputs: { lamp: { type: 'device', kind: 'light', description: 'Which lamp.' }, sensor: { type: 'device', kind: 'motion-sensor' }, hold: { type: 'duration', default: '5m' } } },
  triggers: [{ property: '${sensor}/motion-sensor.motion-state', becomes: true }],
  actions: [{ set: { '${lamp}/light.on': true } }, { wait: '${hold}' }, { set: { '${lamp}/light.on': false } }],
};

const saved = async (id) => (await api(`/automations/${id}`)).text;
const textOf = (page) => page.getByRole('textbox', { name: 'Automation as JSON' });
const block = (page, name) => page.getByRole('button', { name, expanded: false }).or(page.getByRole('button', { name, expanded: true })).first();
const drafted = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('draft.automation.checked-light'))?.text ?? null);

async function visual(page) {
  await page.goto(`${HUB}/automations/checked-light?tab=edit`);
  await page.getByRole('heading', { name: /^When/ }).waitFor();
  check('each part is a sentence', await block(page, /^Hall motion · .* becomes/).isVisible() && await block(page, 'Wait 2 min').isVisible() && await block(page, /^The time is between 22:00 and 07:00/).isVisible());
  await block(page, 'Wait 2 min').click();
  await page.getByRole('spinbutton', { name: 'How long' }).fill('5');
  await page.keyboard.press('Enter');
  check('a block changes its own characters and no others', await until(() => drafted(page), TEXT.replace('"2m"', '"5m"')));
  await block(page, 'Wait 5 min').press('Alt+ArrowUp');
  check('keys move a block, and the focus goes with it', (await page.evaluate(() => document.activeElement.textContent)).includes('Wait 5 min') && /"wait": {3}"5m" },\n\s+\{ "set": \{ "hall-lamp\/light.on": true/.test(await drafted(page)));
  await page.getByRole('button', { name: 'Duplicate' }).click();
  check('a copy stands behind it', (await page.getByRole('button', { name: 'Wait 5 min' }).count()) === 2);
  await page.getByRole('button', { name: 'Leave out', exact: true }).click();
  check('a block is left out, and says so', await block(page, /^Wait 5 min \(left out\)/).isVisible());
  await page.getByRole('toolbar', { name: 'Wait 5 min' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  check('what was deleted comes back where it was', await until(() => page.getByRole('button', { name: /^Wait 5 min/ }).count(), 2));
  for (let at = 0; at < 6; at++) await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  check('the way back leads to the very text', (await drafted(page)) === null && await page.getByRole('button', { name: 'Undo', exact: true }).first().isDisabled());
}

async function adding(page) {
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await audit(page, 'kinds of conditions');
  await shoot(page, 'editor-kinds');
  await page.getByRole('dialog').getByRole('button', { name: 'A value is so' }).click();
  await page.getByRole('combobox', { name: 'Device' }).selectOption({ label: 'Hall motion' });
  await page.getByRole('combobox', { name: 'Property' }).selectOption({ label: 'Light' });
  await page.getByRole('combobox', { name: 'How' }).selectOption({ label: 'below' });
  await page.getByRole('spinbutton', { name: 'Below' }).fill('12');
  await page.keyboard.press('Enter');
  const wanted = /"conditions": \[ \{ "after": "22:00", "before": "07:00" \}, \{ "property": "hall-motion\/motion-sensor.illumination", "below": 12 \} \]\n\}\n$/;
  check('a condition is made from the devices that are there, and what stood alone becomes a list', await until(async () => wanted.test(await drafted(page) ?? ''), true), await drafted(page) ?? '');
  await page.getByRole('heading', { name: 'No problems' }).waitFor();
  check('what it says is told anew', await until(async () => /between 22:00 and 07:00 and .*12/.test(await page.getByRole('region', { name: 'What it says' }).innerText()), true), await page.getByRole('region', { name: 'What it says' }).innerText());
  await audit(page, 'a condition');
  await page.getByRole('button', { name: 'Any device' }).click();
  await page.getByRole('combobox', { name: 'Room' }).selectOption({ label: 'Hall' });
  check('a condition is of any device of a room', await until(async () => /"property": \{ "each": "motion-sensor.illumination", "room": "Hall" \}, "below": 12/.test(await drafted(page)), true));
  await page.getByRole('button', { name: 'One device' }).click();
  await page.getByRole('combobox', { name: 'Device' }).selectOption({ label: 'Hall motion' });
  await page.getByRole('button', { name: 'Save' }).click();
  check('it is saved with its comment', await until(async () => (await saved('checked-light')).includes('"// why": "for whoever comes   late"') && wanted.test(await saved('checked-light')), true));
}

async function trying(page) {
  await block(page, /^Turn on Hall lamp, set/).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  const dialog = page.getByRole('dialog');
  const before = (await api('/devices/hall-lamp')).properties['light.brightness'].value;
  await audit(page, 'a test run asks');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  check('a test run asks first', (await api('/devices/hall-lamp')).properties['light.brightness'].value === before);
  await page.getByRole('button', { name: 'Try it' }).click();
  await dialog.getByRole('button', { name: 'Do it' }).click();
  await dialog.getByText('Hall lamp: Confirmed').waitFor();
  check('and does it for real', await until(async () => (await api('/devices/hall-lamp')).properties['light.brightness'].value, 30));
  await shoot(page, 'editor-tried');
  await dialog.getByRole('button', { name: 'Done' }).click();
}

async function faults(page) {
  await page.goto(`${HUB}/automations/checked-light?tab=edit`);
  await textOf(page).waitFor();
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  const change = async (from, to) => {
    await textOf(page).focus();
    await page.keyboard.press('Control+a');
    // All at once, as from the clipboard: typed letter by letter the editor would close brackets itself.
    await page.keyboard.insertText((await saved('checked-light')).replace(from, to));
  };
  await change('"2m"', '"2 mins"');
  await page.getByRole('button', { name: 'Visual' }).click();
  const fix = page.getByRole('button', { name: 'Use “2m”' });
  await fix.waitFor();
  await audit(page, 'a fault');
  await shoot(page, 'editor-fault');
  await fix.click();
  check('a fault is mended by what the hub would write', await until(() => drafted(page), null));
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await change('"wait":   "2m"', '"wait":   ');
  await page.getByRole('button', { name: 'Visual' }).click();
  await page.getByRole('alert').filter({ hasText: 'Line 6 is not JSON yet' }).waitFor();
  check('while the text is no JSON the blocks are those before, and cannot be edited', await block(page, /^Wait/).isVisible() && await page.getByRole('button', { name: 'Add a step' }).isDisabled());
  await audit(page, 'no JSON');
  await page.getByRole('button', { name: 'Go there' }).click();
  check('and lead to the line', await until(() => page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Automation as JSON'));
  await page.getByRole('button', { name: 'Discard changes' }).click();
}

async function completes(page) {
  await page.goto(`${HUB}/automations/checked-light?tab=edit`);
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  await textOf(page).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"mo');
  await page.getByRole('option', { name: /^mode/ }).waitFor();
  await shoot(page, 'editor-completion');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^restart/ }).or(textOf(page).getByText('"mode"')).first().waitFor();
  await page.keyboard.press('Control+Space');
  await page.getByRole('option', { name: 'restart' }).click();
  await page.keyboard.type(',');
  check('names and values are completed by the schema', await until(async () => JSON.parse(await drafted(page) ?? '{}').mode, 'restart'));
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByRole('button', { name: 'Both' }).click();
}

async function versions(page) {
  await page.getByRole('button', { name: 'Compare version 1 with the text in the editor' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('table').waitFor();
  const rows = await dialog.getByRole('row').allInnerTexts();
  check('versions are compared line by line', rows.some((row) => /added: \+.*conditions/.test(row.replaceAll(/\s+/g, ' '))) && rows.some((row) => /removed: −.*conditions/.test(row.replaceAll(/\s+/g, ' '))) && rows.some((row) => /unchanged/.test(row)), rows.length);
  await audit(page, 'a comparison');
  await shoot(page, 'editor-compare');
  await dialog.getByRole('button', { name: 'Restore version 1' }).click();
  check('and one is restored', await until(() => saved('checked-light'), TEXT));
}

async function templates(page) {
  await page.goto(`${HUB}/automations/new`);
  await page.getByRole('button', { name: 'Light by motion' }).click();
  await page.getByRole('combobox', { name: 'lamp' }).selectOption({ label: 'Desk lamp' });
  await page.getByRole('combobox', { name: 'sensor' }).selectOption({ label: 'Hall motion' });
  await page.getByRole('heading', { name: 'No problems' }).waitFor();
  await audit(page, 'inputs of a template');
  await shoot(page, 'editor-template');
  await page.getByRole('button', { name: 'Save' }).click();
  check('an automation is made from a template by its inputs', await until(async () => JSON.stringify(JSON.parse((await api('/automations/light-by-motion')).text ?? '{}').with), '{"lamp":"desk-lamp","sensor":"hall-motion"}'));
}

async function scenes(page) {
  await page.goto(`${HUB}/scenes/new`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Reading');
  await page.keyboard.press('Tab');
  await page.getByRole('combobox', { name: 'Add a device' }).selectOption({ label: 'Reading lamp' });
  const lamp = page.getByRole('listitem', { name: 'Reading lamp' });
  await lamp.getByRole('spinbutton', { name: 'Brightness' }).fill('45');
  await page.keyboard.press('Tab');
  await audit(page, 'a scene');
  await shoot(page, 'editor-scene');
  await page.getByRole('button', { name: 'Save' }).click();
  check('a scene is made from a device as it is', await until(async () => JSON.parse((await api('/scenes/reading')).text ?? '{"set":{}}').set['reading-lamp/light.brightness'], 45));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  check('and runs', await until(async () => (await api('/devices/reading-lamp')).properties['light.brightness'].value, 45));
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  check('a scene that was deleted comes back by undo', await until(async () => (await api('/scenes/reading')).id, 'reading'));
}

/** Both screens in a look, with a block open: axe, nothing sideways, and a picture. */
async function looks(browser, name, options) {
  const { context, page, errors } = await open(browser, options);
  const sideways = [];
  for (const [title, path] of [['automation', '/automations/evening-light?tab=edit'], ['scene', '/scenes/movie'], ['list', '/automations']]) {
    await page.goto(HUB + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const blocks = page.getByRole('button', { expanded: false });
    for (let at = Math.min(3, await blocks.count()); at > 0; at--) await blocks.first().click();
    if (!(await noSideways(page))) sideways.push(title);
    await audit(page, `editor, ${title}, ${name}`);
    await shoot(page, `editor-${title}-${name}`);
    if (name !== 'narrow') continue;
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    if (!(await noSideways(page))) sideways.push(`${title}, 200 %`);
  }
  check(`editor: nothing sideways and no fault, ${name}`, sideways.length === 0 && errors.length === 0, [...sideways, ...errors].join(' | '));
  await context.close();
}

await suite('editor', async (browser) => {
  await api('/automations/checked-light', { method: 'PUT', body: TEXT });
  await api('/templates/motion-light', { method: 'PUT', body: JSON.stringify(TEMPLATE) });
  const { context, page, errors } = await open(browser, { ...DESKTOP, locale: 'en-GB' });
  await group('visual', () => visual(page));
  await group('adding', () => adding(page));
  await group('trying', () => trying(page));
  await group('faults', () => faults(page));
  await group('completion', () => completes(page));
  await group('versions', () => versions(page));
  await group('templates', () => templates(page));
  await group('scenes', () => scenes(page));
  check('no fault in the page', errors.length === 0, errors.join(' | '));
  await context.close();
  for (const id of ['checked-light', 'light-by-motion']) await api(`/automations/${id}`, { method: 'DELETE' });
  await api('/templates/motion-light', { method: 'DELETE' });
  await api('/scenes/reading', { method: 'DELETE' });
  await group('phone', () => looks(browser, 'phone', PHONE));
  await group('dark, Chinese', () => looks(browser, 'phone-dark-zh', { ...PHONE, ...ZH_DARK }));
  await group('desktop, dark', () => looks(browser, 'desktop-dark', { ...DESKTOP, colorScheme: 'dark' }));
  await group('narrow', () => looks(browser, 'narrow', NARROW));
});
