// The page's address: each step is an entry of the browser's history, so that Back and Undo are the same.

import { Past } from '../host/past.js';

const kPatience = 1000; // ms for the browser to go through its history

export class Address {
  #past = new Past();
  #sitting = Math.random().toString(36).slice(2); // tells our entries from those of an earlier visit
  #entry = 0; // counts entries: a browser may refuse one that comes too soon after others
  #entries = new Map(); // number of a step -> its entry
  #going = null; // while the browser goes through its history as we asked
  #settings;

  /**
   * @param {{format: (state: object) => string, parse: (hash: string) => object, show: (state: object) => void}} settings
   *   show: another state is to be shown, for the visitor went through the history, followed a link or typed an address
   */
  constructor(settings) {
    this.#settings = settings;
  }

  get canUndo() {
    return this.#past.canUndo;
  }

  get canRedo() {
    return this.#past.canRedo;
  }

  /** The first state; later ones come by take() and show(). */
  begin(state) {
    this.#past.begin(state);
    this.#write(false);
    window.addEventListener('popstate', () => this.#moved());
    window.addEventListener('hashchange', () => this.#moved());
  }

  /** Takes a state over that a visitor made, which the page shows already or is about to. */
  take(state, settings) {
    const isStep = this.#past.take(state, settings);
    if (this.#going) this.#going.then(() => this.#write(isStep));
    else this.#write(isStep);
  }

  undo() {
    this.#go(this.#past.undo());
  }

  redo() {
    this.#go(this.#past.redo());
  }

  #go(state) {
    if (!state) return;
    this.#settings.show(state);
    this.#going ??= this.#follow();
  }

  // The browser follows: one way at a time, for it may drop what comes while it is under way.
  async #follow() {
    for (let tries = 0; tries < 10; tries++) {
      const way = (this.#entries.get(this.#past.at) ?? this.#entry) - this.#entry;
      if (way === 0) break;
      await new Promise((resolve) => {
        window.addEventListener('popstate', resolve, { once: true });
        setTimeout(resolve, kPatience);
        history.go(way);
      });
      if (history.state?.sitting !== this.#sitting) break;
      this.#entry = history.state.entry;
    }
    this.#going = null;
    this.#write(false);
  }

  #moved() {
    const here = history.state;
    if (this.#going) return;
    if (here?.sitting === this.#sitting) {
      if (here.at === this.#past.at) return;
      this.#entry = here.entry;
      const state = this.#past.go(here.at);
      if (state) return this.#settings.show(state);
    }
    const state = this.#settings.parse(location.hash);
    if (here === null && this.#past.take(state))
      this.#entry++; // a link or a typed address is a step
    else this.#past.begin(state); // an entry of an earlier visit: what is after it is not known
    this.#write(false);
    this.#settings.show(state);
  }

  #write(isStep) {
    const { at } = this.#past;
    const entry = isStep ? this.#entry + 1 : this.#entry;
    const address = `${location.pathname}${location.search}${this.#settings.format(this.#past.state)}`;
    try {
      history[isStep ? 'pushState' : 'replaceState']({ sitting: this.#sitting, at, entry }, '', address);
    } catch {
      return; // too many in too short a time
    }
    if (history.state.entry === entry) this.#entry = entry;
    this.#entries.set(at, this.#entry);
  }
}
