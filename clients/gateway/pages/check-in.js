// The check-in page, for browsers that run scripts. Everything works without: what is said here only comes sooner, and what
// cannot be sent is kept until it can. An answer is kept before it is sent for the first time, under the request id that it is
// sent with each time, so that it counts once. At most a week, without names.

const week = 7 * 24 * 3600e3;
let busy = false;
let touched = false;

const $ = (id) => document.getElementById(id);
const first = (selector) => document.querySelector(selector);
const every = (selector, act) => document.querySelectorAll(selector).forEach(act);
const create = (tag, values) => Object.assign(document.createElement(tag), values);
const theForm = () => $('check-in-form');

// What this phone keeps, by key: answers that wait by their request id, and the draft.

const opening = new Promise((done, fail) => {
  const request = indexedDB.open('check-in');
  request.onupgradeneeded = () => request.result.createObjectStore('kept', { keyPath: 'key' });
  request.onsuccess = () => done(request.result);
  request.onerror = fail;
});
async function kept(act, ...values) {
  const transaction = (await opening).transaction('kept', 'readwrite');
  const request = transaction.objectStore('kept')[act](...values);
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = fail;
  });
}
const ignore = () => {};
const forget = (key) => kept('delete', key).catch(ignore);

// What is asked in place.

function saysSo(key) {
  const tick = first(`[name="t-${key}"]`);
  if (tick) return tick.checked;
  const field = key === 'run' ? key : `q-${key}`;
  const input = first(`[name="${field}"]:checked, [name="${field}"][type=number]`);
  if (!input || input.disabled) return false;
  return input.type === 'number' ? input.value > 0 : !['0', 'unsure', $(field)?.dataset.no ?? 'no'].includes(input.value);
}

// The safety text beside the answer that it is for, until that is taken back.
function showStop(question) {
  const beside = question.closest('.tick') ?? question;
  let box = beside.querySelector(':scope > .stop');
  if (!saysSo(question.id.replace(/^(q|tick)-/, ''))) return box?.remove();
  if (box) return;
  box = create('div', { className: 'stop' });
  box.setAttribute('role', 'alert');
  beside.querySelector(':scope > label, :scope > div').after(box);
  box.append(...$('safety').cloneNode(true).children, create('p', { textContent: theForm().dataset.unsent }));
  box.scrollIntoView({ block: 'nearest' });
}

function refresh() {
  every('.follow', (part) => { part.hidden = !saysSo(part.dataset.when); });
  every('.follow input', (input) => { input.disabled = !!input.closest('.follow[hidden]'); });
  every('[name^="t-"]', (tick) => every(`[name="q-${tick.name.slice(2)}"]`, (input) => { input.required = tick.checked; }));
  every('[data-stop]', showStop);
}

// Sending.

// Null when nobody knows what came of it.
async function deliver({ key, body }) {
  try {
    const signal = AbortSignal.timeout?.(20000);
    const response = await fetch('/check-in/send', { method: 'POST', body: new URLSearchParams(body), signal });
    const { ok, status } = response;
    const main = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('main[id]');
    if (!main || status >= 500 || [408, 425, 429].includes(status)) return null;
    await forget(key);
    return { ok: ok || main.id === 'kept-page', main };
  } catch {
    return null;
  }
}

const focusFirst = () => (first('[autofocus]') ?? $('problems') ?? first('h1')).focus();

function show(main) {
  first('main').replaceWith(main);
  touched = false;
  start();
  focusFirst();
}

const say = (...texts) => $('status')?.replaceChildren(...texts.map((textContent) => create('p', { textContent })));

// In the place of the form: that something waits, and whom to call.
function showWaiting(form, entries) {
  say(form.dataset.saved, ...(entries.some((entry) => entry.stop) ? [form.dataset.danger] : []));
  if (form.hidden || touched) return;
  form.hidden = true;
  form.after(create('button', { id: 'send-again', textContent: $('send').textContent, onclick: flush }), $('safety'));
}

async function flush() {
  const form = theForm();
  if (busy || !form) return;
  busy = true;
  const waiting = [];
  for (const entry of await kept('getAll').catch(() => [])) {
    if (!entry.body) continue;
    const late = Date.now() - entry.at > week;
    const outcome = late ? forget(entry.key) : await deliver(entry);
    if (!outcome) waiting.push(entry);
    else if (!touched && (outcome.ok || outcome.main?.id === 'form-page')) show(outcome.main);
    else say(outcome.ok ? form.dataset.sent : form.dataset.refused);
  }
  if (waiting.length && form.isConnected) showWaiting(form, waiting);
  busy = false;
}

