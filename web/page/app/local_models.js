// Model files of the visitor's own, dropped on the page or chosen. They stay on this device. Each is read and tested in a
// worker of its own, which a limit of time or the visitor may end, so that no file takes the page along.

import { Engine } from '../../engine/client/engine.js';
import { modelUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { button, el } from '../dom/dom.js';
import { allPrintable, printable } from '../words/printable.js';
import * as text from '../words/text.js';

const kMostBytes = 256e6;
const kPatience = 20_000; // ms for reading and testing; the site's own models take less than one second
const kMostKept = 8; // models; the one that was opened first makes room
const kSoon = 200; // ms after which it is worth saying that a file is being read

/** Calls `open` with the files that are dropped anywhere on the page, or with the one chosen by the input. */
export function onModelFiles(input, open) {
  input.addEventListener('change', () => {
    if (input.files.length > 0) open([...input.files]);
    input.value = ''; // the same file again is a change again
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    open([...event.dataTransfer.files].slice(0, kMostKept));
  });
}

export class LocalModels {
  #settings;
  #trial = new AbortController(); // ended by Cancel, and by the next file

  /**
   * @param {object} settings
   * @param {HTMLElement} settings.root shows which file is being read, and Cancel
   * @param {URL} settings.worker
   * @param {URL} settings.assets
   * @param {import('../views/view.js').Manifest} settings.manifest gets and loses entries
   * @param {Pick<Engine, 'give' | 'forget' | 'renew'>} settings.engine
   * @param {(name: string) => void} settings.onOpened it is in the manifest from now on
   * @param {(isWanted: boolean) => void} settings.onClosed one is not any more; isWanted: the visitor closed it
   * @param {(sentence: string) => void} settings.onError
   */
  constructor(settings) {
    this.#settings = settings;
  }

  /** Opens files, one after the other. What is still being read is given up. */
  async open(files) {
    this.#trial.abort();
    const trial = (this.#trial = new AbortController());
    for (const file of files) {
      if (trial.signal.aborted) return;
      await this.#openOne(file, trial.signal);
    }
  }

  /** Closes a model that the visitor wants no longer, and gives its memory back. */
  close(name, isWanted = true) {
    const { manifest, engine, assets, onClosed } = this.#settings;
    const at = manifest.models.findIndex((model) => model.name === name && model.local);
    if (at < 0) return;
    const [model] = manifest.models.splice(at, 1);
    onClosed(isWanted);
    engine.forget(modelUrl(assets, model));
    if (isWanted) engine.renew();
  }

  async #openOne(file, signal) {
    const name = printable(file.name, 80);
    try {
      const { entry, sha256, copy } = await this.#prove(file, name, signal);
      this.#settings.onOpened(this.#place(allPrintable(entry), sha256, copy));
    } catch (error) {
      if (!signal.aborted) this.#settings.onError(text.failure.localModel(name, printable(error.message, 500)));
    }
  }

  /** What the worker says of a file; rejects where it takes too long or is given up. */
  async #prove(file, name, signal) {
    if (file.size > kMostBytes) throw new Error(text.failure.largeModel(file.size, kMostBytes));
    const engine = new Engine(this.#settings.worker, { threads: 1 });
    const hide = this.#tell(name);
    let timer;
    const ended = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(text.failure.slowModel(kPatience / 1000))), kPatience);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    try {
      return await Promise.race([wholeAnswer(engine, { kind: 'prove', file, name }), ended]);
    } finally {
      clearTimeout(timer);
      engine.close();
      hide();
    }
  }

  #tell(name) {
    const { root } = this.#settings;
    const cancel = button('cancel-reading', text.labels.cancelReading, () => this.#trial.abort());
    const show = () => {
      root.replaceChildren(el('span', {}, text.status.reading(name)), cancel);
      root.hidden = false;
    };
    const timer = setTimeout(show, kSoon);
    return () => {
      clearTimeout(timer);
      root.hidden = true;
    };
  }

  /** Puts a model into the manifest, and returns its name. One that is there already is the same. */
  #place(entry, sha256, copy) {
    const { manifest, engine, assets } = this.#settings;
    const same = manifest.models.find((model) => sha256 !== '' && model.sha256 === sha256);
    if (same) return same.name;
    const own = manifest.models.filter(({ local }) => local);
    if (own.length >= kMostKept) this.close(own[0].name, false);
    const taken = new Set(manifest.models.map(({ name }) => name));
    for (let n = 2; taken.has(entry.name); n++) entry.name = `${entry.title}-${n}`;
    entry.title = `${entry.name} (yours)`;
    entry.file = `local/${entry.name}.safetensors`; // an address that nothing is fetched from
    entry.sha256 = sha256;
    entry.local = true;
    engine.give(modelUrl(assets, entry), copy);
    manifest.models.push(entry);
    return entry.name;
  }
}
