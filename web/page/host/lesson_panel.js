// The lesson that is open, beside the stage: its title and the button that closes it. What it says and asks
// (page/lessons) is loaded when the first lesson is opened.

import { button, el } from '../dom/dom.js';
import { lessonOf } from '../state/lessons.js';
import { textIn } from '../state/state.js';
import { labels } from '../words/text.js';

export class LessonPanel {
  #root;
  #settings;
  #entry = undefined; // the lesson; undefined before anything was shown
  #body = el('div', { class: 'lesson-body' });
  #player = null; // what shows its steps, once it is there
  #state = null;
  #wasSecret = false;

  /**
   * @param {HTMLElement} root is filled
   * @param {import('./host_settings.js').HostSettings & {onSecret: () => void}} settings onSecret: what a classifier reads may be
   *   shown from now on
   */
  constructor(root, settings) {
    this.#root = root;
    this.#settings = settings;
  }

  /** Whether what a classifier reads is to be kept back: an exercise is on, and its question is open. */
  get isSecret() {
    return Boolean(this.#state?.exercise && (this.#player?.isOpen ?? true));
  }

  /** Shows the lesson of a state, or none. One that a visitor opens gets the focus; one in the address does not. */
  show(state) {
    const entry = lessonOf(state.lesson, this.#settings.manifest) ?? null;
    const before = this.#entry;
    this.#entry = entry;
    this.#state = state;
    if (entry !== before) {
      this.#player = null;
      this.#root.hidden = !entry;
      this.#root.replaceChildren();
      if (entry) this.#open(entry);
      if (entry && before !== undefined) this.#root.focus({ preventScroll: true });
    }
    this.#player?.show(state);
    this.#wasSecret = this.isSecret;
  }

  /** What there is to see on the stage, for what a step asks to be done. */
  observe(facts) {
    this.#player?.observe(facts);
  }

  #open({ title }) {
    const name = { class: 'close', title: labels.closeLesson, 'aria-label': labels.closeLesson };
    const close = button('close-lesson', '×', () => this.#settings.onLesson(null), name);
    this.#body = el('div', { class: 'lesson-body' });
    this.#root.append(el('h2', {}, title), close, this.#body);
    this.#load();
  }

  async #load() {
    const { onLesson, onAnswer, manifest, readText } = this.#settings;
    const [entry, body] = [this.#entry, this.#body];
    body.setAttribute('aria-busy', 'true');
    body.replaceChildren();
    try {
      const { openLesson } = await import('../lessons/player.js');
      const player = await openLesson(body, entry, {
        manifest,
        readText,
        textIn,
        onLesson,
        onAnswer: (answer) => {
          onAnswer?.(answer);
          if (this.#wasSecret && !this.isSecret) this.#settings.onSecret();
        },
      });
      if (this.#entry !== entry || this.#body !== body) return;
      this.#player = player;
      player.show(this.#state);
      if (this.#wasSecret && !this.isSecret) this.#settings.onSecret();
    } catch (error) {
      if (this.#entry !== entry) return;
      const again = button('retry-lesson', labels.retry, () => this.#load());
      body.replaceChildren(el('p', { role: 'alert' }, labels.noLesson(error.message)), again);
    }
    body.removeAttribute('aria-busy');
  }
}
