// Walks through the pages behind "More" in headless Chromium against a running hub with the demo's home and a simulated board, and says what holds.
// The hub: --demo --Gpio:Driver simulated --Gpio:Folder hub/app/e2e/board
//   HUB_URL, OUT, CHROMIUM: see suite.mjs
import { audit, check, DESKTOP, group, HUB, looks, narrow, open, PHONE, shoot, suite, until } from './suite.mjs';

const WIDE = { viewport: { width: 2560, height: 1440 } };
const ZH_DARK = { locale: 'zh-CN', colorScheme: 'dark' };
const PAGES = [
  ['more', '/more'], ['inbox', '/inbox'], ['board', '/board'], ['consumables', '/consumables'], ['recommendations', '/recommendations'], ['popular', '/recommendations?list=popular'], ['fits', '/recommendations/fits'],
  ['ideas', '/feedback'], ['write', '/feedback?tab=write'], ['mine', '/feedback?tab=mine'], ['releases', '/feedback?tab=releases'], ['contracts', '/contracts'], ['contract', '/contracts/light'], ['refused', '/refused'], ['bus', '/bus'], ['worn', '/device/bedroom-purifier'],
];

const api = async (path, init) => {
  const response = await fetch(`${HUB}/api/v1${path}`, { ...init, headers: { 'Content-Type': 'application/json' } });
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
};

const seen = (locator) => locator.waitFor().then(() => true, () => false);
const lineOf = async (name) => (await api('/board/lines')).find(({ line }) => line === name);
const contact = async () => (await api('/devices/porch-door')).properties['contact-sensor.contact-state']?.value;

