// That running is on hold is told wherever she looks next.

import assert from 'node:assert/strict';
import { until } from './clinic.js';
import { CheckInForm, openAndKeep } from './form.js';
import { story } from './world.js';

const SEND = '**/check-in/send';
const ON_HOLD = /on hold/;

async function redFlag(form) {
  await form.pain(9);
  await form.tick('wb');
  await form.choose('wb', 'unable');
  await form.none();
  await form.send();
}

// Lets what is sent go on when told to.
async function holdBack(page) {
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  await page.route(SEND, async (route) => { await held; await route.continue(); });
  return goOn;
}

story('The advice of what was sent while she fills in the next is told', { running: true, allowFailedCalls: true },
      async ({ phone, runner, picture }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await redFlag(form);
  await page.locator('#send-again').waitFor();
  const goOn = await holdBack(page);
  await phone.offline(false);
  await page.goto(`${phone.origin}/check-in/today`);
  await form.ready();
  await form.pain(2);
  goOn();
  await page.locator('#status', { hasText: ON_HOLD }).waitFor();
  assert.match(await page.locator('#status').innerText(), /do not run/);
  assert.ok(await page.locator('#check-in-form').isVisible(), 'and what she fills in is still there');
  assert.deepEqual(await phone.axe(), []);
  await picture('hold-told-meanwhile');
});

story('Of two that are sent after each other the hold is told', { running: true, allowFailedCalls: true },
      async ({ phone, runner }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await redFlag(form);
  await page.locator('#send-again').waitFor();
  const goOn = await holdBack(page);
  await phone.offline(false);
  await page.goto(`${phone.origin}/check-in/today`);
  await form.ready();
  await form.pain(1);
  await form.none();
  await form.send();
  await until('both are kept', async () => (await phone.waiting()).length === 2);
  goOn();
  await form.sent();
  assert.match(await page.locator('#hold').innerText(), ON_HOLD);
});

story('The hold is still told when the page is opened again', { running: true }, async ({ phone, runner, picture }) => {
  const { page } = phone;
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await redFlag(form);
  await form.sent();
  await page.reload();
  await page.locator('#told-page').waitFor();
  assert.match(await page.locator('#hold').innerText(), ON_HOLD);
  assert.deepEqual(await phone.axe(), []);
  await picture('told-on-hold');
});

story('Of two tabs the one where she sent tells the advice', { running: true, allowFailedCalls: true },
      async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openAndKeep(phone, runner);
  const second = await phone.context.newPage();
  await second.goto(`${phone.origin}/check-in`);
  await second.locator('#code-page').waitFor();
  const goOn = await holdBack(page);
  const sent = [];
  phone.context.on('request', (request) => { if (request.url().endsWith('/send')) sent.push(request); });
  await page.bringToFront();
  const onItsWay = page.waitForRequest(SEND);
  await redFlag(form);
  await onItsWay;
  // The other tab finds it in the store, and waits until it is known what came of it.
  await second.evaluate(() => dispatchEvent(new Event('online')));
  await until('the other tab waits', () => second.evaluate(async () => (await navigator.locks.query()).pending.length > 0));
  goOn();
  await form.sent();
  assert.match(await page.locator('#hold').innerText(), ON_HOLD);
  await until('nothing waits', async () => (await phone.waiting()).length === 0);
  assert.equal(sent.length, 1);
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});
