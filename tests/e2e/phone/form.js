// The check-in form as fingers know it. Everything is at the left hip.

import { until } from './clinic.js';

const HIP = '1-1';
const GENERAL = ['fever', 'load_off_h', 'stiffness_min'];
const key = (code) => (GENERAL.includes(code) ? code : `${code}-${HIP}`);

export class CheckInForm {
  constructor(phone) {
    this.phone = phone;
    this.page = phone.page;
  }

  labelOf(field, value) {
    return this.page.locator(`label:has(input[name="${field}"]${value === undefined ? '' : `[value="${value}"]`})`);
  }

  // Opened by its link, or again.
  async ready() {
    await this.page.locator('#check-in-form').waitFor();
  }

  pain(number) {
    return this.choose('worst_nprs', number);
  }
  choose(code, value) {
    return this.phone.tap(this.labelOf(`q-${key(code)}`, value));
  }
  async type(code, value) {
    await this.page.fill(`input[name="q-${key(code)}"]`, String(value));
  }
  allDone() {
    return this.phone.tap(this.page.locator('label:has(#all-done)'));
  }
  exercise(name, how) {
    return this.phone.tap(this.labelOf(`x-${name}`, how));
  }
  run(how) {
    return this.phone.tap(this.labelOf('run', how));
  }
  // The place in the list, with what is asked there.
  item(code) {
    return this.page.locator(`#tick-${key(code)}`);
  }
  tick(code) {
    return this.phone.tap(this.item(code).locator(':scope > label'));
  }
  none() {
    return this.phone.tap(this.page.locator('label:has(#none)'));
  }
  async note(text) {
    await this.page.locator('#note-part summary').tap();
    await this.page.fill('#note', text);
  }
  send() {
    return this.phone.tap(this.page.locator('#send'));
  }
  async sent() {
    await this.page.locator('#sent-page').waitFor();
  }
  // The answers of a day on which nothing is the matter.
  async quietDay(pain = 2) {
    await this.pain(pain);
    await this.allDone();
    await this.none();
  }
}

// Opened once with a network, so that the browser has the page and its last form.
export async function openAndKeep(phone, runner) {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  await phone.page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await until('the page is kept', async () => {
    const { caches } = await phone.kept();
    return caches.some(({ url }) => url.endsWith('/check-in/today')) &&
           caches.some(({ url }) => url.endsWith('/check-in/page.js'));
  });
  return form;
}

// Opened without scripts: the code is pasted.
export async function openPlainly(phone, runner) {
  const form = new CheckInForm(phone);
  await phone.open(runner.url.split('#')[0]);
  await phone.page.fill('#code', runner.code);
  await phone.page.locator('#code-form button').tap();
  await form.ready();
  return form;
}
export async function openWithScripts(phone, runner) {
  const form = new CheckInForm(phone);
  await phone.open(runner.url);
  await form.ready();
  return form;
}

// A record without what differs from one to the next.
export function answersOf(checkIn) {
  const sorted = (observations) => observations.map(({ code, value, ...rest }) => {
    const { number, choice, answer } = rest;
    return { code, number, choice, answer };
  }).sort((one, other) => one.code.localeCompare(other.code));
  return {
    note: checkIn.note,
    general: sorted(checkIn.general),
    reports: checkIn.reports.map(({ site, observations }) => ({ site, observations: sorted(observations) })),
    exercises: checkIn.exercises,
    run: checkIn.run,
  };
}
// What was answered to a question.
export function answered(checkIn, code) {
  const all = [...checkIn.general, ...checkIn.reports.flatMap((report) => report.observations)];
  const found = all.find((one) => one.code === code);
  return found?.[found.value];
}
