// usage: node story_index.js FOLDER
//
// Writes FOLDER/index.html: the story as FOLDER/story.txt tells it, with the pictures of the telephone, which are named by
// their day, in the scenes that they are of.

import fs from 'node:fs';
import path from 'node:path';

const [folder] = process.argv.slice(2);
const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

// "Scene 4, 8-16 November: check-ins" and the lines that follow it.
function scenes(text) {
  const found = [];
  for (const line of text.split('\n')) {
    const head = /^Scene (\d+), ([^:]+?)(?:, [\d:]+)?: (.*)$/.exec(line);
    if (head) found.push({ number: Number(head[1]), day: head[2], title: head[3], lines: [] });
    else if (found.length > 0) found.at(-1).lines.push(line);
  }
  return found;
}

// The days of November that a scene is about.
function isOf(day, picture) {
  const [first, last = first] = day.match(/\d+/g).map(Number);
  const taken = Number(/^2026-11-(\d\d)/.exec(picture)?.[1]);
  return taken >= first && taken <= last;
}

const WHAT = {
  '1-answers': 'what she tells', '2-waits': 'kept on the phone, not sent yet', '2-sent': 'what the page answers',
  '0-arrived': 'what waited has arrived',
};
function figure(picture) {
  const [, day, what] = /^2026-11-(\d\d)(?:-offline)?-(.*)\.png$/.exec(picture);
  const caption = `${Number(day)} November: ${WHAT[what] ?? what}`;
  return `<figure><a href="${escaped(picture)}"><img src="${escaped(picture)}" alt="${escaped(caption)}"></a>` +
    `<figcaption>${escaped(caption)}</figcaption></figure>\n`;
}

function linesOf(scene) {
  return scene.lines.map((line) => (line.startsWith('  holds: ')
    ? `<li class="holds">${escaped(line.slice(9))}</li>`
    : `<li>${escaped(line.replace(/^ {2}/, '')) || '&nbsp;'}</li>`)).join('\n');
}

const left = fs.readdirSync(folder).filter((file) => file.endsWith('.png')).sort();
let html = '';
for (const scene of scenes(fs.readFileSync(path.join(folder, 'story.txt'), 'utf8'))) {
  const seen = /check-in|nights|the same again/.test(scene.title) ? left.filter((picture) => isOf(scene.day, picture)) : [];
  for (const picture of seen) left.splice(left.indexOf(picture), 1);
  html += `<section>\n<h2>${scene.number}. ${escaped(scene.title)}</h2>\n<p class="day">${escaped(scene.day)} 2026</p>\n` +
    `<ul>\n${linesOf(scene)}\n</ul>\n<div class="pictures">\n${seen.map(figure).join('')}</div>\n</section>\n`;
}
html += left.length > 0 ? `<div class="pictures">\n${left.map(figure).join('')}</div>\n` : '';

fs.writeFileSync(path.join(folder, 'index.html'), `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>One runner's way from a tight hip to the doctor's answer</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h2 { margin: 2rem 0 0; }
.day { margin: 0; opacity: .75; }
ul { list-style: none; padding: 0; font-family: ui-monospace, monospace; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.holds { font-weight: 700; }
.holds::before { content: "\\2713\\a0"; }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0; width: 12rem; }
img { border: 1px solid; border-radius: 8px; height: 22rem; object-fit: cover; object-position: top; width: 100%; }
figcaption { font-size: .85rem; }
</style>
<h1>One runner's way from a tight hip to the doctor's answer</h1>
<p>Played against a real server and the real phone page. A tick is a promise that was held to.</p>
${html}`);