async function send(event) {
  const form = event.target;
  const button = event.submitter;
  event.preventDefault();
  const online = navigator.onLine;
  // With a connection the server says what is wrong, beside each field.
  const valid = online ? form.checkValidity() : form.reportValidity();
  if (busy || !(online || valid)) return;
  const data = new URLSearchParams(new FormData(form));
  if (button?.name) data.set(button.name, button.value);
  if ($('list') && !first('.tick :checked') && !data.has('none') && !data.has('asked')) {
    $('ask-list').hidden = false;
    return $('ask-list').focus();
  }
  data.set('asked', 1);
  // Told now, arrived later; with a connection the server's clock counts.
  if (!online) data.set('occurred', `${new Date().toISOString().slice(0, 19)}Z`);
  const entry = { key: data.get('request_id'), at: Date.now(), stop: !!first('.stop'), body: `${data}` };
  busy = true;
  say(form.dataset.sending);
  // What the server will not take is not kept, and of a browser that keeps nothing it is sent at least.
  const safe = valid && await kept('put', entry).then(() => true, () => false);
  const outcome = await deliver(entry);
  busy = false;
  if (!outcome && !safe) return form.submit();
  touched = false;
  forget('draft');
  if (outcome) show(outcome.main); else showWaiting(form, [entry]);
}

// What is filled in is there again when the page is opened again that day.

const draftOf = (form) => [form.elements.link.value, form.dataset.day, location.search].join();

let timer = 0;
function keepDraft(form) {
  touched = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    const fields = [...new FormData(form)].filter(([name]) => form.elements[name].type !== 'hidden');
    if (touched) kept('put', { key: 'draft', of: draftOf(form), fields }).catch(ignore);
  }, 300);
}

async function fillIn(form) {
  const draft = await kept('get', 'draft');
  if (draft?.of !== draftOf(form)) return;
  for (const [name, value] of draft.fields) {
    every(`#check-in-form [name="${name}"]:not(button)`, (input) => {
      if (input.type === 'radio' || input.type === 'checkbox') input.checked ||= input.value === value;
      else input.value = value;
    });
  }
  touched = true;
  refresh();
}

function start() {
  const form = theForm();
  $('forget')?.addEventListener('submit', async (event) => {
    const { target } = event;
    event.preventDefault();
    if (!$('unsent') && (await kept('getAll').catch(() => [])).some(({ body }) => body)) {
      target.prepend(create('p', { id: 'unsent', role: 'alert', textContent: target.dataset.unsent }));
      return;
    }
    await Promise.allSettled([kept('clear'), self.caches?.delete('check-in')]);
    target.submit();
  });
  if (!form) return;
  form.addEventListener('submit', send);
  form.addEventListener('input', () => keepDraft(form));
  form.addEventListener('change', ({ target }) => {
    if (target.id === 'all-done' && target.checked) every('#exercises [value=done]', (radio) => { radio.checked = true; });
    refresh();
  });
  refresh();
}

document.documentElement.classList.add('js');
const code = decodeURIComponent(location.hash.slice(1));
if ($('code-form') && code) {
  // The code of a link stands behind its #, which browsers do not send: into the form, and out of the address.
  history.replaceState(null, '', location.pathname);
  $('code').value = code;
  $('code-form').submit();
}
start();
const opened = location.pathname === '/check-in/today' && theForm();
if (opened) {
  // The page may be an old one that was sent before, from the worker; that is there only where randomUUID is.
  opened.elements.request_id.value = self.crypto.randomUUID?.() ?? opened.elements.request_id.value;
  await fillIn(opened).catch(ignore);
}
if ($('problems')) focusFirst();
flush();
addEventListener('online', flush);
document.addEventListener('visibilitychange', flush);
// A page that comes back from the browser's memory still shows what was sent.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
const worker = navigator.serviceWorker;
worker?.register('/check-in/worker.js', { scope: '/check-in' }).catch(ignore);
// The worker keeps what comes through it; this page did not when it was not there yet.
if (worker && opened && !location.search && !performance.getEntriesByType('navigation')[0]?.workerStart) {
  caches.open('check-in').then((cache) => cache.add('/check-in/today')).catch(ignore);
}
