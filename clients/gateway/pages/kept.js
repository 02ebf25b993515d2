// What this phone keeps until it is sent, in IndexedDB: answers that wait, and what is filled in. No names.

const open = new Promise((done, fail) => {
  const request = indexedDB.open('check-in', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('waiting', { keyPath: 'key' });
    request.result.createObjectStore('draft');
  };
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});
open.catch(() => {});

async function within(name, act) {
  const transaction = (await open).transaction(name, 'readwrite');
  const request = act(transaction.objectStore(name));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = () => fail(transaction.error);
  });
}

export const all = () => within('waiting', (store) => store.getAll());
export const keep = (entry) => within('waiting', (store) => store.put(entry));
export const drop = (key) => within('waiting', (store) => store.delete(key));
// Without a value it reads, with null it forgets.
export const draft = (value) => within('draft', (store) => {
  if (value === undefined) return store.get('draft');
  return value ? store.put(value, 'draft') : store.delete('draft');
});
export const clear = async () => {
  await within('waiting', (store) => store.clear());
  await within('draft', (store) => store.clear());
};
