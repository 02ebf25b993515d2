// The check-in page, for browsers that run scripts. Everything works without: what is said here only comes sooner, and what
// cannot be sent is kept until it can. An answer is kept before it is sent for the first time, under the request id that it is
// sent with each time, so that it counts once; and until it has arrived or she has seen that it will not. Without names.

const week = 7 * 24 * 3600e3;
let touched = false;

const $ = (id) => document.getElementById(id);
const first = (selector) => document.querySelector(selector);
const every = (selector, act) => document.querySelectorAll(selector).forEach(act);
const create = (tag, values) => Object.assign(document.createElement(tag), values);
const theForm = () => $('check-in-form');

// What this phone keeps, by key: answers that wait by their request id, and the draft. A browser that does not get to it in
// time is one that keeps nothing.

const inTime = (work) => Promise.race([work, new Promise((_, fail) => { setTimeout(fail, 2000); })]);
const opening = new Promise((done, fail) => {
  const request = indexedDB.open('check-in');
  request.onupgradeneeded = () => request.result.createObjectStore('kept', { keyPath: 'key' });
  request.onsuccess = () => done(request.result);
  request.onerror = request.onblocked = fail;
});
async function open(act, values) {
  const transaction = (await opening).transaction('kept', 'readwrite');
  const request = transaction.objectStore('kept')[act](...values);
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = fail;
  });
}
const kept = (act, ...values) => inTime(open(act, values));
const ignore = () => {};
const forget = (key) => kept('delete', key).catch(ignore);
const unsent = async () => (await kept('getAll').catch(() => [])).filter(({ body }) => body);

// Sending, one after the other, in all tabs. A tab that the phone has put to sleep does not hold up the others for ever.

let last = Promise.resolve();
const alone = (act) => new Promise((done, fail) => {
  let begun;
  const begin = () => (begun ??= act().then(done, fail));
  setTimeout(begin, 25000);
  navigator.locks?.request('check-in', begin).catch(begin) ?? begin();
});
const inTurn = (act) => (last = last.catch(ignore).then(() => alone(act)));
// Answers that were refused, or not right, while this page is open: by key, what the server said.
const answered = new Map();

// What became of an answer: it was `sent`, it `waits`, it is of `another` patient, or it was `refused`, be it that it has to be
// filled in again. With the page that says so, where there is one. Only what was sent is forgotten here.
async function deliver(entry, body = entry.body) {
  answered.delete(entry.key);
  try {
    const signal = AbortSignal.timeout?.(20000);
    const data = new URLSearchParams(body);
    data.set('lang', document.documentElement.lang);
    const response = await fetch('/check-in/send', { method: 'POST', body: data, signal });
    const main = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main[id]');
    if (main?.id === 'sent-page') {
      await forget(entry.key);
      return { sent: true, main };
    }
    // What is no answer of ours, whatever its status, comes from something in between.
    if (response.status >= 500 || !/^(form|stale|closed|changed|kept|gone|other)-page$/.test(main?.id)) return { waits: true };
    // Of a link that is over a new one takes them along.
    if (main.id === 'gone-page') return { waits: true, main };
    if (main.id === 'other-page') return { another: true, main };
    answered.set(entry.key, main.id);
    return { refused: true, main };
  } catch {
    return { waits: true };
  }
}

const focusFirst = () => (first('[autofocus]') ?? $('problems') ?? first('h1')).focus();

function show(main) {
  const { title, documentElement: { lang, dir } } = main.ownerDocument;
  document.title = title;
  Object.assign(document.documentElement, { lang, dir });
  first('main').replaceWith(main);
  touched = false;
  start();
  focusFirst();
  // Begun to be mended, and then in another language or on another day: it is the same answer.
  const form = theForm();
  if (form) fillIn(form, form.elements.request_id.value).catch(ignore).then(() => keepDraft(form));
}

const say = (...texts) => $('status')?.replaceChildren(...texts.map((textContent) => create('p', { textContent })));
const isHers = ({ body }) => {
  const hers = $('status')?.dataset.link;
  return !hers || new URLSearchParams(body).get('link') === hers;
};
const idOf = (part) => part.querySelector('[name=request_id]')?.value;
const isOfToday = ({ at }) => new Date(at).toDateString() === new Date().toDateString();

