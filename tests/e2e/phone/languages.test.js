// Who changes the language loses nothing by it.

import assert from 'node:assert/strict';
import { until } from './clinic.js';
import { answered, CheckInForm, openAndKeep, openWithScripts } from './form.js';
import { story } from './world.js';

const FAILS = { allowFailedCalls: true };

async function inGerman(page) {
  await page.locator('nav a[lang=de]').tap();
  await page.waitForURL(/lang=de/);
}

story('Half a form is still filled in in the other language, and once only', {}, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.pain(7);
  await form.tick('fever');
  await form.note('abc');
  await until('it is kept', async () => (await phone.draft()).includes('abc'));
  await inGerman(page);
  await until('it is filled in', async () => (await page.inputValue('#note')) === 'abc');
  assert.equal(await page.locator('#send').innerText(), 'Senden');
  assert.ok(await page.locator('[name=q-fever]').isChecked());
  await form.none();
  await form.send();
  await form.sent();
  assert.equal(answered((await clinic.checkIns(runner))[0], 'worst_nprs'), 7);
  assert.equal(await phone.draft(), '');
});

story('What has to be mended is mended in the other language', { ...FAILS, running: true },
      async ({ phone, runner, clinic, picture }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.quietDay(9);
  await form.run('done');
  await page.fill('#run-minutes', '20-25');
  await form.send();
  await page.locator('#problems').waitFor();
  await until('it is kept', async () => (await phone.draft()).includes('20-25'));
  await inGerman(page);
  await page.locator('#problems').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  assert.match(await page.locator('#problems').innerText(), /Zahl von 0 bis 1440/);
  assert.equal(await page.locator('#send').innerText(), 'Senden');
  assert.equal(await page.locator('#check-in-form [lang]:not([lang=de])').count(), 0);
  assert.equal(await page.inputValue('#run-minutes'), '20-25');
  assert.deepEqual(await phone.axe(), []);
  await picture('mend-in-german');
  await page.fill('#run-minutes', '25');
  await form.send();
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
  assert.deepEqual(await phone.waiting(), []);
});

story('What waited is answered in the language of the page', FAILS, async ({ phone, runner }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await form.quietDay(3);
  await form.send();
  await page.locator('#send-again').waitFor();
  await page.route('**/check-in/send', (route) => route.abort());
  await phone.offline(false);
  await page.goto(`${phone.origin}/check-in/today?lang=de`);
  await page.locator('#send-again').waitFor();
  await page.unroute('**/check-in/send');
  await page.reload();
  await form.sent();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  assert.equal(await page.locator('h1').innerText(), 'Gesendet');
});

story('The language that is chosen where the code is asked for stays', { scripts: false }, async ({ phone, runner }) => {
  const { page } = phone;
  await phone.open(runner.url.split('#')[0]);
  await inGerman(page);
  await page.fill('#code', runner.code);
  await page.locator('#code-form button').tap();
  await new CheckInForm(phone).ready();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
});
