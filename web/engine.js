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
   * @param {URL | string | (() => Worker)} worker where the worker is, or what makes one (spawn.js)
   * @param {{begun?: Worker, home?: string, warm?: boolean, threads?: number}} [options] begun: a worker that is there already; home: the folder of the wasm module; the worker's
   *   own unless given; warm: the module is fetched before the first request; threads: workers that share a batch, as many
   *   as there are cores, at most 4, unless given
   */
  constructor(worker, { begun, home, warm = !begun, threads = Math.min(navigator.hardwareConcurrency || 1, kMostThreads) } = {}) {
    this.#threads = threads;
    this.#makeWorker = () => {
      const made = typeof worker === 'function' ? worker() : new Worker(worker, { type: 'module' });
      if (home !== undefined) made.postMessage({ kind: 'home', home });
      return made;
    };
    this.#worker = begun ?? this.#makeWorker();
    if (warm) this.#worker.postMessage({ kind: 'warm' });
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
      this.#requests.set(id, { resolve, reject, onPart, kind: message.kind });
      this.#worker.postMessage({ ...message, id });
    });
  }

  /** Hands the worker what an address holds, where a worker may not read it. */
  give(url, bytes) {
    this.#worker.postMessage({ kind: 'file', url, bytes });
  }

  /** Ends the workers. What was asked for is never answered. */
  close() {
    for (const worker of [this.#worker, ...this.#helpers]) worker.terminate();
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
    if (request.kind !== 'open') this.#addHelpers();
  }

  // After the first pictures, which need not wait for workers that they do not use.
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
