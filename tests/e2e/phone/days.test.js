// What a runner does, from a quiet day to a bad one.

import assert from 'node:assert/strict';
import { CLINIC_PHONE } from './clinic.js';
import { answered, CheckInForm } from './form.js';
import { story } from './world.js';

const TEL = `tel:${CLINIC_PHONE.replaceAll(' ', '')}`;

story('A quiet day takes five taps at most', { running: true }, async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  assert.equal(await phone.page.evaluate(() => location.href.includes('#')), false, 'no code in the address');
  await picture('form');
  await form.quietDay(2);
  await form.run('skip');
  await form.send();
  await form.sent();
  assert.ok(phone.taps <= 5, `${phone.taps} taps`);
  await picture('sent');

  const [record, ...others] = await clinic.checkIns(runner);
  assert.equal(others.length, 0);
  assert.equal(answered(record, 'worst_nprs'), 2);
  assert.equal(answered(record, 'night_nights'), 0);
  assert.equal(answered(record, 'fever'), 'ANSWER_ABSENT');
  assert.equal(answered(record, 'wb'), 'full');
  assert.deepEqual(record.exercises.map((one) => one.done), Array(3).fill('DONE_FULL'));
  assert.equal(record.run.done, 'DONE_SKIPPED');
  assert.deepEqual(await clinic.escalations(runner), []);
  assert.match(await phone.page.locator('#week').innerText(), /on [12] of \d/);
});

story('A red flag asks more in place, shows when to get help at the tick, and reaches the therapist', { running: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.pain(8);
  await form.allDone();
  // Asked in the moment of the tick, after the page had its say.
  await phone.page.evaluate(() => {
    addEventListener('change', ({ target }) => {
      const shown = (element) => {
        const box = element?.getBoundingClientRect();
        return !!box && box.height > 0 && box.top >= 0 && box.top < innerHeight;
      };
      const item = target.closest('.tick');
      window.atTheTick = {
        stop: shown(item?.querySelector('.stop')),
        call: [...item?.querySelectorAll('.stop a') ?? []].some(shown),
        questions: item?.querySelector('.follow').offsetHeight > 0,
      };
    });
  });
  assert.equal(await form.item('wb').locator('.follow').isVisible(), false);
  await form.tick('wb');
  assert.deepEqual(await phone.page.evaluate(() => window.atTheTick), { stop: true, call: true, questions: true });
  const stop = form.item('wb').locator('.stop');
  assert.equal(await stop.getAttribute('role'), 'alert');
  assert.match(await stop.innerText(), /not been sent|not sent/i);
  assert.ok(await stop.locator(`a[href="${TEL}"]`).isVisible());
  await picture('safety');
  await form.choose('wb', 'unable');
  await form.tick('night_nights');
  await form.choose('night_nights', 3);
  await form.choose('night_pattern', 'unremitting');
  assert.ok(await stop.isVisible(), 'it stays');
  await picture('red-flag');
  await form.none();
  await form.send();
  await form.sent();
  assert.match(await phone.page.locator('#hold.held').innerText(), /\S/);
  assert.ok(await phone.page.locator('#safety').isVisible());
  await picture('sent-on-hold');

  const [record] = await clinic.checkIns(runner);
  assert.equal(answered(record, 'wb'), 'unable');
  assert.equal(answered(record, 'night_nights'), 3);
  assert.equal(answered(record, 'night_pattern'), 'unremitting');
  assert.equal(answered(record, 'fever'), 'ANSWER_ABSENT');
  const raised = await clinic.escalations(runner);
  assert.ok(raised.some((one) => one.urgency === 'EMERGENCY' && one.state === 'STATE_OPEN'),
            JSON.stringify(raised.map((one) => one.title)));
});

story('What is taken back takes its questions and the safety text along', {}, async ({ phone, runner, clinic }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.pain(1);
  await form.tick('wb');
  await form.choose('wb', 'limp');
  await form.tick('wb');
  assert.equal(await phone.page.locator('.stop').count(), 0);
  assert.equal(await form.item('wb').locator('.follow').isVisible(), false);
  await form.none();
  await form.send();
  await form.sent();
  const [record] = await clinic.checkIns(runner);
  assert.equal(answered(record, 'wb'), 'full');
});

story('What was left out is asked once, and is then sent as not asked', {}, async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.pain(4);
  await form.send();
  await phone.page.locator('#ask-list').waitFor();
  assert.ok(await phone.isInView(phone.page.locator('#ask-send')));
  await picture('asked-once');
  await phone.tap(phone.page.locator('#ask-send'));
  await form.sent();
  const [record] = await clinic.checkIns(runner);
  assert.equal(answered(record, 'worst_nprs'), 4);
  assert.equal(answered(record, 'fever'), undefined);
  assert.equal(answered(record, 'night_nights'), undefined);
  assert.deepEqual(record.exercises, []);
});

story('The answers of today can be changed', {}, async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(3);
  await form.send();
  await form.sent();
  await phone.open(runner.url);
  await phone.page.locator('#told-page').waitFor();
  await picture('told');
  await phone.tap(phone.page.locator('#change'));
  await form.ready();
  assert.ok(await phone.page.locator('input[name="q-worst_nprs-1-1"][value="3"]').isChecked());
  await picture('change');
  await form.pain(5);
  await form.send();
  await form.sent();
  const all = await clinic.allCheckIns(runner);
  assert.equal(all.length, 2);
  const [now] = await clinic.checkIns(runner);
  assert.equal(answered(now, 'worst_nprs'), 5);
  assert.equal(answered(now, 'night_nights'), 0);
  assert.equal(now.exercises.length, 3);
  assert.ok(all.some((one) => one.state === 'RECORD_STATE_AMENDED' && answered(one, 'worst_nprs') === 3));
});
