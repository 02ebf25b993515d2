// Nothing is sent that she did not say, and what she takes back is not.

import assert from 'node:assert/strict';
import { until } from './clinic.js';
import { answered, CheckInForm, openPlainly, openWithScripts } from './form.js';
import { story } from './world.js';

const PAIN_3 = 'input[name="q-worst_nprs-1-1"][value="3"]';

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts';
  const open = scripts ? openWithScripts : openPlainly;

  story(`Enter in a field or on a tick sends, and says nothing about the list, ${how}`, { scripts, running: true },
        async ({ phone, runner, clinic }) => {
    const form = await open(phone, runner);
    await form.pain(8);
    await form.run('done');
    await phone.page.fill('#run-minutes', '20');
    await phone.page.locator('#run-minutes').press('Enter');
    await phone.page.locator('#ask-list').waitFor();
    assert.deepEqual(await clinic.checkIns(runner), []);
    await phone.page.locator('input[name="q-fever"]').press('Enter');
    await phone.page.locator('#ask-list').waitFor();
    assert.deepEqual(await clinic.checkIns(runner), []);
    assert.ok(await phone.isInView(phone.page.locator('#ask-send')), 'the question is seen');
    if (scripts) assert.deepEqual(await phone.axe(), []);
    await phone.tap(phone.page.locator('#ask-send'));
    await form.sent();
    const [record] = await clinic.checkIns(runner);
    assert.equal(answered(record, 'worst_nprs'), 8);
    assert.equal(answered(record, 'fever'), undefined);
    assert.equal(record.run.minutes, 20);
  });

  story(`Who ticks none of these and presses its button besides has said it, ${how}`, { scripts },
        async ({ phone, runner, clinic }) => {
    const form = await open(phone, runner);
    await form.pain(4);
    await form.note('long');
    await form.send();
    await phone.page.locator('#ask-none').waitFor();
    await form.none();
    await phone.tap(phone.page.locator('#ask-none'));
    await form.sent();
    const [record] = await clinic.checkIns(runner);
    assert.equal(answered(record, 'fever'), 'ANSWER_ABSENT');
    assert.equal(record.note, 'long');
  });
}

story('What lost its tick without scripts is asked about, and counts only with it', { scripts: false, allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const { page } = phone;
  const form = await openPlainly(phone, runner);
  await form.pain(1);
  await form.tick('wb');
  await form.choose('wb', 'unable');
  await form.tick('wb');
  await form.none();
  await form.send();
  await page.locator('#problems').waitFor();
  const tick = page.locator('[name="t-wb-1-1"]');
  assert.equal(await tick.isChecked(), false, 'as she left it');
  assert.ok(await page.locator('#e-t-wb-1-1').isVisible());
  assert.equal(await page.evaluate(() => document.activeElement.id), 't-wb-1-1');
  await picture('plain-unticked');
  assert.deepEqual(await clinic.checkIns(runner), []);
  await form.send();
  await form.sent();
  const [record] = await clinic.checkIns(runner);
  assert.equal(answered(record, 'wb'), 'full');
  assert.deepEqual(await clinic.escalations(runner), []);

  const other = await clinic.newRunner();
  const again = await openPlainly(phone, other);
  await again.pain(1);
  await again.tick('wb');
  await again.choose('wb', 'limp');
  await again.tick('wb');
  await again.none();
  await again.send();
  await page.locator('#problems').waitFor();
  await again.tick('wb');
  assert.ok(await page.locator('[name="q-wb-1-1"][value="limp"]').isChecked(), 'what she chose is still there');
  await again.send();
  await again.sent();
  assert.equal(answered((await clinic.checkIns(other))[0], 'wb'), 'limp');
});

story('All done is taken back when its tick is, and leaves what she told of one', {}, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.exercise('st-bridge', 'part');
  await form.allDone();
  assert.equal(await page.locator('#exercises [value=done]:checked').count(), 2);
  await form.allDone();
  assert.equal(await page.locator('#exercises [type=radio]:checked').count(), 1);
  await form.allDone();
  await form.exercise('st-clam-1', 'skip');
  assert.equal(await page.locator('#all-done').isChecked(), false, 'not all of them');
  await form.pain(2);
  await form.none();
  await form.send();
  await form.sent();
  const [record] = await clinic.checkIns(runner);
  assert.deepEqual(record.exercises.map((one) => one.done).sort(), ['DONE_FULL', 'DONE_PART', 'DONE_SKIPPED']);
});

story('A choice is taken back by choosing it again, by finger and by keyboard', {}, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.pain(3);
  assert.ok(await page.locator(PAIN_3).isChecked());
  await form.pain(3);
  assert.equal(await page.locator(PAIN_3).isChecked(), false);
  await page.locator(PAIN_3).focus();
  await page.keyboard.press('Space');
  assert.ok(await page.locator(PAIN_3).isChecked());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  assert.ok(await page.locator(PAIN_3).isChecked(), 'arrows choose');
  await page.keyboard.press('Space');
  assert.equal(await page.locator(PAIN_3).isChecked(), false);
  await form.allDone();
  await form.exercise('st-bridge', 'done');
  assert.equal(await page.locator('#all-done').isChecked(), false);
  await form.tick('fever');
  await form.send();
  await form.sent();
  const [record] = await clinic.checkIns(runner);
  assert.equal(answered(record, 'worst_nprs'), undefined);
  assert.equal(record.exercises.length, 2);
});

story('A tick that was taken away stays away when the page is opened again', {}, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = await openWithScripts(phone, runner);
  await form.pain(3);
  await form.tick('fever');
  await form.none();
  await form.send();
  await form.sent();
  await phone.tap(page.locator('#change'));
  await form.ready();
  await form.tick('fever');
  await form.pain(4);
  await form.note('now seen');
  await until('it is kept', async () => (await phone.draft()).includes('now seen'));
  await page.reload();
  await until('it is filled in', async () => (await page.inputValue('#note')) === 'now seen');
  assert.ok(await page.locator('#note').isVisible(), 'the note is open');
  assert.equal(await page.locator('[name=q-fever]').isChecked(), false);
  await form.send();
  await form.sent();
  const [now] = await clinic.checkIns(runner);
  assert.equal(answered(now, 'fever'), 'ANSWER_ABSENT');
  assert.equal(answered(now, 'worst_nprs'), 4);
});
