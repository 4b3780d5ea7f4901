// The lesson that is open, beside the stage: its text, and the way to the others.

import { button, el } from '../dom/dom.js';
import { offeredLessons } from '../state/lessons.js';
import { labels } from '../words/text.js';

export class LessonPanel {
  #root;
  #onChoose;
  #shown = undefined; // the lesson; undefined before anything was shown

  /**
   * @param {HTMLElement} root is filled
   * @param {(id: string | null) => void} onChoose another lesson, or none
   */
  constructor(root, onChoose) {
    this.#root = root;
    this.#onChoose = onChoose;
  }

  /**
   * Shows the lesson of an id, or none. One that a visitor opens gets the focus; one in the address does not.
   * @param {string | null} id
   * @param {import('../views/view.js').Manifest} manifest
   */
  show(id, manifest) {
    const lessons = offeredLessons(manifest);
    const at = lessons.findIndex((lesson) => lesson.id === id);
    const lesson = lessons[at];
    const before = this.#shown;
    this.#shown = lesson ?? null;
    if (lesson === before) return;
    this.#root.hidden = !lesson;
    if (!lesson) return this.#root.replaceChildren();
    this.#root.replaceChildren(...this.#contentOf(lesson, lessons[at - 1], lessons[at + 1]));
    if (before !== undefined) this.#root.focus({ preventScroll: true });
  }

  #contentOf({ title, text }, previous, next) {
    const close = { class: 'close', title: labels.closeLesson, 'aria-label': labels.closeLesson };
    const turn = (action, words, to) =>
      button(action, words, () => this.#onChoose(to.id), { class: 'small', disabled: !to, title: to?.title ?? '' });
    return [
      el('h2', {}, title),
      button('close-lesson', '×', () => this.#onChoose(null), close),
      el('p', {}, text),
      el(
        'div',
        { class: 'row' },
        turn('previous-lesson', labels.previousLesson, previous),
        turn('next-lesson', labels.nextLesson, next),
      ),
    ];
  }
}
