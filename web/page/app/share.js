// What to copy so that the view that is shown stands on another page: as a frame, as an element, as a link, or as a picture.

import { check, el, radios } from '../dom/dom.js';
import { saveFile } from '../dom/files.js';
import { pictureOfStage } from '../dom/stage_picture.js';
import { lessonOf } from '../state/lessons.js';
import { formatScene } from '../state/scene.js';
import { viewOf } from '../views/index.js';
import * as text from '../words/text.js';
import { elementCode, frameCode, kSizes, linkCode, pictureCode, warningsOf } from './share_code.js';

const kForms = ['frame', 'element', 'link', 'picture'];
const kParts = ['models', 'views', 'controls', 'facts', 'lesson', 'link', 'tray']; // what may be left out of it
const kCodes = { frame: frameCode, element: elementCode, link: linkCode, picture: pictureCode };
const { share: words } = text;

export class Share {
  #settings;
  #form = 'frame';
  #size = 'page';
  #theme = 'auto';
  #state = null;
  #local = [];
  #isShared = true; // whether the server lets other pages read its files, as far as is known
  #code = el('code', {});
  #note = el('p', { class: 'note' });
  #needs = el('p', { class: 'note' });
  #warnings = el('p', { class: 'note warning', role: 'status' });
  #forms;
  #looks; // size and theme
  #boxes;
  #save;

  /**
   * @param {HTMLElement} root is filled
   * @param {{site: string, manifest: import('../views/view.js').Manifest, host: HTMLElement,
   *   copy: (button: HTMLButtonElement, from: HTMLElement) => void}} settings site: the address of the folder; host: what
   *   the stage is in
   */
  constructor(root, settings) {
    this.#settings = settings;
    this.#forms = this.#choice(words.form, words.forms, kForms, (form) => (this.#form = form));
    this.#looks = [
      this.#choice(words.size, words.sizes, ['page', ...Object.keys(kSizes)], (size) => (this.#size = size)),
      this.#choice(words.theme, words.themes, ['auto', 'light', 'dark'], (theme) => (this.#theme = theme)),
    ];
    this.#looks.forEach((look, i) => check(look, ['page', 'auto'][i]));
    this.#boxes = kParts.map((part) =>
      el('input', { type: 'checkbox', checked: true, value: part, onchange: () => this.#write() }),
    );
    const parts = this.#boxes.map((box) => el('label', { class: 'tick' }, box, words.parts[box.value]));
    const button = el(
      'button',
      { class: 'primary', type: 'button', onclick: () => settings.copy(button, this.#code) },
      words.copy,
    );
    this.#save = el('button', { type: 'button', onclick: () => this.#savePicture() }, words.savePicture);
    const scene = el('button', { type: 'button', onclick: () => this.#saveScene() }, words.saveScene);
    root.append(
      this.#forms,
      ...this.#looks,
      el('fieldset', { class: 'ticks' }, el('legend', {}, words.shows), parts),
      this.#note,
      this.#needs,
      this.#warnings,
      el('pre', { tabIndex: 0, 'aria-label': words.code }, this.#code),
      el('div', { class: 'row' }, button, scene, this.#save),
    );
  }

  /** From now on it is about this state; local: its models that are on this device only. */
  show(state, local = []) {
    const isFirst = this.#state === null;
    this.#state = state;
    this.#local = local;
    this.#write();
    if (isFirst) this.#askServer();
  }

  #choice(legend, names, values, onChoose) {
    const choices = values.map((value) => [value, names[value]]);
    return radios(legend, choices, (value) => {
      onChoose(value);
      this.#write();
    });
  }

  // Its own page is told what the server tells all.
  async #askServer() {
    try {
      if (navigator.onLine === false) return; // nobody can tell
      const { headers, ok } = await fetch(`${this.#settings.site}models/manifest.json`, { method: 'HEAD' });
      this.#isShared = !ok || headers.has('access-control-allow-origin');
    } catch {
      return; // nothing is known
    }
    this.#write();
  }

  /** The name of a file that is saved. */
  #file(ending) {
    return `${text.stageFile(this.#state)}.${ending}`;
  }

  /** The state as a file, which page, viewer and `latentwalk render` open. */
  #saveScene() {
    saveFile(new Blob([formatScene(this.#state)], { type: 'application/json' }), this.#file('json'));
  }

  async #savePicture() {
    const address = linkCode({ ...this.#settings, state: this.#state });
    saveFile(await pictureOfStage(this.#settings.host.querySelector('.stage'), address), this.#file('png'));
  }

  #write() {
    const { site, manifest } = this.#settings;
    const form = this.#form;
    const hide = this.#boxes.filter(({ checked }) => !checked).map(({ value }) => value);
    const state = { ...this.#state, hide, theme: this.#theme, fit: false };
    check(this.#forms, form);
    // The page itself shows all, whatever its link says of parts to leave out.
    const isEmbedded = form === 'frame' || form === 'element';
    for (const part of [...this.#looks, this.#boxes[0].closest('fieldset')]) part.disabled = !isEmbedded;
    this.#note.textContent = [words.notes[form], ...this.#local.map(words.localModel)].join(' ');
    this.#needs.textContent = words.needs[form]?.(new URL(site).origin) ?? '';
    this.#warnings.textContent = warningsOf(site, form, this.#isShared).join(' ');
    const model = manifest.models.find(({ name }) => name === state.model);
    const what = lessonOf(state.lesson, manifest)?.title ?? viewOf(state.view).title;
    this.#code.textContent = kCodes[form]({
      site,
      state,
      title: words.frameTitle(what, model.title),
      size: kSizes[this.#size],
      file: this.#file('png'),
      alt: words.pictureAlt(what, model.title),
    });
  }
}
