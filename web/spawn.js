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
  if (isOwn(url) || source === undefined) return () => new Worker(url, { type: 'module' });
  return () => {
    const copy = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(copy);
    URL.revokeObjectURL(copy); // the worker holds what it needs from here on
    return worker;
  };
}

/** Whether an address is of this very page's origin. */
export function isOwn(url) {
  return self.origin !== 'null' && new URL(url, document.baseURI).origin === self.origin;
}
