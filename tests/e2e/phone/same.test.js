// The same answers make the same record, however they are told.

import assert from 'node:assert/strict';
import { answered, answersOf, CheckInForm } from './form.js';
import { story } from './world.js';

const NOTE = 'Stairs <b>hurt</b> & "more" – später';

async function tellAll(form) {
  await form.pain(6);
  await form.exercise('st-bridge', 'done');
  await form.exercise('al-pelvic-tilt', 'part');
  await form.exercise('st-clam-1', 'skip');
  await form.tick('night_nights');
  await form.choose('night_nights', 2);
  await form.choose('night_pattern', 'positional');
  await form.tick('rest_nprs');
  await form.choose('rest_nprs', 4);
  await form.type('load_off_h', 60);
  await form.tick('fever');
  await form.none();
  await form.note(NOTE);
  await form.send();
  await form.sent();
}

const FILE = {
  answers: {
    'hip/left worst_nprs': 6, 'hip/left night_nights': 2, 'hip/left night_pattern': 'positional',
    'hip/left rest_nprs': 4, load_off_h: 60, fever: 'yes',
  },
  nothing_else: true,
  exercises: { 'st-bridge': 'done', 'al-pelvic-tilt': 'part', 'st-clam left': 'skipped' },
  note: NOTE,
};

story('The page with scripts, without them, and a file of answers make the same record', { scripts: false },
      async ({ phone, runner, clinic, picture }) => {
  const plain = new CheckInForm(phone);
  await phone.open(runner.url.split('#')[0]);
  await phone.page.fill('#code', runner.code);
  await phone.page.locator('#code-form button').tap();
  await plain.ready();
  await picture('plain');
  await tellAll(plain);
  assert.ok(await phone.page.locator('#safety').isVisible(), 'the answer has the safety text');
  await picture('plain-sent');
  const [one] = await clinic.checkIns(runner);
  assert.equal(answered(one, 'night_pattern'), 'positional');
  assert.equal(answered(one, 'load_off_h'), 60);
  assert.equal(answered(one, 'fever'), 'ANSWER_PRESENT');
  assert.equal(answered(one, 'swelling'), 0);
  assert.equal(one.note, NOTE);

  const other = await clinic.newRunner();
  const scripted = await phone.another();
  const form = new CheckInForm(scripted);
  await scripted.open(other.url);
  await form.ready();
  await tellAll(form);
  assert.deepEqual(scripted.faults, []);
  await scripted.throwAway();
  assert.deepEqual(answersOf((await clinic.checkIns(other))[0]), answersOf(one));

  const typist = await clinic.newRunner();
  await clinic.answerWithFile(typist, FILE);
  assert.deepEqual(answersOf((await clinic.checkIns(typist))[0]), answersOf(one));
});
