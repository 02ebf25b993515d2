// What the check-in page does with its form. It is served as one script with check-in-kept.js, which comes first.

// What is asked in place.

const keyOf = ({ id }) => id.replace(/^(q|tick)-/, '');
function saysSo(key) {
  const tick = first(`[name="t-${key}"]`);
  if (tick) return tick.checked;
  const field = key === 'run' ? key : `q-${key}`;
  const input = first(`[name="${field}"]:checked, [name="${field}"][inputmode]`);
  if (!input || input.disabled) return false;
  return input.inputMode ? parseFloat(input.value.replace(',', '.')) > 0 : !['0', 'unsure', $(field)?.dataset.no ?? 'no'].includes(input.value);
}

// The safety text beside the answer that it is for, until that is taken back.
function showStop(question) {
  const beside = question.closest('.tick') ?? question;
  let box = beside.querySelector(':scope > .stop');
  if (!saysSo(keyOf(question))) return box?.remove();
  if (box) return;
  box = create('div', { className: 'stop' });
  box.setAttribute('role', 'alert');
  beside.querySelector(':scope > label, :scope > div').after(box);
  box.append(...$('safety').cloneNode(true).children, create('p', { textContent: theForm().dataset.unsent }));
  box.scrollIntoView({ block: 'nearest' });
}

// What hangs on an answer stands behind its question, or in its tick.
function refresh() {
  every('.follow', (part) => {
    const before = part.previousElementSibling;
    part.hidden = !saysSo(keyOf(before.matches('[id^=q-]') ? before : part.parentElement));
  });
  every('.follow input', (input) => { input.disabled = !!input.closest('.follow[hidden]'); });
  every('[name^="t-"]', (tick) => every(`[name="q-${tick.name.slice(2)}"]`, (input) => { input.required = tick.checked; }));
  every('[data-stop]', showStop);
}

// A choice that is tapped again, or has the focus when a blank is typed, is taken back.
let held = null;
function hold({ target }) {
  const radio = target.closest('label')?.control;
  held = radio?.type === 'radio' && radio.checked && radio;
}
function release(event) {
  const { target, key } = event;
  if (target !== held || (key && key !== ' ')) return;
  // Else the browser would choose it again.
  if (key) event.preventDefault();
  target.checked = held = false;
  changed(event);
}

function changed({ target }) {
  const all = $('all-done');
  if (target === all) {
    every('#exercises [value=done]', (done) => {
      if (!all.checked) done.checked &&= done.own;
      else if (!theForm().elements[done.name].value) done.checked = true;
    });
  } else if (target.closest('#exercises')) {
    target.own = true;
    all.checked &&= target.checked && target.value === 'done';
  }
  refresh();
  keepDraft(theForm());
}

function start() {
  const form = theForm();
  $('forget')?.addEventListener('submit', async (event) => {
    const { target } = event;
    event.preventDefault();
    if (!$('unsent') && (await unsent()).length) {
      target.prepend(create('p', { id: 'unsent', role: 'alert', textContent: target.dataset.unsent }));
      return;
    }
    await Promise.allSettled([kept('clear'), self.caches && inTime(caches.delete('check-in'))]);
    target.submit();
  });
  if (!form) return;
  form.addEventListener('submit', send);
  form.addEventListener('input', () => keepDraft(form));
  form.addEventListener('change', changed);
  for (const type of ['pointerdown', 'keydown']) form.addEventListener(type, hold);
  for (const type of ['click', 'keyup']) form.addEventListener(type, release);
  every('[inputmode]', (input) => { input.pattern = '\\s*-?\\d+([.,]\\d+)?\\s*'; });
  refresh();
}

document.documentElement.classList.add('js');
let code = location.hash.slice(1);
try { code = decodeURIComponent(code); } catch {}
const opens = $('code-form') && code;
if (opens) {
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
// With the link that is being opened it is sent by the next page, which then says what came of it.
if (!opens) flush();
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
