// Keeps the whole site on the device, so that the page works without a connection once it was loaded.
// build-site.mjs fills in the list and a version made from the contents: a new build makes a new store, and the old
// one serves until every page that uses it is closed.

const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (self));

const kVersion = '/*VERSION*/';
const kFiles = [/*FILES*/];

// Stores are shared by everything on the same origin: the name tells this site's from others'.
const kPrefix = `latentwalk ${worker.registration.scope} `;
const kStore = kPrefix + kVersion;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(kStore).then((store) => store.addAll(kFiles.map((file) => new Request(file, { cache: 'no-cache' })))),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(kPrefix) && name !== kStore))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== worker.location.origin) return;
  event.respondWith(
    caches
      .open(kStore)
      .then((store) => store.match(request, { ignoreSearch: request.mode === 'navigate' }))
      .then((kept) => kept ?? fetch(request)),
  );
});
