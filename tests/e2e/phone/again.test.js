// What the phone keeps comes back as what it is: on its day, under its name, and only as sent when it was.

import assert from 'node:assert/strict';
import { until } from './clinic.js';
import { answered, CheckInForm, openAndKeep, openWithScripts } from './form.js';
import { story } from './world.js';

const SEND = '**/check-in/send';
const FAILS = { allowFailedCalls: true };

story('A page that somebody else answers with is no receipt', FAILS, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.quietDay(9);
  for (const status of [200, 403]) {
    await page.route(SEND, (route) => route.fulfill({
      status, contentType: 'text/html', body: '<!doctype html><main id=content><h1>Maintenance</h1></main>',
    }));
    if (status === 200) await form.send();
    else await phone.tap(page.locator('#send-again'));
    await page.locator('#send-again').waitFor();
    assert.match(await page.locator('#status').innerText(), /NOT sent/);
    assert.equal((await phone.waiting()).length, 1);
    await page.unroute(SEND);
  }
  await phone.tap(page.locator('#send-again'));
  await form.sent();
  assert.equal((await clinic.checkIns(runner)).length, 1);
});

story('The focus stays on the page when an answer waits, and when it is sent again', FAILS, async ({ phone, runner }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
  await phone.offline(true);
  await form.quietDay(4);
  await page.locator('#send').press('Enter');
  await page.locator('#send-again').waitFor();
  await until('it has the focus', async () => (await focused()) === 'send-again');
  await page.locator('#send-again').evaluate((button) => { button.dataset.old = 1; });
  await page.keyboard.press('Enter');
  await page.locator('#send-again:not([data-old])').waitFor();
  await until('it has the focus again', async () => (await focused()) === 'send-again');
  await phone.offline(false);
  await form.sent();
  assert.equal(await focused(), 'H1');
});
