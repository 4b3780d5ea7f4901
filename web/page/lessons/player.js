// Shows a lesson step by step in its panel: what to know, a question that is answered before its answer can be seen,
// whether that was right, and why.

import { button, el } from '../dom/dom.js';
import { keepProgress, progressOf } from './progress.js';
import { questionPart } from './question_part.js';
import { isDone } from './questions.js';
import { teacherPart } from './teacher_part.js';
import { words } from './words.js';

/**
 * What the panel gives to a lesson.
 * @typedef {object} Kit
 * @property {import('../views/view.js').Manifest} manifest
 * @property {(file: string) => Promise<string>} readText
 * @property {(state: object, name: string) => string} textIn
 * @property {(id: string, step?: number) => void} onLesson
 * @property {(answer: object) => void} onAnswer
 */

/**
 * Reads a lesson and makes what shows it.
 * @param {HTMLElement} body is filled
 * @param {import('../state/lessons.js').LessonEntry} entry
 * @param {Kit} kit
 */
export async function openLesson(body, entry, kit) {
  const lesson = entry.own ?? JSON.parse(await kit.readText(`lessons/${entry.id}.json`));
  return new LessonPlayer(body, entry, lesson, kit);
}

class LessonPlayer {
  #body;
  #entry;
  #lesson;
  #kit;
  #state = null;
  #step = 0; // that is shown; 0: none
  #key = ''; // of the progress
  #progress = null;
  #facts = {};
  #offersResume = false;
  #part = null; // the question that is shown

  constructor(body, entry, lesson, kit) {
    this.#body = body;
    this.#entry = entry;
    this.#lesson = lesson;
    this.#kit = kit;
  }

  /** Whether the question of the step has not been answered yet. */
  get isOpen() {
    return Boolean(this.#question && !this.#progress?.answers[this.#step]);
  }

  get #question() {
    return this.#lesson.steps[this.#step - 1]?.question;
  }

  show(state) {
    this.#state = state;
    // What is answered in an exercise is kept apart.
    const key = `${this.#entry.own ? '~' : ''}${this.#lesson.id}${state.exercise ? '!' : ''}`;
    const isOther = key !== this.#key || state.step !== this.#step;
    if (key !== this.#key) {
      this.#key = key;
      this.#progress = progressOf(key);
      this.#offersResume = state.step === 1 && this.#progress.step > 1;
    }
    if (!isOther) return this.#look();
    this.#step = state.step;
    this.#facts = {};
    if (this.#step > this.#progress.step) this.#keep({ step: this.#step });
    this.#render();
  }

  observe(facts) {
    Object.assign(this.#facts, facts);
    this.#look();
  }

  #keep(patch) {
    Object.assign(this.#progress, patch);
    keepProgress(this.#key, this.#progress);
  }

  /** Looks whether what is asked for is done. */
  #look() {
    const question = this.#question;
    if (question?.kind !== 'do' || !this.isOpen) return;
    const textOf = (name) => this.#kit.textIn(this.#state, name);
    if (isDone(question, textOf, this.#facts)) this.#answered('', true);
  }

  /** Takes an answer; the first one counts. In an exercise it is the only one. */
  #answered(given, right) {
    const { exercise } = this.#state;
    const before = this.#progress.answers[this.#step] ?? { tries: 0 };
    const tries = before.tries + 1;
    const { kind } = this.#question;
    const first = tries === 1 ? right : before.right;
    this.#keep({ answers: { ...this.#progress.answers, [this.#step]: { given, right: first, tries, met: right } } });
    this.#part.show(this.#progress.answers[this.#step], exercise);
    this.#showTurns();
    // Who does something looks at the stage.
    if (kind !== 'do') this.#nextButton.scrollIntoView({ block: 'nearest' });
    this.#kit.onAnswer({ lesson: this.#lesson.id, step: this.#step, kind, given, right, tries, exercise });
  }

  #render() {
    const { steps } = this.#lesson;
    const { title, text } = steps[this.#step - 1];
    const question = this.#question;
    const { exercise, hide } = this.#state;
    this.#part = question && questionPart(question, (given, right) => this.#answered(given, right));
    const answer = this.#progress.answers[this.#step];
    if (answer) this.#part?.show(answer, exercise);
    const isFirst = this.#step === 1;
    this.#body.replaceChildren(
      el(
        'div',
        { class: 'lesson-place' },
        el('p', { class: 'note' }, words.step(this.#step, steps.length)),
        button('lesson-again', words.again, () => this.#go(this.#step), { class: 'small' }),
      ),
      ...(title ? [el('h3', {}, title)] : []),
      el('p', {}, text),
      ...(this.#part ? [this.#part.root] : []),
      el(
        'div',
        { class: 'row' },
        button('lesson-back', words.back, () => this.#go(this.#step - 1), { class: 'small', disabled: isFirst }),
        button('lesson-next', '', () => this.#next(), { class: 'small' }),
        ...this.#resume(),
      ),
      ...(exercise || hide.includes('teachers') ? [] : [teacherPart(this.#lesson)]),
    );
    this.#body.parentElement.scrollTop = 0;
    this.#showTurns();
    this.#look();
  }

  #resume() {
    const { step } = this.#progress;
    const at = Math.min(step, this.#lesson.steps.length);
    const offers = this.#offersResume && at > 1;
    this.#offersResume = false;
    return offers ? [button('lesson-resume', words.resume(at), () => this.#go(at), { class: 'small' })] : [];
  }

  /** @returns {HTMLButtonElement} */
  get #nextButton() {
    return this.#body.querySelector('[data-action=lesson-next]');
  }

  #showTurns() {
    const next = this.#nextButton;
    next.textContent = this.#step === this.#lesson.steps.length ? words.finish : words.next;
    next.disabled = this.#state.exercise && this.isOpen;
    next.classList.toggle('primary', !this.isOpen);
  }

  #go(step) {
    this.#step = 0; // also where it is the same
    this.#kit.onLesson(this.#entry.id, step);
    /** @type {HTMLElement} */ (this.#body.parentElement).focus({ preventScroll: true });
  }

  #next() {
    if (this.#step < this.#lesson.steps.length) this.#go(this.#step + 1);
    else this.#showEnd();
  }

  #showEnd() {
    const { steps } = this.#lesson;
    const asked = steps.filter(({ question }) => question).length;
    const right = Object.values(this.#progress.answers).filter((answer) => answer.right).length;
    const restart = () => {
      this.#keep({ step: 1, answers: {} });
      this.#go(1);
    };
    const end = el('p', { tabIndex: -1 }, words.finished(right, asked));
    this.#body.replaceChildren(
      end,
      el(
        'div',
        { class: 'row' },
        button('lesson-back', words.back, () => this.#go(steps.length), { class: 'small' }),
        ...(this.#state.exercise ? [] : [button('lesson-restart', words.restart, restart, { class: 'small' })]),
      ),
      el('div', { class: 'row' }, ...this.#others()),
    );
    end.focus({ preventScroll: true });
  }

  /** The lessons before and after this one. */
  #others() {
    const lessons = (this.#kit.manifest.lessons ?? []).filter(({ own }) => !own);
    const at = lessons.indexOf(this.#entry);
    const to = (action, other, say) =>
      at >= 0 && other
        ? [button(action, say(other.title), () => this.#kit.onLesson(other.id), { class: 'small' })]
        : [];
    return [
      ...to('previous-lesson', lessons[at - 1], words.previousLesson),
      ...to('next-lesson', lessons[at + 1], words.nextLesson),
    ];
  }
}
