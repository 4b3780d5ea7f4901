// What was shown in this sitting, step by step, so that each change can be taken back.

const kMost = 200; // states that are kept
const kSlide = 1000; // ms within which changes of the same control are one step

export class Past {
  #states = [];
  #first = 0; // the number of the oldest state that is kept
  #at = -1; // the number of the one that is shown
  #control = ''; // what the last step changed, where it was a slide
  #time = -Infinity;

  /** The state that is shown. */
  get state() {
    return this.#states[this.#at - this.#first];
  }

  /** Its number. */
  get at() {
    return this.#at;
  }

  get canUndo() {
    return this.#at > this.#first;
  }

  get canRedo() {
    return this.#at < this.#first + this.#states.length - 1;
  }

  /** Forgets everything: nothing can be undone beyond this state. */
  begin(state) {
    this.#states = [state];
    this.#first = ++this.#at;
    this.#control = '';
  }

  /**
   * Goes on to a state.
   * @param {object} state
   * @param {{step?: boolean, slide?: string}} [settings] step: false where it takes the place of the one before; slide: what
   *   is being slid: several changes of it in a row are one step
   * @returns {boolean} whether it is a step
   */
  take(state, { step = true, slide = '' } = {}) {
    const now = performance.now();
    const goesOn = slide !== '' && slide === this.#control && now - this.#time < kSlide;
    this.#control = slide;
    this.#time = now;
    const isStep = step && !goesOn;
    if (isStep) this.#at++;
    this.#states.splice(this.#at - this.#first, isStep ? Infinity : 1, state);
    if (this.#states.length > kMost) {
      this.#states.shift();
      this.#first++;
    }
    return isStep;
  }

  /** The state before; undefined where there is none. */
  undo() {
    return this.go(this.#at - 1);
  }

  redo() {
    return this.go(this.#at + 1);
  }

  /** The state with this number, which is the one that is shown from now on. */
  go(at) {
    const state = this.#states[at - this.#first];
    if (!state) return undefined;
    this.#at = at;
    this.#control = '';
    return state;
  }
}

/** Whether a key means undo, redo or nothing: not in a field, which undoes what was typed. */
export function undoKey(event) {
  if (event.altKey || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return null;
  const at = event.composedPath()[0];
  if (at?.matches?.('textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])')) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && !event.shiftKey ? 'redo' : null;
}
