// Keeps the whole site on the device, so that the page works without a connection once it was loaded.
// build-site.mjs fills in the files, each with its SHA-256, and a version made from the contents: a new build makes a new
// store, and the old one serves until every page that uses it is closed. Nothing is stored that has another hash: a
// server that answers with rubbish, or holds half of a new site, leaves the old store as it is, and the next visit tries
// again.

const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (self));

const kVersion = '/*VERSION*/';
/** @type {Record<string, string>} */
const kFiles = {/*FILES*/};

// Stores are shared by everything on the same origin: the name tells this site's from others'.
const kPrefix = `latentwalk ${worker.registration.scope} `;
const kStore = kPrefix + kVersion;
const kIndex = 'index.html'; // which the folder itself is too

worker.addEventListener('install', (event) => event.waitUntil(storeAll()));

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
  event.respondWith(answer(request));
});

async function storeAll() {
  try {
    const store = await caches.open(kStore);
    await Promise.all(Object.keys(kFiles).map((file) => keep(store, file)));
  } catch (error) {
    await caches.delete(kStore);
    throw error;
  }
}

async function answer(request) {
  const store = await caches.open(kStore);
  const isPage = request.mode === 'navigate';
  const kept = await store.match(request, { ignoreSearch: isPage });
  if (kept) return kept;
  // Browsers may give up parts of a store: such a file is fetched and kept again.
  const path = request.url.slice(worker.registration.scope.length).replace(isPage ? /[?#].*$/ : /#.*$/, '') || kIndex;
  if (!Object.hasOwn(kFiles, path)) return fetch(request);
  return keep(store, path).catch(() => fetch(request));
}

/** Fetches a file and stores it; rejects where it is not what was built. */
async function keep(store, file) {
  const response = await fetched(file);
  await store.put(file, response.clone());
  if (file === kIndex) await store.put('./', response.clone());
  return response;
}

async function fetched(file) {
  const path = file === kIndex ? './' : file;
  const integrity = kFiles[file];
  // What a cache on the way holds may be wrong too: the second request goes past it.
  const response = await fetch(path, { integrity, cache: 'no-cache' }).catch(() =>
    fetch(file, { integrity, cache: 'reload' }),
  );
  if (!response.redirected) return response;
  // A page may not come from an answer that was redirected: some servers lead index.html to its folder.
  const headers = new Headers(response.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Response(await response.blob(), { headers });
}
