// usage: node story_check_in.js PAGE PROFILE PICTURES TIME CODE WORD...
//
// One check-in of the story on the phone page at PAGE, by a telephone whose clock says TIME and that keeps what it knows
// in the folder PROFILE. WORDs are what is told, "worst_nprs=6", and "all-done", "none"; "twice" taps Send twice,
// "offline" has no network when it is sent, "online" opens the page again and tells nothing. Takes pictures, and prints
// as JSON what the page showed.

import fs from 'node:fs';
import path from 'node:path';
import { CheckInForm } from './form.js';
import { Phone } from './phone.js';

const [url, profile, pictures, time, code, ...words] = process.argv.slice(2);
const does = (word) => words.includes(word);
const value = (name) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
const name = `${time.slice(0, 10)}${does('offline') ? '-offline' : ''}`;

async function checkIn(phone) {
  const form = new CheckInForm(phone);
  if (does('online')) {
    await phone.open(`${url}/check-in/today`);
  } else {
    await phone.open(`${url}/check-in#${code}`);
    await form.ready();
    if (value('worst_nprs')) await form.pain(value('worst_nprs'));
    if (does('all-done')) await form.allDone();
    if (value('night_nights')) {
      await form.tick('night_nights');
      await form.choose('night_nights', value('night_nights'));
      if (value('night_pattern')) await form.choose('night_pattern', value('night_pattern'));
    }
    if (does('none')) await form.none();
    await phone.picture(pictures, `${name}-1-answers`);
    if (does('offline')) await phone.offline(true);
    if (does('twice')) await phone.page.locator('#send').dblclick();
    else await form.send();
    if (does('offline')) {
      await phone.page.locator('#send-again').waitFor();
      await phone.picture(pictures, `${name}-2-waits`);
      return { text: await phone.page.locator('#status').innerText(), hold: false, ago_ms: 0 };
    }
  }
  await form.sent();
  const seen = Date.now();
  const shown = {
    text: await phone.page.locator('#advice').innerText(),
    hold: await phone.page.locator('#hold.held').count() > 0,
  };
  await phone.picture(pictures, `${name}-${does('online') ? '0-arrived' : '2-sent'}`);
  return { ...shown, ago_ms: Date.now() - seen };
}

fs.mkdirSync(profile, { recursive: true });
const phone = await Phone.keep(path.resolve(profile), new Date(time));
try {
  console.log(JSON.stringify(await checkIn(phone)));
} finally {
  await phone.throwAway();
}
