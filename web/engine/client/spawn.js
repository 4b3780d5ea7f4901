// Workers wherever the page may be.
//
// A browser starts a worker's script only from the page's own origin. A page in a sandboxed frame and a file:// page
// have no origin that equals any other, and a script on another site's page is from elsewhere: there the worker starts
// from a copy of its source. Where it can, it starts from its address, which a policy without `blob:` allows.

/**
 * A function that makes workers.
 * @param {string | URL} url the worker's own file, a module
 * @param {string} [source] the same worker as one classic script
 * @returns {() => Worker}
 */
export function workerMaker(url, source) {
  if (isSameOrigin(url) || source === undefined) return () => new Worker(url, { type: 'module' });
  return () => {
    const copy = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(copy);
    URL.revokeObjectURL(copy); // the worker holds what it needs from here on
    return worker;
  };
}

/** Whether an address is of this very page's origin. */
export function isSameOrigin(url) {
  return self.origin !== 'null' && new URL(url, document.baseURI).origin === self.origin;
}

/**
 * What stands in for a worker where a policy allows none: the same script in the page's own thread. It works in small
 * parts and lets the page breathe between them.
 * @param {string} url of the worker as a classic script
 * @param {string} [source] the same script, for a page that is all in one file: it runs where such a page may run at all
 * @returns {Worker} all of one that engine.js uses
 */
export function inThisThread(url, source) {
  const { port1, port2 } = new MessageChannel(); // keeps what is said until the script is there
  const port = Object.assign(port1, { terminate: () => port1.close(), onerror: null });
  const worker = /** @type {Worker} */ (/** @type {unknown} */ (port));
  const run = source === undefined ? runScript(url) : runText(source);
  run.then(
    () => self.latentwalkServe(port2),
    (error) => worker.onerror?.(new ErrorEvent('error', { message: error.message })),
  );
  return worker;
}

async function runText(source) {
  const script = Object.assign(document.createElement('script'), { textContent: source });
  document.head.append(script); // runs at once
  script.remove();
  if (!self.latentwalkServe) throw new Error("the page's policy allows neither workers nor scripts in the page");
}

export function runScript(url) {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => done(script.remove());
    script.onerror = () => {
      script.remove();
      failed(new Error(`${url} could not be loaded`));
    };
    document.head.append(script);
  });
}
