// The workers of a training, and what makes them.

/** Sets what makes workers where there is no Worker: learn-node.js does it. */
export function makeWorkersWith(/** @type {() => any} */ make) {
  makeWorkerHere = make;
}

/** @type {() => any} */
export let makeWorkerHere = () => new Worker(new URL('learn_worker.js', import.meta.url), { type: 'module' });

const kPatience = 20_000; // ms without a sign of a worker after which it counts as lost

export class LostWorker extends Error {}

/** The workers of a training, and the ports between them. */
export class Team {
  #workers = [];
  #calls = new Map(); // number -> {worker, resolve, reject}
  #nextCall = 1;
  #watch;

  constructor(makeWorker, count) {
    for (let i = 0; i < count; i++) this.#workers.push(this.#hire(makeWorker()));
    this.#watch = setInterval(() => this.#look(), kPatience / 4);
    this.#watch.unref?.(); // in Node it keeps no program alive
  }

  #hire(worker) {
    const entry = { worker, heard: performance.now() };
    worker.onmessage = ({ data: { id, value, error, fatal } }) => {
      entry.heard = performance.now();
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error === undefined) call?.resolve(value);
      else call?.reject(fatal ? new LostWorker(error) : new Error(error));
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#lose(new LostWorker(event.message || 'its script could not be started'));
    };
    return entry;
  }

  /** Gives every worker a learner with its part of the shards. */
  create(creation) {
    const count = this.#workers.length;
    const places = Array.from({ length: count }, () => ({ parent: null, children: [] }));
    // Worker 1 is a child of 0, 3 of 2, then 2 of 0: sums of neighbouring shards first.
    for (let reach = 1; reach < count; reach *= 2)
      for (let i = reach; i < count; i += 2 * reach) {
        const { port1, port2 } = new MessageChannel();
        places[i].parent = port1;
        places[i - reach].children.push(port2);
      }
    return this.all('create', creation, (i) => ({
      message: { ...places[i], worker: i, workers: count },
      transfer: [places[i].parent, ...places[i].children].filter(Boolean),
    }));
  }

  /** Asks the first worker. */
  first(call, message) {
    return this.#ask(this.#workers[0], { ...message, call });
  }

  /** Asks all workers; the first one's answer. */
  async all(call, message, partOf = (/** @type {number} */ _) => ({ message: {}, transfer: [] })) {
    const answers = this.#workers.map((worker, i) => {
      const part = partOf(i);
      return this.#ask(worker, { ...message, ...part.message, call }, part.transfer);
    });
    const results = await Promise.allSettled(answers);
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    const lost = failures.find((error) => error instanceof LostWorker);
    if (failures.length > 0) throw lost ?? failures[0];
    return /** @type {any} */ (results[0]).value;
  }

  end(error) {
    clearInterval(this.#watch);
    for (const { worker } of this.#workers) {
      worker.onerror = null;
      worker.terminate();
    }
    this.#lose(error);
  }

  #ask(entry, message, transfer = []) {
    const id = this.#nextCall++;
    if (this.#calls.size === 0) this.#workers.forEach((one) => (one.heard = performance.now()));
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      entry.worker.postMessage({ ...message, id }, transfer);
    });
  }

  // A worker that a browser has ended says nothing. One that waits for another worker still answers.
  #look() {
    if (this.#calls.size === 0) return;
    const now = performance.now();
    if (this.#workers.some(({ heard }) => now - heard > kPatience))
      return this.#lose(new LostWorker(`a worker gave no sign for ${kPatience / 1000} s`));
    for (const { worker } of this.#workers) worker.postMessage({ id: 0, call: 'alive' });
  }

  #lose(error) {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    calls.forEach(({ reject }) => reject(error));
  }
}
