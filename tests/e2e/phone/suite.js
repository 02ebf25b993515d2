// usage: node suite.js MIDSTANCED MIDSTANCE_CHECKIN PROTO_FOLDER PICTURES [FILE...]
//
// The phone page in a real browser against the real server.

import fs from 'node:fs';

const here = new URL('.', import.meta.url);
const wanted = process.argv.slice(6);
const files = fs.readdirSync(here).filter((file) => file.endsWith('.test.js')).sort();
for (const file of files) {
  if (wanted.length === 0 || wanted.includes(file)) await import(new URL(file, here));
}
