// Whoever she is and however she looks at it: every state of the page in light and dark, on a narrow screen, with large
// letters, from right to left, in other languages, by keyboard alone.

import assert from 'node:assert/strict';
import { CheckInForm } from './form.js';
import { story } from './world.js';

async function looksWell(phone, picture, state) {
  for (const scheme of ['light', 'dark']) {
    await phone.paint(scheme);
    assert.deepEqual(await phone.axe(), [], `${state}, ${scheme}`);
    await picture(`${state}-${scheme}`);
  }
  await phone.paint('light');
  await phone.page.setViewportSize({ width: 320, height: 568 });
  assert.equal(await phone.scrollsSideways(), false, `${state} at 320 px`);
  const letters = (size) => phone.page.evaluate((text) => { document.documentElement.style.fontSize = text; }, size);
  await letters('200%');
  assert.equal(await phone.scrollsSideways(), false, `${state} with large letters`);
  if (state === 'form') await picture(`${state}-large`);
  await letters('');
  if (state === 'form') await picture(`${state}-320`);
  await phone.page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  assert.equal(await phone.scrollsSideways(), false, `${state} from right to left`);
  if (['form', 'safety', 'sent'].includes(state)) await picture(`${state}-rtl`);
  await phone.page.evaluate(() => { document.documentElement.dir = 'ltr'; });
  await phone.page.setViewportSize({ width: 360, height: 640 });
}

story('From the code to the answer everybody can read it', { running: true, allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  const { page } = phone;
  await phone.open(runner.url.split('#')[0]);
  await page.locator('#code-page').waitFor();
  await looksWell(phone, picture, 'code');
  await page.fill('#code', 'not a code');
  await page.locator('#code-form button').tap();
  await page.locator('#problems').waitFor();
  await looksWell(phone, picture, 'code-error');
  await page.fill('#code', runner.code);
  await page.locator('#code-form button').tap();
  await form.ready();
  await looksWell(phone, picture, 'form');
  await form.tick('wb');
  await form.tick('night_nights');
  await looksWell(phone, picture, 'safety');
  await form.send();
  await page.locator('.error').first().waitFor();
  await looksWell(phone, picture, 'error');
  await form.choose('wb', 'limp');
  await form.choose('night_nights', 1);
  await form.choose('night_pattern', 'positional');
  await phone.offline(true);
  await form.send();
  await page.locator('#send-again').waitFor();
  await looksWell(phone, picture, 'queued');
  await phone.offline(false);
  await form.sent();
  await looksWell(phone, picture, 'sent');
  await phone.open(runner.url);
  await page.locator('#told-page').waitFor();
  await looksWell(phone, picture, 'told');
  await phone.tap(page.locator('#change'));
  await form.ready();
  await looksWell(phone, picture, 'change');
  await clinic.revoke(runner.link);
  await form.send();
  await page.locator('#gone-page').waitFor();
  await looksWell(phone, picture, 'gone');
});

story('A server that is down and a list that was left out can be read by everybody', { allowFailedCalls: true },
      async ({ phone, runner, clinic, picture }) => {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await form.pain(2);
  await form.send();
  await phone.page.locator('#ask-list').waitFor();
  await looksWell(phone, picture, 'list-left-out');
  await clinic.withoutServer(async () => {
    await phone.page.reload();
    await phone.page.locator('#down-page').waitFor();
    await looksWell(phone, picture, 'down');
  });
});

for (const [language, locale, send] of [['de', 'de-DE', 'Senden'], ['es', 'es-ES', 'Enviar']]) {
  story(`The page speaks ${language} to whoever does`, { language: locale }, async ({ phone, runner, clinic, picture }) => {
    const form = new CheckInForm(phone);
    await phone.open(runner.url);
    await form.ready();
    assert.equal(await phone.page.locator('html').getAttribute('lang'), language);
    assert.equal(await phone.page.locator('#send').innerText(), send);
    assert.equal(await phone.page.locator(`#check-in-form [lang]:not([lang="${language}"])`).count(), 0);
    await picture(`form-${language}`);
    await form.quietDay(2);
    await form.send();
    await form.sent();
    assert.deepEqual(await phone.axe(), []);
    await picture(`sent-${language}`);
    assert.equal((await clinic.checkIns(runner)).length, 1);
  });
}

story('A keyboard is enough, and what has the focus can be seen', {}, async ({ phone, runner, clinic }) => {
  const { page } = phone;
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  const goTo = async (selector) => {
    for (let steps = 0; steps < 80; ++steps) {
      await page.keyboard.press('Tab');
      const there = await page.evaluate((wanted) => {
        const element = document.activeElement;
        const box = element.getBoundingClientRect();
        const x = box.left + box.width / 2;
        const y = box.top + box.height / 2;
        const onTop = document.elementFromPoint(x, y);
        const seen = element === document.body || (onTop !== null && (element.contains(onTop) || onTop.contains(element)));
        return { found: element.matches(wanted), seen, what: element.outerHTML.slice(0, 80) };
      }, selector);
      assert.ok(there.seen, `the focus is hidden: ${there.what}`);
      if (there.found) return;
    }
    assert.fail(`Tab never comes to ${selector}`);
  };
  await goTo('input[name="q-worst_nprs-1-1"]');
  await page.keyboard.press('Space');
  for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowRight');
  await goTo('#all-done');
  await page.keyboard.press('Space');
  await goTo('[name="t-wb-1-1"]');
  await page.keyboard.press('Space');
  assert.ok(await form.item('wb').locator('.stop').isVisible());
  await goTo('input[name="q-wb-1-1"]');
  await page.keyboard.press('Space');
  await goTo('#none');
  await page.keyboard.press('Space');
  await goTo('#send');
  await page.keyboard.press('Enter');
  await form.sent();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1', 'the answer has the focus');
  const [record] = await clinic.checkIns(runner);
  assert.equal(record.reports[0].observations.find((one) => one.code === 'worst_nprs').number, 3);
  assert.equal(record.exercises.length, 3);
});
