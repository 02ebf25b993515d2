// Without a network, without a server, and twice.

import assert from 'node:assert/strict';
import { answered, CheckInForm, openAndKeep } from './form.js';
import { story } from './world.js';

story('What is filled in without a network is kept, shown after opening it anew, and sent once', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await form.quietDay(4);
  await form.send();
  const status = phone.page.locator('#status');
  await phone.page.locator('#send-again').waitFor();
  assert.match(await status.innerText(), /NOT sent/);
  await picture('queued');

  await phone.page.reload();
  await phone.page.locator('#send-again').waitFor();
  assert.match(await status.innerText(), /NOT sent/);
  assert.equal((await phone.waiting()).length, 1);
  assert.deepEqual(await clinic.checkIns(runner), []);

  await phone.offline(false);
  await form.sent();
  assert.deepEqual(await phone.waiting(), []);
  const records = await clinic.allCheckIns(runner);
  assert.equal(records.length, 1);
  assert.equal(answered(records[0], 'worst_nprs'), 4);

  await phone.open(runner.url);
  await phone.page.locator('#told-page').waitFor();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});

story('An emergency that could not be sent says so, and to call', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await form.pain(9);
  await form.tick('wb');
  assert.ok(await form.item('wb').locator('.stop').isVisible());
  await form.choose('wb', 'unable');
  await form.none();
  await form.send();
  await phone.page.locator('#send-again').waitFor();
  assert.match(await phone.page.locator('#status').innerText(), /NOT reached the clinic/);
  assert.ok(await phone.page.locator('a[href^="tel:"]:visible').count() > 0);
  await picture('queued-emergency');
  await phone.offline(false);
  await form.sent();
  assert.equal((await clinic.escalations(runner)).filter((one) => one.urgency === 'EMERGENCY').length, 1);
});

story('Without a server the answers are kept, and sent once when it is back', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(5);
  await clinic.withoutServer(async () => {
    await form.send();
    await phone.page.locator('#send-again').waitFor();
    await picture('server-down-queued');
    const other = await phone.another({ allowFailedCalls: true });
    await other.open(runner.url);
    await other.page.locator('#down-page').waitFor();
    assert.ok(await other.page.locator('a[href^="tel:"]').count() > 0);
    await other.throwAway();
  });
  assert.equal((await phone.waiting()).length, 1);
  await phone.tap(phone.page.locator('#send-again'));
  await form.sent();
  assert.deepEqual(await phone.waiting(), []);
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});

story('What is not sent yet is forgotten only when told twice', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(6);
  await clinic.withoutServer(async () => {
    await form.send();
    await phone.page.locator('#send-again').waitFor();
    await phone.tap(phone.page.locator('#forget button'));
    await phone.page.locator('#unsent').waitFor();
    assert.deepEqual(await phone.axe(), []);
    await picture('forget-unsent');
    assert.equal((await phone.waiting()).length, 1);
    await phone.tap(phone.page.locator('#forget button'));
    await phone.page.locator('#forgotten-page').waitFor();
    assert.deepEqual(await phone.waiting(), []);
  });
});

story('Without a server and without scripts the answers stay in the form', { scripts: false, allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url.split('#')[0]);
  await phone.page.fill('#code', runner.code);
  await phone.page.locator('#code-form button').tap();
  await form.ready();
  await form.quietDay(7);
  await clinic.withoutServer(async () => {
    await form.send();
    await phone.page.locator('#problems').waitFor();
    await picture('server-down-plain');
  });
  assert.ok(await phone.page.locator('input[name="q-worst_nprs-1-1"][value="7"]').isChecked());
  await form.send();
  await form.sent();
  const records = await clinic.allCheckIns(runner);
  assert.equal(records.length, 1);
  assert.equal(answered(records[0], 'worst_nprs'), 7);
});

story('Send tapped twice is one check-in', {}, async ({ phone, runner, clinic }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(1);
  await phone.page.locator('#send').dblclick();
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});

story('A plain form that is posted again is one check-in', { scripts: false }, async ({ phone, runner, clinic }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url.split('#')[0]);
  await phone.page.fill('#code', runner.code);
  await phone.page.locator('#code-form button').tap();
  await form.ready();
  await form.quietDay(1);
  await form.send();
  await form.sent();
  await phone.page.reload();
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});
