// A site's files for pages that may not read them: a sandboxed frame of a server that does not allow it, and a page
// opened from disk. Such a page may still run scripts, and build-site.mjs writes each file as one, in `inline/`, or
// into the page itself: it puts the bytes into `latentwalkFiles`. Only a page that has such a table uses it.

import { isOwn } from './spawn.js';

export class SiteFiles {
  #base;
  #files = new Map(); // path -> promise of bytes
  #readsScripts = false;

  /** @param {string} base the address of the site's folder */
  constructor(base) {
    this.#base = base;
  }

  /** The list of models. */
  async manifest(signal) {
    const path = 'models/manifest.json';
    const url = new URL(path, this.#base).href;
    if (!this.#isHere(path)) {
      try {
        const response = await fetch(url, { signal });
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        return await response.json();
      } catch (error) {
        // Nothing but trying tells whether the server lets this page read; where it does not, there is no answer.
        if (!self.latentwalkFiles || isOwn(url) || error.name !== 'TypeError') throw error;
        this.#readsScripts = true;
      }
    }
    return JSON.parse(new TextDecoder().decode(await this.#read(path)));
  }

  /** Whether a worker may fetch a file itself. */
  isReadable(path) {
    return !this.#readsScripts && !this.#isHere(path);
  }

  /** Where a picture is shown from. */
  picture(path) {
    return this.#isHere(path) ? `data:image/png;base64,${self.latentwalkFiles[path]}` : new URL(path, this.#base).href;
  }

  /** An engine whose worker is handed the files of this site that requests name, before the requests. */
  through(engine) {
    const handed = new Map(); // path -> promise that the worker has the file
    const hand = (path) => {
      if (this.isReadable(path)) return undefined;
      if (!handed.has(path)) {
        const sent = this.#read(path).then((bytes) => engine.give(this.#base + path, bytes));
        handed.set(path, sent);
        sent.catch(() => handed.delete(path)); // so that a later request tries again
      }
      return handed.get(path);
    };
    return {
      get fault() {
        return engine.fault;
      },
      request: async (message, onPart) => {
        const named = Object.values(message).flat().filter((value) => typeof value === 'string' && value.startsWith(this.#base));
        await Promise.all(['latentwalk.wasm', ...named.map((url) => url.slice(this.#base.length))].map(hand));
        return engine.request(message, onPart);
      },
    };
  }

  #isHere(path) {
    return Object.hasOwn(self.latentwalkFiles ?? {}, path);
  }

  #read(path) {
    if (!this.#files.has(path)) {
      const bytes = this.#isHere(path) ? Promise.resolve() : runScript(new URL(`inline/${path}.js`, this.#base).href);
      this.#files.set(path, bytes.then(() => bytesOf(self.latentwalkFiles[path])));
      this.#files.get(path).catch(() => this.#files.delete(path));
    }
    return this.#files.get(path);
  }
}

function runScript(url) {
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

// The browser's own reader does not hold the page up.
async function bytesOf(base64) {
  return new Uint8Array(await (await fetch(`data:application/octet-stream;base64,${base64}`)).arrayBuffer());
}
