// What to copy so that the view that is shown stands on another page: as a frame, as an element, or as a link.

import { check, el, radios } from '../dom/dom.js';
import { saveFile } from '../dom/files.js';
import { formatScene } from '../state/scene.js';
import { entriesOf, formatState } from '../state/state.js';
import * as text from '../words/text.js';

const kForms = ['frame', 'element', 'link'];
const kParts = ['models', 'views', 'controls', 'facts', 'lesson', 'link', 'tray']; // what may be left out of it

export class Share {
  #site;
  #form = 'frame';
  #state = null;
  #local = [];
  #code = el('code', {});
  #note = el('p', { class: 'note' });
  #forms;
  #boxes;

  /**
   * @param {HTMLElement} root is filled
   * @param {{site: string, copy: (button: HTMLButtonElement, from: HTMLElement) => void}} settings site: the address of
   *   the folder
   */
  constructor(root, { site, copy }) {
    this.#site = site;
    this.#forms = radios(
      text.share.form,
      kForms.map((form) => [form, text.share.forms[form]]),
      (form) => {
        this.#form = form;
        this.#write();
      },
    );
    this.#boxes = kParts.map((part) =>
      el('input', { type: 'checkbox', checked: true, value: part, onchange: () => this.#write() }),
    );
    const button = el(
      'button',
      { class: 'primary', type: 'button', onclick: () => copy(button, this.#code) },
      text.share.copy,
    );
    root.append(
      this.#forms,
      el(
        'fieldset',
        { class: 'ticks' },
        el('legend', {}, text.share.shows),
        this.#boxes.map((box) => el('label', { class: 'tick' }, box, text.share.parts[box.value])),
      ),
      this.#note,
      el('pre', { tabIndex: 0, 'aria-label': text.share.code }, this.#code),
      button,
      el('button', { type: 'button', onclick: () => this.#saveScene() }, text.share.saveScene),
    );
  }

  /** From now on it is about this state; local: its models that are on this device only. */
  show(state, local = []) {
    this.#state = state;
    this.#local = local;
    this.#write();
  }

  /** The state as a file, which page, viewer and `latentwalk render` open. */
  #saveScene() {
    const scene = new Blob([formatScene(this.#state)], { type: 'application/json' });
    saveFile(scene, `${text.stageFile(this.#state)}.json`);
  }

  #write() {
    const hide = this.#boxes.filter(({ checked }) => !checked).map(({ value }) => value);
    const state = { ...this.#state, hide };
    check(this.#forms, this.#form);
    // The page itself shows all, whatever its link says of parts to leave out.
    this.#boxes[0].closest('fieldset').disabled = this.#form === 'link';
    this.#note.textContent = [text.share.notes[this.#form], ...this.#local.map(text.share.localModel)].join(' ');
    this.#code.textContent = { frame: frameOf, element: elementOf, link: linkOf }[this.#form](this.#site, state);
  }
}

/** Room for what is shown, so that nothing moves once it is there. */
const heightOf = ({ hide }) =>
  (hide.includes('controls') ? 640 : 760) + (hide.includes('models') && hide.includes('views') ? 0 : 80);

// No attribute that a course system would take away.
const frameOf = (site, state) =>
  `<iframe src="${inHtml(`${site}embed.html${formatState(state)}`)}"\n  title="${inHtml(text.share.title)}" width="100%" height="${heightOf(state)}"\n  style="border: 0"></iframe>`;

const elementOf = (site, state) =>
  `<script type="module"\n  src="${inHtml(`${site}latent-walk.js`)}"></script>\n<latent-walk ${entriesOf(state)
    .map(([name, value]) => `${name}="${inHtml(value)}"`)
    .join(' ')}\n  style="display: block; min-height: ${heightOf(state)}px"></latent-walk>`;

const linkOf = (site, state) => `${site}${formatState({ ...state, hide: [] })}`;

const inHtml = (value) => value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
