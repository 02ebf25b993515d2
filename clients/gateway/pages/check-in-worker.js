// Keeps the page and its last form for when there is no connection. Answers are kept by the page, never here.

const shell = ['/check-in', '/check-in/page.css', '/check-in/page.js'];
const form = '/check-in/today';

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open('check-in').then((cache) => cache.addAll(shell)));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

async function answer(request, path) {
  const cache = await caches.open('check-in');
  try {
    const response = await fetch(request);
    if (shell.includes(path)) {
      if (response.ok) await cache.put(path, response.clone());
    } else if (response.status === 401 || response.status === 403) {
      await cache.delete(form);
    } else if (response.ok && !new URL(request.url).search && /<main id="?form-page/.test(await response.clone().text())) {
      await cache.put(form, response.clone());
    }
    return response;
  } catch (error) {
    // To change what was told takes what was told; the form of a day's first check-in would make a second one of it.
    const kept = !/[?&]change=/.test(request.url) && await cache.match(path);
    if (kept) return kept;
    throw error;
  }
}

addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  // Another link is another patient's, perhaps: the form of the one before is not for her.
  if (/^\/check-in\/(open|forget)$/.test(url.pathname)) event.waitUntil(caches.open('check-in').then((cache) => cache.delete(form)));
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (shell.includes(url.pathname) || url.pathname === form) event.respondWith(answer(event.request, url.pathname));
});