async function board(page) {
  await page.goto(`${HUB}/more`);
  await page.getByRole('link', { name: /^Board/ }).click();
  const door = page.getByRole('listitem', { name: 'GPIO22', exact: true });
  await door.waitFor();
  check('a line says in words what it is and who holds it', /GPIO22 · pull-up · active.low/.test(await door.innerText()) && (await door.innerText()).includes('held by iothub:porch-door'));
  await door.getByRole('radio', { name: 'Low' }).locator('..').click();
  check('a line that is pulled is what the wired device says', (await until(contact, true)) && (await seen(door.getByText('Low on'))));
  await door.getByRole('radio', { name: 'Free' }).locator('..').click();
  check('a line that is let go goes back', await until(contact, false));
  await page.getByRole('radio', { name: '0.5 s' }).locator('..').click();
  await page.getByRole('button', { name: 'Press GPIO27' }).click();
  check('a press is seen while it lasts', await until(async () => (await lineOf('GPIO27')).level, false));
  check('and is over by itself', await until(async () => (await lineOf('GPIO27')).level, true));
  await page.getByRole('button', { name: 'Bounce GPIO22' }).click();
  check('a contact that bounces ends where it should', (await until(contact, true)) && (await page.getByRole('region', { name: 'Last changes' }).getByRole('listitem').count()) > 5);
  await door.getByRole('radio', { name: 'Free' }).locator('..').click();
  const relay = page.getByRole('listitem', { name: 'GPIO17', exact: true });
  await api('/devices/hall-relay/commands', { method: 'POST', body: '{"set":{"switch.on":true}}' });
  check('an output shows live what the hub drives', await seen(relay.getByText('High on')));
  const knob = page.getByRole('button', { name: 'Turn Lounge knob left' });
  await knob.click();
  await knob.click();
  check('an encoder is turned by clicks', await seen(page.getByText('2 clicks left')));
  await shoot(page, 'board-touched');
  await audit(page, 'board, touched');
  await api('/devices/hall-relay/commands', { method: 'POST', body: '{"set":{"switch.on":false}}' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('board');
  check('search finds the board', await seen(page.getByRole('option', { name: /^Board/ })));
  await page.keyboard.press('Escape');
}

async function boardByKeys(page) {
  await page.goto(`${HUB}/board`);
  const press = page.getByRole('button', { name: 'Press GPIO23' });
  await press.focus();
  await page.keyboard.press('Enter');
  check('a line is pressed by keys alone', await until(async () => (await lineOf('GPIO23')).level, true));
  await until(async () => (await lineOf('GPIO23')).level, false);
}

async function worn(page) {
  await page.goto(`${HUB}/device/bedroom-purifier`);
  const parts = page.getByRole('region', { name: 'Parts that wear out' });
  const filter = parts.getByRole('listitem', { name: 'purifier filter' });
  await filter.waitFor();
  await filter.getByRole('button', { name: 'I replaced it: purifier filter' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await audit(page, 'a part is replaced');
  await dialog.getByRole('button', { name: 'Yes, it is new' }).click();
  const left = async () => (await api('/insights/consumables')).find(({ device, part }) => device === 'bedroom-purifier' && part === 'filter').percent;
  check('a part that was replaced is full again, and the device was told', (await until(left, 100)) && (await seen(page.getByRole('status').filter({ hasText: 'counted as new' }))));
  await parts.getByRole('link', { name: 'All parts' }).click();
  await page.getByRole('heading', { level: 1, name: 'Parts that wear out' }).waitFor();
  await page.getByRole('main').getByRole('listitem').first().waitFor();
  const cards = await page.getByRole('main').getByRole('listitem').count();
  check('all parts of the home stand on one page', cards === (await api('/insights/consumables')).length, `${cards} parts`);
  check('an order link tells the shop nothing of the home', (await page.getByRole('link', { name: /^Order/ }).first().getAttribute('rel')) === 'noreferrer noopener');
}

async function recommended(page) {
  await page.goto(`${HUB}/recommendations`);
  check('without consent it is said, with the way to it', await seen(page.getByRole('region', { name: 'A list for this home needs your consent' })));
  const words = (await api('/insights/consent')).find((one) => one.class === 'recommendation');
  await api('/insights/consent/recommendation', { method: 'PUT', body: JSON.stringify({ granted: true, textHash: words.textHash }) });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { kind } = await api('/insights/recommendations');
  if (kind === 'holdout') {
    check('a home that was drawn to have no list is told so', await seen(page.getByRole('region', { name: 'Your home gets no list of its own' })));
  } else {
    check('a list for this home says why', (await seen(page.getByText(/Ranked on the hub/))) && (await page.getByRole('main').getByRole('listitem').count()) > 0, await page.getByRole('main').getByRole('listitem').first().innerText().then((text) => text.replaceAll('\n', ' ')));
  }
  await page.getByRole('button', { name: 'Show without personalisation' }).click();
  const first = page.getByRole('main').getByRole('listitem').first();
  await first.waitFor();
  check('one tap away it is without personalisation', page.url().endsWith('list=popular') && (await seen(page.getByText(/devices were not looked at/))));
  await first.getByRole('button', { name: /^Not for me/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  check('turning down says for how long', (await dialog.innerText()).includes('90 days'));
  await audit(page, 'turned down');
  await dialog.getByRole('button', { name: 'Yes, 90 days' }).click();
  check('what was turned down is gone', await seen(page.getByRole('status').filter({ hasText: 'stays away for 90 days' })));
  await page.getByRole('link', { name: /^Would it work here\?/ }).first().click();
  await page.getByRole('heading', { name: 'What was looked at' }).waitFor();
  check('whether a product would work here is answered with reasons', (await page.getByRole('main').getByRole('listitem').count()) > 0);
  await audit(page, 'would it work');
  await shoot(page, 'fits-answer');
  await api('/insights/consent/recommendation', { method: 'PUT', body: '{"granted":false}' });
}

async function written(page) {
  await page.goto(`${HUB}/feedback`);
  const vote = page.getByRole('button', { name: /^Vote: / }).first();
  await vote.click();
  check('an idea is voted for', await until(async () => (await api('/feedback/ideas')).filter((one) => one.voted).length, 1));
  await vote.click();
  check('and the vote is taken back', await until(async () => (await api('/feedback/ideas')).filter((one) => one.voted).length, 0));
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByRole('switch', { name: 'Attach how the hub is' }).click();
  const report = page.getByLabel('Attach how the hub is').and(page.locator('pre'));
  await report.waitFor();
  const bytes = await report.innerText();
  check('diagnostics are shown first', bytes.includes('"hubVersion"'), `${bytes.length} characters`);
  await page.getByRole('textbox', { name: 'Your words' }).fill('The lamp hums.');
  await audit(page, 'feedback, written');
  await shoot(page, 'feedback-written');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByRole('status').filter({ hasText: 'Written down on the hub' }).waitFor();
  const [item] = await api('/feedback');
  check('a fault is written down with exactly these diagnostics', item.text === 'The lamp hums.' && JSON.stringify((await api(`/feedback/${item.id}/bundle`)).diagnostics) === JSON.stringify(JSON.parse(bytes)));
  await page.getByRole('button', { name: 'Yours' }).click();
  await page.getByRole('button', { name: 'Delete: The lamp hums.' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  check('and deleted after it was asked', await until(async () => (await api('/feedback')).length, 0));
  await page.getByRole('button', { name: 'Releases' }).click();
  await page.getByRole('radio', { name: /^Beta/ }).check();
  check('the ring is chosen', await until(async () => (await api('/feedback/ring')).ring, 'beta'));
  await page.getByRole('radio', { name: /^Stable/ }).check();
  await until(async () => (await api('/feedback/ring')).ring, 'stable');
}

async function told(page) {
  const knock = { name: 'Knock', triggers: [{ time: '03:00' }], actions: [{ notify: { to: 'everyone', title: 'Hall', message: 'Somebody knocks.', urgency: 'high' } }] };
  await api('/automations/knock', { method: 'PUT', body: JSON.stringify(knock) });
  await page.goto(`${HUB}/inbox`);
  await page.getByText(/Nothing yet/).waitFor();
  await api('/automations/knock:run', { method: 'POST', body: '{}' });
  const notice = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Somebody knocks.' });
  await notice.waitFor();
  check('what an automation tells comes into the inbox by itself', /Hall\s*Urgent\s*New/.test(await notice.innerText()) && (await notice.getByRole('link', { name: 'Knock' }).count()) === 1);
  await shoot(page, 'notices-told');
  await audit(page, 'a notice');
  await api('/automations/knock', { method: 'DELETE' });
}

async function makers(page) {
  await page.goto(`${HUB}/contracts`);
  await page.getByRole('searchbox', { name: 'Find a contract' }).fill('light');
  await page.getByRole('main').getByRole('link').filter({ hasText: 'Light strip' }).first().click();
  const compare = page.getByRole('combobox', { name: 'Compare with' });
  await page.getByRole('region').first().waitFor();
  check('a contract says what it asks for', (await page.getByText('Format').count()) > 3, page.url().split('/').at(-1));
  await compare.selectOption({ index: 1 });
  await page.getByText(/^\d+ differences?$/).waitFor();
  check('two contracts are compared', (await page.getByRole('main').getByRole('listitem').count()) > 0, await page.getByText(/^\d+ differences?$/).innerText());
  await audit(page, 'two contracts');
  await shoot(page, 'contracts-compared');
  await page.goto(`${HUB}/bus`);
  await page.getByRole('textbox', { name: /^Topic filter/ }).fill('devices/hall-lamp/#');
  await page.getByRole('button', { name: 'Listen' }).click();
  await page.getByText('Listening').or(page.getByRole('list', { name: /^Messages/ })).first().waitFor();
  await api('/devices/hall-lamp/commands', { method: 'POST', body: '{"set":{"light.on":true,"light.brightness":33}}' });
  check('what goes over the broker is seen live', await seen(page.getByRole('list', { name: /^Messages/ }).getByRole('listitem').filter({ hasText: '"light.brightness":33' }).first()));
  await audit(page, 'messages');
  await shoot(page, 'bus-live');
}

/** Each request of a page fails: it says so and can be tried again, and then it stands. */
async function broken(page) {
  const silent = [];
  const reads = /\/api\/v1\/(board|insights|feedback|contracts|rejections|notices)/;
  for (const [title, path] of PAGES.filter(([name]) => !['more', 'write', 'worn', 'bus'].includes(name))) {
    await page.route(reads, (route) => route.abort());
    await page.goto(HUB + path);
    const retry = page.getByRole('main').getByRole('button', { name: 'Retry' });
    if (!(await seen(retry.first()))) {
      silent.push(title);
      continue;
    }
    await page.unroute(reads);
    // A page of two parts has two ways out.
    for (let left = await retry.count(); left > 0; left--) {
      // What reads by itself again and again may stand already.
      await retry.first().click({ timeout: 3_000 }).catch(() => undefined);
      await retry.nth(left - 1).waitFor({ state: 'detached' });
    }
  }
  check('what cannot be read says so, with a way out', silent.length === 0, silent.join(' | '));
}

/** A page stands when its heading is there, and what it lists or asks for. */
async function stands(page) {
  const main = page.getByRole('main');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await main.getByRole('listitem').or(main.getByRole('textbox')).or(main.getByRole('radio')).or(main.getByText(/not written|还没有|Nothing (yet|was refused)|没有拒绝/)).first().waitFor();
}

async function still(browser) {
  const { context, page } = await open(browser, { ...PHONE, reducedMotion: 'reduce', forcedColors: 'active' });
  for (const path of ['/board', '/consumables']) {
    await page.goto(HUB + path);
    await page.getByRole('main').getByRole('listitem').first().waitFor();
    await audit(page, `forced colours, ${path}`);
  }
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === 'running' && animation.effect.getComputedTiming().duration > 1).length);
  check('nothing moves for those who want it still', moving === 0);
  await shoot(page, 'consumables-forced-colours');
  await context.close();
}

await suite('screens', async (browser) => {
  await group('phone', async () => {
    const { context, page, errors } = await open(browser, PHONE);
    await group('board', () => board(page));
    await group('worn', () => worn(page));
    await group('recommended', () => recommended(page));
    await group('written', () => written(page));
    await group('told', () => told(page));
    check('no fault in the pages', errors.length === 0, errors.join(' | '));
    await context.close();
  });
  await group('desktop', async () => {
    const { context, page } = await open(browser, DESKTOP);
    await group('keys', () => boardByKeys(page));
    await group('makers', () => makers(page));
    await group('broken', () => broken(page));
    await context.close();
  });
  await group('phone, light', () => looks(browser, PAGES, stands, 'phone', PHONE));
  await group('dark, Chinese', () => looks(browser, PAGES, stands, 'desktop-dark-zh', { ...DESKTOP, ...ZH_DARK }));
  await group('wide', () => looks(browser, PAGES, stands, 'wide', WIDE, { audits: false }));
  await group('narrow', () => narrow(browser, PAGES, stands));
  await group('still', () => still(browser));
});
