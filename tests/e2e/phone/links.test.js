// Links that do not work, and telephones that shall know nothing.

import assert from 'node:assert/strict';
import { CLINIC_PHONE, until } from './clinic.js';
import { answered, CheckInForm, openAndKeep } from './form.js';
import { story } from './world.js';

const TEL = `tel:${CLINIC_PHONE.replaceAll(' ', '')}`;
const PARTS = ['today', 'page.css', 'page.js', 'worker.js', 'icon.svg'].map((part) => `/check-in/${part}`);
const SECRET = 'zebra-17';
// Words that nobody who looks at her phone should read in a title.
const HEALTH = /pain|hip|knee|night|swell|fever|physio|clinic|injur|midstance/i;

async function saysItIsOver(phone) {
  await phone.page.locator('#gone-page').waitFor();
  assert.match(await phone.page.locator('main').innerText(), /call your clinic/i);
  assert.ok(await phone.page.locator(`a[href="${TEL}"]`).isVisible());
}

story('An expired link says so and whom to call', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const link = await clinic.newLink(runner, new Date(Date.now() + 1500));
  await until('the link is over', async () => {
    const { status } = await fetch(`${clinic.url}/midstance.v1.CheckInService/GetCheckInForm`, {
      method: 'POST', body: JSON.stringify({ name: runner.name }),
      headers: { Authorization: `Bearer ${link.token}`, 'Content-Type': 'application/json' },
    });
    return status === 401;
  });
  await phone.open(link.url);
  await saysItIsOver(phone);
  await picture('link-over');
});

story('What a link that is revoked while she fills in does not send is sent by the next one', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(6);
  await clinic.revoke(runner.link);
  await form.send();
  await saysItIsOver(phone);
  assert.match(await phone.page.locator('#status').innerText(), /NOT sent/);
  await picture('link-over-queued');
  assert.deepEqual(await phone.axe(), []);
  assert.equal((await phone.waiting()).length, 1);
  assert.deepEqual(await clinic.allCheckIns(runner), []);
  await phone.open(runner.url);
  await saysItIsOver(phone);
  assert.match(await phone.page.locator('#status').innerText(), /NOT sent/);

  await phone.open((await clinic.newLink(runner)).url);
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
  assert.deepEqual(await phone.waiting(), []);
});

story('Of one patient nothing is shown or sent to who opens the link of another', { allowFailedCalls: true },
      async ({ phone, runner, clinic }) => {
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await form.quietDay(8);
  await form.send();
  await phone.page.locator('#send-again').waitFor();
  // Held back until the other link is open.
  await phone.page.route('**/check-in/send', (route) => route.abort());
  await phone.offline(false);
  const other = await clinic.newRunner();
  await phone.open(other.url);
  await form.ready();
  await phone.page.unroute('**/check-in/send');
  await phone.page.reload();
  await form.ready();
  assert.ok(await phone.page.locator('#check-in-form').isVisible());
  assert.equal(await phone.page.locator('#status').innerText(), '');
  await form.quietDay(1);
  await form.send();
  await form.sent();
  assert.deepEqual(await clinic.allCheckIns(runner), []);
  const [record] = await clinic.allCheckIns(other);
  assert.equal(answered(record, 'worst_nprs'), 1);

  await phone.open((await clinic.newLink(runner)).url);
  await form.sent();
  assert.equal(answered((await clinic.allCheckIns(runner))[0], 'worst_nprs'), 8);
});

story('The form of the patient before is not there without a network when another link was opened', { allowFailedCalls: true },
      async ({ phone, runner, clinic }) => {
  await openAndKeep(phone, runner);
  const other = await clinic.newRunner();
  await clinic.withoutServer(async () => {
    await phone.open(other.url);
    await phone.page.locator('#down-page').waitFor();
  });
  await phone.offline(true);
  await phone.page.goto(`${phone.origin}/check-in/today`).catch(() => {});
  assert.equal(await phone.page.locator('#check-in-form').count(), 0);
});

