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
