// A site's files for pages that may not read them: a sandboxed frame of a server that does not allow it, and a page
// opened from disk. Such a page may still run scripts, and build-site.mjs writes what it needs as such, in `inline/`, or
// into the page itself: they put the bytes into `latentwalkFiles`. Only a page that has such a table uses it. To keep the
// site small that is the default model and one of the other family, and what belongs to them.

import { isSameOrigin, runScript } from '../../engine/client/spawn.js';
import { textAt } from '../dom/files.js';
import { failure } from '../words/text.js';

// Requests that need the first module only.
const kDrawn = new Set(['open', 'sheet', 'decode', 'latents', 'encode', 'read', 'realDigits', 'cancel']);

export class SiteFiles {
  #base;
  #files = new Map(); // path -> promise of bytes
  #readsScripts = false;
  #scripts = null; // the files that there are as scripts

  /** @param {string} base the address of the site's folder */
  constructor(base) {
    this.#base = base;
  }

  /** Whether the page itself has the files inside. */
  get isWhole() {
    return this.#isHere('models/manifest.json');
  }

  /** The list of models. */
  async manifest(signal) {
    const path = 'models/manifest.json';
    const url = new URL(path, this.#base).href;
    if (!this.#isHere(path)) {
      try {
        const response = await fetch(url, { signal });
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        return listIn(await response.text());
      } catch (error) {
        // Nothing but trying tells whether the server lets this page read; where it does not, there is no answer.
        if (!self.latentwalkFiles || isSameOrigin(url) || error.name !== 'TypeError') throw error;
        this.#readsScripts = true;
      }
    }
    this.#scripts = null; // known once the list is here
    const manifest = JSON.parse(new TextDecoder().decode(await this.#read(path)));
    this.#scripts = manifest.scripts;
    return manifest;
  }

  /** Whether a worker may fetch a file itself. */
  isReadable(path) {
    return !this.#readsScripts && !this.#isHere(path);
  }

  /** The text of a file. */
  async text(path) {
    if (this.isReadable(path)) return textAt(new URL(path, this.#base).href);
    return new TextDecoder().decode(await this.#read(path));
  }

  /** Runs a script of the site. */
  async run(path) {
    if (!this.#isHere(path)) return runScript(new URL(path, this.#base).href);
    const copy = URL.createObjectURL(new Blob([await this.text(path)], { type: 'text/javascript' }));
    await runScript(copy);
    URL.revokeObjectURL(copy);
  }

  /** Where a picture is shown from. */
  picture(path) {
    return this.#isHere(path) ? `data:image/png;base64,${self.latentwalkFiles[path]}` : new URL(path, this.#base).href;
  }

  /** An engine whose worker is handed the files of this site that requests name, before the requests. */
  through(engine) {
    const handed = new Map(); // address -> promise that the worker has the file
    const hand = (url) => {
      const path = url.slice(this.#base.length).replace(/#.*$/, '');
      if (this.isReadable(path)) return undefined;
      if (!handed.has(url)) {
        const sent = this.#read(path).then((bytes) => engine.give(url, bytes));
        handed.set(url, sent);
        sent.catch(() => handed.delete(url)); // so that a later request tries again
      }
      return handed.get(url);
    };
    return {
      get fault() {
        return engine.fault;
      },
      learningWorkers: async () => {
        await hand(`${this.#base}latentwalk-learn.wasm`);
        return engine.learningWorkers(this.#base);
      },
      request: async (message, onPart, signal) => {
        const named = Object.values(message)
          .flat()
          .filter((value) => typeof value === 'string' && value.startsWith(this.#base));
        const modules = kDrawn.has(message.kind) ? ['latentwalk.wasm'] : ['latentwalk.wasm', 'latentwalk-explore.wasm'];
        await Promise.all([...modules.map((file) => this.#base + file), ...named].map(hand));
        return engine.request(message, onPart, signal);
      },
    };
  }

  #isHere(path) {
    return Object.hasOwn(self.latentwalkFiles ?? {}, path);
  }

  #read(path) {
    if (!this.#isHere(path) && this.#scripts && !this.#scripts.includes(path))
      return Promise.reject(new Error(failure.notReadable(path)));
    if (!this.#files.has(path)) {
      const bytes = this.#isHere(path) ? Promise.resolve() : runScript(new URL(`inline/${path}.js`, this.#base).href);
      this.#files.set(
        path,
        bytes.then(() => bytesOf(self.latentwalkFiles[path])),
      );
      this.#files.get(path).catch(() => this.#files.delete(path));
    }
    return this.#files.get(path);
  }
}

/** What a server sent, as a list; some send a page for whatever they do not have. */
function listIn(answer) {
  if (answer.trimStart().startsWith('<')) throw new Error(failure.pageInstead);
  return JSON.parse(answer);
}

// In slices, between which the page may breathe. (`fetch` of a data: address would do it aside, but a host's policy may
// forbid that.)
const kSlice = 1 << 18; // characters, whole groups of four

async function bytesOf(base64) {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  for (let at = 0, to = 0; at < base64.length; at += kSlice) {
    const text = atob(base64.slice(at, at + kSlice));
    for (let i = 0; i < text.length; i++) bytes[to++] = text.charCodeAt(i);
    await new Promise((resume) => setTimeout(resume));
  }
  return bytes;
}