story('A code that is cut off is told as such', { allowFailedCalls: true }, async ({ phone, runner, picture }) => {
  await phone.open(`${runner.url.split('#')[0]}`);
  await phone.page.locator('#code-page').waitFor();
  await phone.page.fill('#code', runner.token);
  await phone.page.locator('#code-form button').tap();
  await phone.page.locator('#problems').waitFor();
  assert.equal(await phone.page.locator('#code').getAttribute('aria-describedby'), 'e-code');
  assert.ok(await phone.page.locator('#e-code').isVisible());
  await picture('code-wrong');
});

story('After sending the telephone knows no answer, and forgets the link when told to', {},
      async ({ phone, runner, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  assert.doesNotMatch(await phone.page.title(), HEALTH);
  await form.quietDay(9);
  await form.note(SECRET);
  await form.send();
  await form.sent();
  assert.doesNotMatch(await phone.page.title(), HEALTH);
  const after = await phone.kept();
  assert.deepEqual(after.databases, { 'check-in/kept': [] });
  assert.deepEqual(after.storage, {});
  assert.equal(after.cookies, '', 'no script reads the link');
  for (const { url, text } of after.caches) {
    assert.ok(!text.includes(SECRET), url);
    assert.doesNotMatch(text, /<input[^>]* checked/, url);
    assert.ok(!text.includes(runner.token), url);
  }

  // Back from another page, and back again to where the form was.
  await phone.page.goto(`${phone.origin}/check-in`);
  await phone.page.goBack();
  await phone.page.waitForLoadState();
  assert.equal(await phone.page.locator('input:checked').count(), 0);
  assert.ok(!(await phone.page.content()).includes(SECRET));

  await phone.page.goto(`${phone.origin}/check-in/today`);
  await phone.page.locator('#told-page').waitFor();
  await phone.tap(phone.page.locator('#forget button'));
  await phone.page.locator('#forgotten-page').waitFor();
  await picture('forgotten');
  assert.deepEqual(await phone.context.cookies(), []);
  const forgotten = await phone.kept();
  for (const rows of Object.values(forgotten.databases)) assert.deepEqual(rows, []);
  for (const { url, text } of forgotten.caches) {
    assert.ok(!url.endsWith('/check-in/today'), url);
    assert.ok(!text.includes(SECRET) && !text.includes(runner.token), url);
  }
  await phone.page.goto(`${phone.origin}/check-in/today`);
  await phone.page.locator('#code-page').waitFor();
});

story('What is filled in is there again when the page is opened again', {}, async ({ phone, runner }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.pain(3);
  await form.tick('night_nights');
  await form.choose('night_nights', 2);
  await until('all of it is kept', async () => (await phone.draft()).includes('q-night_nights-1-1'));
  await phone.page.reload();
  await form.ready();
  assert.ok(await phone.page.locator('input[name="q-worst_nprs-1-1"][value="3"]').isChecked());
  assert.ok(await phone.page.locator('input[name="q-night_nights-1-1"][value="2"]').isChecked());
  assert.ok(await form.item('night_nights').locator('.follow').isVisible());
});

story('The page weighs little on a day with a run and is whole from one host', { running: true }, async ({ phone, runner }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await phone.page.waitForLoadState('networkidle');
  const transfers = await Promise.all(phone.transfers);
  const sizes = new Map();
  for (const { url, bytes } of transfers) {
    const { pathname } = new URL(url);
    if (PARTS.includes(pathname)) {
      sizes.set(pathname, Math.max(sizes.get(pathname) ?? 0, bytes));
    }
  }
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.log(`# page weight: ${total} bytes: ${JSON.stringify(Object.fromEntries(sizes))}`);
  assert.ok(sizes.size >= 3 && total > 5000);
  assert.ok(total <= 20000, `${total} bytes`);
});
