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

story('What is being mended when the page is opened again is no failure', { ...FAILS, running: true },
      async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.quietDay(9);
  await form.run('done');
  await page.fill('#run-minutes', '20-25');
  await form.send();
  await page.locator('#problems').waitFor();
  await page.fill('#run-minutes', '25');
  await until('it is kept', async () => (await phone.draft()).includes('"25"'));
  await page.reload();
  await page.locator('#problems').waitFor();
  assert.equal(await page.locator('#status').innerText(), '');
  assert.equal(await page.inputValue('#run-minutes'), '25');
  await form.send();
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
  assert.deepEqual(await phone.waiting(), []);
});

story('Yesterday\'s beginnings are not today\'s, also without a network', FAILS, async ({ phone, runner }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  await form.pain(3);
  await form.note('of yesterday');
  await until('it is kept', async () => (await phone.draft()).includes('of yesterday'));
  const fromNow = (days) => new Date(Date.now() + days * 24 * 3600e3);
  await phone.offline(true);
  await page.reload();
  await until('it is filled in', async () => (await page.inputValue('#note')) === 'of yesterday');
  await phone.context.clock.setFixedTime(fromNow(1));
  await page.reload();
  await form.ready();
  await page.locator('html.js').waitFor();
  // The page looked into its store before us.
  assert.match(await phone.draft(), /of yesterday/);
  assert.equal(await page.inputValue('#note'), '');
  assert.equal(await page.locator('input:checked').count(), 0);
});

story('Today\'s answers are not changed without a network, and not told twice by it', FAILS,
      async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  await form.quietDay(3);
  await form.send();
  await form.sent();
  await phone.offline(true);
  await page.goto(`${phone.origin}/check-in/today?change=1`).catch(() => {});
  assert.equal(await page.locator('#check-in-form').count(), 0);
  await phone.offline(false);
  await page.goto(`${phone.origin}/check-in/today?change=1`);
  await form.ready();
  await form.pain(5);
  await form.send();
  await form.sent();
  assert.deepEqual((await clinic.checkIns(runner)).map((one) => answered(one, 'worst_nprs')), [5]);
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

story('A code with a percent sign that stands for itself is one that is wrong', FAILS, async ({ phone, runner }) => {
  await phone.open(`${runner.url.split('#')[0]}#100%`);
  await phone.page.locator('#problems').waitFor();
  const reply = await phone.context.newPage();
  await reply.goto(`${phone.origin}/reply#100%`);
  await reply.waitForURL(/letter/);
  await new CheckInForm(phone).page.locator('#code').waitFor();
});
