// What all tests share: one clinic, one browser. Each test has its own runner and its own phone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Clinic } from './clinic.js';
import { launchBrowser, Phone } from './phone.js';

const [midstanced, checkin, proto, pictures] = process.argv.slice(2);
const TOO_LONG_MS = 240000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'midstance-phone-'));
export const world = { clinic: null, browser: null, failed: false };

before(async () => {
  world.clinic = await Clinic.open({ midstanced, checkin, proto }, path.join(folder, 'data'));
  world.browser = await launchBrowser();
});

after(async () => {
  await world.browser?.close();
  await world.clinic?.close();
  if (world.failed) console.log(`# the logs are in ${folder}`);
  else fs.rmSync(folder, { recursive: true });
});

// A test of what a runner meets. `options` are of her phone and of herself; the test gets the phone,
// her, and a way to take pictures. Whatever it is about, the page must not have broken its policy,
// written into the console, or asked anybody but the clinic.
export function story(name, options, tell) {
  test(name, { timeout: TOO_LONG_MS }, async () => {
    const phone = await Phone.buy(world.browser, options);
    try {
      const runner = await world.clinic.newRunner(options);
      await tell({
        phone, runner, clinic: world.clinic,
        picture: (title) => phone.picture(pictures, title),
      });
      assert.deepEqual(phone.faults, []);
      assert.deepEqual(phone.foreignRequests(), []);
    } catch (error) {
      world.failed = true;
      await phone.picture(pictures, `failed ${name}`.replaceAll(/[^A-Za-z0-9]+/g, '-')).catch(() => {});
      throw error;
    } finally {
      await phone.throwAway();
    }
  });
}
