// The page's side of the worker: requests as promises.

/** More workers than this draw no sheet a visitor could tell from another's, and each takes a model's memory. */
const kMostThreads = 4;

export class Engine {
  #worker;
  #makeWorker;
  #instead;
  #warm;
  #home;
  #threads;
  #helpers = [];
  #requests = new Map(); // number -> {message, resolve, reject, onPart, tries}
  #given = new Map(); // address -> bytes or a Blob
  #nextId = 1;
  #standsIn = false; // whether the page's own thread works in the worker's place
  #answered = false; // whether the worker has ever done so
  #dead = null;

  /**
   * @param {URL | string | (() => Worker)} worker where the worker is, or what makes one (spawn.js)
   * @param {{existing?: Worker, home?: string, warm?: boolean, threads?: number, instead?: () => Worker}} [options] existing: a
   *   worker that is there already; home: the folder of the wasm module; the worker's own unless given; warm: the module is
   *   fetched before the first request; threads: workers that share a batch, as many as there are cores, at most 4, unless
   *   given; instead: makes what stands in for a worker where none can start
   */
  constructor(
    worker,
    { existing, home, warm = true, threads = Math.min(navigator.hardwareConcurrency || 1, kMostThreads), instead } = {},
  ) {
    this.#threads = threads;
    this.#instead = instead;
    this.#warm = warm;
    this.#home = home;
    this.#makeWorker = () => (typeof worker === 'function' ? worker() : new Worker(worker, { type: 'module' }));
    if (existing) this.#listen(existing);
    else this.#start();
  }

  /** Why nothing can be drawn any more; null while all is well. */
  get fault() {
    return this.#dead;
  }

  /**
   * Sends a request; `onPart` sees each message on the way to its end. After a crash the parts may come again.
   * @param {object} message
   * @param {(part: Record<string, any>) => void} [onPart]
   * @param {AbortSignal} [signal] gives the request up: it is not answered any more
   * @returns {Promise<'done' | 'stale'>}
   */
  request(message, onPart, signal) {
    if (this.#dead) return Promise.reject(this.#dead);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return;
      const giveUp = () => this.#abandon(id);
      const ending = (end) => (value) => {
        signal?.removeEventListener('abort', giveUp);
        end(value);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#requests.set(id, { message, resolve: ending(resolve), reject: ending(reject), onPart, tries: 1 });
      this.#worker.postMessage({ ...message, id });
    });
  }

  #abandon(id) {
    if (this.#requests.delete(id)) this.#worker.postMessage({ kind: 'abandon', request: id });
  }

  /** Hands the worker what an address holds, bytes or a Blob, where a worker may not read it. */
  give(url, bytes) {
    this.#given.set(url, bytes);
    this.#worker.postMessage({ kind: 'file', url, bytes });
  }

  /**
   * What makes workers that train (learn/learn.js), each with the training module where that was handed over.
   * @param {string} home the folder of the modules
   */
  async learningWorkers(home) {
    const module = `${home}latentwalk-learn.wasm`;
    return () => {
      if (this.#standsIn) throw new Error('the policy of this page allows no workers, which training needs');
      const worker = this.#made();
      if (this.#given.has(module)) worker.postMessage({ kind: 'file', url: module, bytes: this.#given.get(module) });
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ kind: 'learn', port: port1 }, [port1]);
      const learner = { onmessage: null, onerror: null, postMessage: port2.postMessage.bind(port2) };
      port2.onmessage = (event) => learner.onmessage?.(event);
      worker.onerror = (event) => learner.onerror?.(event);
      return Object.assign(learner, { terminate: () => (port2.close(), worker.terminate()) });
    };
  }

  /** Gives back what a model takes: its memory in the workers, and its bytes where they were handed over. */
  forget(url) {
    this.#given.delete(url);
    this.#worker.postMessage({ kind: 'forget', url });
  }

  /** Goes on with fresh workers: the memory of a WebAssembly module grows only, and comes back only so. */
  renew() {
    if (this.#dead) return;
    this.#end();
    this.#start();
    this.#askAgain();
  }

  /** Ends the workers. What was asked for is never answered. */
  close() {
    this.#end();
    this.#requests.clear();
    this.#dead = new Error('it was closed');
  }

  #start() {
    let worker;
    try {
      worker = this.#made();
    } catch (error) {
      if (!this.#instead) throw error;
      worker = this.#madeInstead();
    }
    this.#listen(worker);
    if (this.#warm) worker.postMessage({ kind: 'warm' });
  }

  #made() {
    return this.#greet(this.#makeWorker());
  }

  #madeInstead() {
    const worker = this.#greet(this.#instead());
    this.#instead = undefined;
    this.#standsIn = true;
    this.#threads = 1;
    return worker;
  }

  #greet(worker) {
    if (this.#home !== undefined) worker.postMessage({ kind: 'home', home: this.#home });
    return worker;
  }

  #listen(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#receive(data);
    // Only a worker that cannot start, or a fault of its own, comes here: failed requests answer with {error}.
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#worker === worker) this.#recover(new Error(event.message || 'its script could not be started'));
    };
  }

  // A worker that has worked before is made anew, and asked once more for what it owes. What it owes at its second crash
  // is given up, since a request may be what it cannot bear. One that neither worked nor was asked is not made again.
  #recover(error) {
    const again = Array.from(this.#requests).filter(([, { tries }]) => tries > 1);
    const wasAlive = this.#answered || again.length > 0;
    this.#answered = false;
    this.#end();
    for (const [id, { reject }] of again) {
      this.#requests.delete(id);
      reject(error);
    }
    this.#requests.forEach((request) => request.tries++);
    try {
      if (wasAlive) this.#start();
      else if (this.#instead) this.#listen(this.#madeInstead());
      else throw error;
    } catch (fault) {
      this.#dead = fault;
      this.#requests.forEach(({ reject }) => reject(fault));
      this.#requests.clear();
      return;
    }
    this.#askAgain();
  }

  #askAgain() {
    for (const [url, bytes] of this.#given) this.#worker.postMessage({ kind: 'file', url, bytes });
    for (const [id, { message }] of this.#requests) this.#worker.postMessage({ ...message, id });
  }

  #end() {
    for (const worker of [this.#worker, ...this.#helpers]) worker.terminate();
    this.#helpers = [];
  }

  #receive({ id, done, stale, error, ...part }) {
    const request = this.#requests.get(id);
    this.#answered = true;
    if (!request) return;
    if (!done && !stale && error === undefined) return request.onPart?.(part);
    this.#requests.delete(id);
    if (error !== undefined) request.reject(new Error(error));
    else request.resolve(stale ? 'stale' : 'done');
    if (request.message.kind !== 'open') this.#addHelpers();
  }

  // After the first pictures, which need not wait for workers that they do not use.
  #addHelpers() {
    while (this.#helpers.length + 1 < this.#threads) {
      const helper = this.#made();
      const { port1, port2 } = new MessageChannel();
      helper.postMessage({ kind: 'help', port: port1 }, [port1]);
      this.#worker.postMessage({ kind: 'helper', port: port2 }, [port2]);
      // What it owes would never come: all begins anew, without helpers.
      helper.onerror = (event) => {
        event.preventDefault();
        if (!this.#helpers.includes(helper)) return;
        this.#threads = 1;
        this.#recover(new Error(event.message || 'a helper stopped'));
      };
      this.#helpers.push(helper);
    }
  }
}
