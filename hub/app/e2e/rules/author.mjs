// Rule 20: blocks and text are one document; a visual edit touches its own characters alone.
import { check, until } from '../suite.mjs';
import { api, open, put } from './home.mjs';

/** Comments, odd blanks, members in an order of their own, numbers written in their own way: all of it lives. */
const TEXT = `{
  "name": "Rule twenty",
  "// why": "for whoever comes   late",
  "actions": [
    { "set": { "reading-lamp/light.on":true,   "reading-lamp/light.brightness": 3.0e1 } },
    { "wait":   "2m" , "// how long": "as long as the stairs take" },
    { "set": { "reading-lamp/light.on": false } }
  ],
  "triggers": [ {"property": "hall-motion/motion-sensor.motion-state", "becomes": true} ],
  "conditions": [ { "after": "22:00", "before": "07:00" } ]
}
`;

export async function roundTrip(browser, url, options) {
  await put('/automations/rule-twenty', TEXT);
  const { context, page, errors } = await open(browser, url, options, { path: '/automations/rule-twenty?tab=edit' });
  const text = async () => (await api('/automations/rule-twenty')).body.text;
  await page.getByRole('button', { name: 'Wait 2 min', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'How long' }).fill('7');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  const once = TEXT.replace('"2m"', '"7m"');
  check('rule 20: what one block changed is all that changed in the file', await until(text, once), (await text()) === once ? '' : await text());

  await page.getByRole('button', { name: /^The time is between/ }).first().click();
  await page.getByLabel('After', { exact: true }).fill('21:15');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Save' }).click();
  const twice = once.replace('"22:00"', '"21:15"');
  check('rule 20: and the next one too', await until(text, twice), (await text()) === twice ? '' : await text());
  check('rule 20: no errors in the page', errors.length === 0, errors.join(' | '));
  await context.close();
}
