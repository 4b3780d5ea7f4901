// The page's side of the worker: requests as promises.

/** More workers than this draw no sheet a visitor could tell from another's, and each takes a model's memory. */
const kMostThreads = 4;

export class Engine {
  #worker;
  #makeWorker;
  #threads;
  #helpers = [];
  #requests = new Map();
  #nextId = 1;
  #dead = null;

  /**
   * @param {URL | string | (() => Worker)} worker where the worker is, or what makes one
   * @param {{threads?: number}} [options] workers that share a batch: as many as there are cores, at most 4, unless given
   */
  constructor(worker, { threads = Math.min(navigator.hardwareConcurrency || 1, kMostThreads) } = {}) {
    this.#makeWorker = typeof worker === 'function' ? worker : () => new Worker(worker, { type: 'module' });
    this.#threads = threads;
    this.#worker = this.#makeWorker();
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

  #receive({ id, done, stale, error, ...part }) {
    const request = this.#requests.get(id);
    if (!request) return;
    if (!done && !stale && error === undefined) return request.onPart?.(part);
    this.#requests.delete(id);
    if (error !== undefined) request.reject(new Error(error));
    else request.resolve(stale ? 'stale' : 'done');
    this.#addHelpers();
  }

  // After the first answer: a page's first picture need not wait for workers that it does not use.
  #addHelpers() {
    while (this.#helpers.length + 1 < this.#threads) {
      const helper = this.#makeWorker();
      const { port1, port2 } = new MessageChannel();
      helper.postMessage({ kind: 'help', port: port1 }, [port1]);
      this.#worker.postMessage({ kind: 'helper', port: port2 }, [port2]);
      // One that cannot start answers nothing, and nothing is asked of it: only those that have loaded a model are.
      helper.onerror = (event) => event.preventDefault();
      this.#helpers.push(helper);
    }
  }
}