// What is still kept, and whom to call. In the place of the form where that is what she filled in. Of what was sent meanwhile
// the advice: the page with it is not shown.
function tell(waiting, refused, news) {
  const status = $('status');
  if (!status) return;
  const words = status.dataset;
  const form = theForm();
  const before = document.activeElement;
  const advice = news ? [...news.querySelectorAll('#advice, #hold')].map(({ textContent }) => textContent) : [];
  say(...(refused.length ? [words.refused] : []), ...(waiting.length ? [words.saved] : []),
      ...([...waiting, ...refused].some(({ stop }) => stop) ? [words.danger] : []), ...(news ? [words.sent, ...advice] : []));
  const offer = (id, textContent, onclick) => status.append(create('button', { id, type: 'button', textContent, onclick }));
  if (refused.length) {
    offer('seen', words.seen, () => Promise.all(refused.map(({ key }) => forget(key))).then(() => tell(waiting, [])));
  }
  if (waiting.length) offer('send-again', words.send, flush);
  if (form && !touched) {
    form.hidden = waiting.some(isOfToday);
    if (form.hidden) form.after($('safety'));
  }
  if (!before.isConnected || (form?.hidden && form.contains(before))) ($('send-again') ?? first('h1')).focus();
}

// Every answer that waits is tried, the oldest first; and then what came of all of them is told at once.
const flush = () => inTurn(async () => {
  const waiting = [];
  const refused = [];
  const pages = {};
  for (const entry of (await unsent()).filter(isHers).sort((one, other) => one.at - other.at)) {
    const known = answered.get(entry.key);
    const { sent, waits, another, main } = known ? { main: { id: known } } : await deliver(entry);
    // The server was reached; what it did not take for so long it will not take.
    if (another || (waits && main)) {
      if (Date.now() - entry.at > week) await forget(entry.key);
      else if (waits) waiting.push(entry);
    } else if (!sent) {
      (waits ? waiting : refused).push(entry);
    }
    // A hold is told, whatever came after it.
    if (main && !known && !pages[main.id]?.querySelector('.held')) pages[main.id] = main;
  }
  // A form that is to be mended comes before what was sent, since that needs nothing of her.
  const page = pages['form-page'] ?? (theForm() && pages['gone-page']) ?? pages['sent-page'];
  const shown = !touched && page;
  if (shown) show(page);
  // It is being mended already: then only what is wrong is missing.
  else if (page && idOf(page) && idOf(page) === idOf(document) && !$('problems')) $('status').after(page.querySelector('#problems') ?? '');
  const isBeingMended = ({ key }) => answered.get(key) === 'form-page' && idOf(document) === key;
  const left = refused.filter((entry) => !isBeingMended(entry));
  const news = pages['sent-page'];
  if (waiting.length || left.length || news) tell(waiting, left, news !== shown && news);
});

async function send(event) {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  const online = navigator.onLine;
  // With a connection the server says what is wrong, beside each field.
  if (form.sending || !(online || form.reportValidity())) return;
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  if ($('list') && !first('.tick > label :checked') && !data.has('none') && !data.has('asked')) {
    $('ask-list').hidden = false;
    return $('ask-list').focus();
  }
  if (!data.has('asked')) data.set('asked', 1);
  const atOnce = `${data}`;
  // Told now, arrived later. With a connection the server's clock counts.
  data.set('occurred', `${new Date().toISOString().slice(0, 19)}Z`);
  const entry = { key: data.get('request_id'), at: Date.now(), stop: !!first('.stop'), body: `${data}` };
  form.sending = true;
  say($('status').dataset.sending);
  // Of a browser that keeps nothing it is sent at least.
  const safe = await kept('put', entry).then(() => true, () => false);
  const { waits, main } = await inTurn(async () => {
    // Another tab may have sent it by now, with its time: the same again has the same answer.
    const isOurs = online && (!safe || await kept('get', entry.key).catch(ignore));
    return deliver(entry, isOurs ? atOnce : entry.body);
  });
  form.sending = false;
  if (waits && !main && !safe) return online ? form.submit() : say($('status').dataset.danger);
  touched = false;
  forget('draft');
  if (main) show(main);
  if (waits && safe) tell([entry], []);
  if (!waits) flush();
}

// What is filled in is there again when the page is opened again that day.

const draftOf = (form) => form.elements.link.value + form.dataset.day;

let timer = 0;
function keepDraft(form) {
  touched = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const fields = [...new FormData(form)].filter(([name]) => form.elements[name].type !== 'hidden');
    const draft = { key: 'draft', of: draftOf(form), id: form.elements.request_id.value, at: Date.now(), fields };
    if (touched) kept('put', draft).catch(ignore);
  }, 300);
}

// With its request id: it may be an answer that was sent before and is being mended. Of `id` alone, where that is given.
async function fillIn(form, id) {
  const draft = await kept('get', 'draft');
  if (draft?.of !== draftOf(form) || !isOfToday(draft) || (id && id !== draft.id)) return;
  form.elements.request_id.value = draft.id;
  for (const input of form.elements) {
    const values = draft.fields.filter(([name]) => name === input.name).map(([, value]) => value);
    if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
    else if (values.length) [input.value] = values;
  }
  $('note-part').open ||= $('note').value;
  touched = true;
  refresh();
}
