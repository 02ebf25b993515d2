// Answers that the phone keeps: each arrives once, or she knows that it did not.

import assert from 'node:assert/strict';
import { until } from './clinic.js';
import { answered, CheckInForm, openAndKeep } from './form.js';
import { story } from './world.js';

const SEND = '**/check-in/send';
const FAILS = { allowFailedCalls: true };

// Fills in and sends without a network.
async function sendOffline(phone, runner, pain) {
  const form = await openAndKeep(phone, runner);
  await phone.offline(true);
  await form.quietDay(pain);
  await form.send();
  await phone.page.locator('#send-again').waitFor();
  return form;
}
const pains = (records) => records.map((record) => answered(record, 'worst_nprs')).sort();

story('What is sent while an older answer is on its way arrives too', FAILS, async ({ phone, runner, clinic }) => {
  const form = await sendOffline(phone, runner, 4);
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  await phone.page.route(SEND, async (route) => { await held; await route.continue(); });
  await phone.offline(false);
  await phone.page.goto(`${phone.origin}/check-in/today`);
  await form.ready();
  await form.quietDay(7);
  await form.send();
  await until('both are kept', async () => (await phone.waiting()).length === 2);
  goOn();
  await form.sent();
  await until('both are sent', async () => (await phone.waiting()).length === 0);
  assert.deepEqual(pains(await clinic.allCheckIns(runner)), [4, 7]);
});

story('What is kept is sent from every page, and told on every page until then', FAILS,
      async ({ phone, runner, clinic, picture }) => {
  const form = await sendOffline(phone, runner, 4);
  const other = await phone.another();
  await other.open(runner.url);
  const elsewhere = new CheckInForm(other);
  await elsewhere.ready();
  await elsewhere.quietDay(2);
  await elsewhere.send();
  await elsewhere.sent();
  await other.throwAway();

  await phone.page.route(SEND, (route) => route.abort());
  await phone.offline(false);
  await phone.page.goto(`${phone.origin}/check-in/today`);
  await phone.page.locator('#told-page #status p').waitFor();
  assert.match(await phone.page.locator('#status').innerText(), /NOT sent/);
  assert.deepEqual(await phone.axe(), []);
  await picture('told-queued');
  await phone.page.goto(`${phone.origin}/check-in`);
  await phone.page.locator('#code-page #status p').waitFor();
  await phone.page.unroute(SEND);
  await phone.page.goto(`${phone.origin}/check-in/today`);
  await form.sent();
  assert.deepEqual(pains(await clinic.allCheckIns(runner)), [2, 4]);
  assert.deepEqual(await phone.waiting(), []);
});

story('What the server wants mended stays until it is, also when the page is opened anew', { ...FAILS, running: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(9);
  await form.note('stays');
  await form.run('done');
  await phone.page.fill('#run-minutes', '20-25');
  await phone.page.fill('#run-km', '2,5');
  await form.send();
  await phone.page.locator('#problems').waitFor();
  assert.match(await phone.page.locator('#problems').innerText(), /1440/);
  await phone.page.reload();
  await phone.page.locator('#problems').waitFor();
  assert.equal(await phone.page.inputValue('#run-minutes'), '20-25');
  assert.equal(await phone.page.inputValue('#note'), 'stays');
  await picture('number-wrong');
  assert.deepEqual(await clinic.allCheckIns(runner), []);
  await phone.page.fill('#run-minutes', '25');
  await form.send();
  await form.sent();
  assert.deepEqual(await phone.waiting(), []);
  const [record] = await clinic.allCheckIns(runner);
  assert.equal(record.run.minutes, 25);
  assert.equal(record.run.distance_km, 2.5);
  assert.equal(answered(record, 'worst_nprs'), 9);
});

story('What will never be taken is told until she has seen it', FAILS, async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(3);
  await form.send();
  await form.sent();
  await phone.tap(phone.page.locator('#change'));
  await form.ready();
  await form.pain(10);
  await phone.offline(true);
  await form.send();
  await phone.page.locator('#send-again').waitFor();
  const other = await phone.another();
  await other.open(runner.url);
  await other.page.locator('#change').tap();
  const elsewhere = new CheckInForm(other);
  await elsewhere.ready();
  await elsewhere.pain(5);
  await elsewhere.send();
  await elsewhere.sent();
  await other.throwAway();

  await phone.offline(false);
  const status = phone.page.locator('#status');
  await phone.page.locator('#seen').waitFor();
  assert.match(await status.innerText(), /could not be sent/);
  await phone.page.goto(`${phone.origin}/check-in/today`);
  await phone.page.locator('#seen').waitFor();
  assert.deepEqual(await phone.axe(), []);
  await picture('queue-refused');
  await phone.tap(phone.page.locator('#seen'));
  await until('it is seen', async () => (await phone.waiting()).length === 0);
  assert.equal(await status.innerText(), '');
  assert.deepEqual(pains(await clinic.checkIns(runner)), [5]);
});

story('An answer that arrived, and nobody heard that it did, counts once', FAILS, async ({ phone, runner, clinic }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(6);
  await phone.page.route(SEND, async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
  await form.send();
  await phone.page.locator('#send-again').waitFor();
  const [entry] = await phone.waiting();
  assert.match(entry.body, /occurred=/, 'when it was told goes along');
  await phone.tap(phone.page.locator('#send-again'));
  await form.sent();
  assert.deepEqual(await phone.waiting(), []);
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});

story('What a clock that was wrong made old is sent all the same', FAILS, async ({ phone, runner, clinic }) => {
  const form = await sendOffline(phone, runner, 8);
  await phone.page.evaluate(() => new Promise((done) => {
    const opening = indexedDB.open('check-in');
    opening.onsuccess = () => {
      const store = opening.result.transaction('kept', 'readwrite').objectStore('kept');
      store.getAll().onsuccess = ({ target }) => {
        const [entry] = target.result.filter(({ body }) => body);
        store.put({ ...entry, at: entry.at - 30 * 24 * 3600e3 }).onsuccess = done;
      };
    };
  }));
  await phone.offline(false);
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});

story('A browser whose store never answers sends all the same', FAILS, async ({ phone, runner, clinic }) => {
  await phone.page.addInitScript(() => { IDBFactory.prototype.open = () => ({}); });
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.quietDay(2);
  await form.send();
  await form.sent();
  assert.equal((await clinic.allCheckIns(runner)).length, 1);
});
