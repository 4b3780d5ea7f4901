// The page's side of the worker: requests as promises.

export class Engine {
  #worker;
  #requests = new Map();
  #nextId = 1;
  #dead = null;

  /**
   * @param {URL | string | (() => Worker)} worker where the worker is, or what makes one (spawn.js)
   * @param {{home?: string}} [options] the folder of the wasm module; the worker's own unless given
   */
  constructor(worker, { home } = {}) {
    this.#worker = typeof worker === 'function' ? worker() : new Worker(worker, { type: 'module' });
    if (home !== undefined) this.#worker.postMessage({ kind: 'home', home });
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    // Only a worker that cannot start, or a fault of its own, comes here: failed requests answer with {error}.
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#dead = new Error(event.message || 'its script could not be started');
      this.#requests.forEach(({ reject }) => reject(this.#dead));
      this.#requests.clear();
    };
  }

  /** Why nothing can be drawn any more; null while all is well. */
  get fault() {
    return this.#dead;
  }

  /**
   * Sends a request; `onPart` sees each message on the way to its end.
   * @returns {Promise<'done' | 'stale'>}
   */
  request(message, onPart) {
    if (this.#dead) return Promise.reject(this.#dead);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#requests.set(id, { resolve, reject, onPart });
      this.#worker.postMessage({ ...message, id });
    });
  }

  /** Hands the worker what an address holds, where a worker may not read it. */
  give(url, bytes) {
    this.#worker.postMessage({ kind: 'file', url, bytes });
  }

  /** Ends the worker. What was asked for is never answered. */
  close() {
    this.#worker.terminate();
    this.#requests.clear();
    this.#dead = new Error('it was closed');
  }

  #receive({ id, done, stale, error, ...part }) {
    const request = this.#requests.get(id);
    if (!request) return;
    if (!done && !stale && error === undefined) return request.onPart?.(part);
    this.#requests.delete(id);
    if (error !== undefined) request.reject(new Error(error));
    else request.resolve(stale ? 'stale' : 'done');
  }
}
