// Write a lesson: its JSON in a text field, its faults by line, a preview in the panel, a file and a link.

import { button, el, freshId } from '../dom/dom.js';
import { saveFile } from '../dom/files.js';
import { printable } from '../words/printable.js';
import { kMostBytes, kMostLink, packLesson } from './link.js';
import { lessonInText, readLesson } from './own.js';
import { writerWords as words } from './writer_words.js';

const kStart = {
  id: 'my-lesson',
  title: 'My lesson',
  summary: 'One sentence that says what the lesson is about.',
  aim: 'What students can do afterwards.',
  minutes: 10,
  steps: [
    {
      text: 'What students should know before they answer.',
      state: 'model=conv-vae&view=walk&stations=1:27,1:29&t=0.5',
      question: {
        kind: 'choice',
        ask: 'What will you see?',
        choices: ['One thing', 'Another thing'],
        answer: 0,
        reason: 'Why that is so.',
      },
    },
    {
      text: 'A question may also ask for something to be done.',
      state: 'model=conv-vae&view=walk&stations=1:27,1:29&t=0.5',
      question: { kind: 'do', ask: 'Choose Lerp.', answer: { path: 'lerp' }, reason: 'Why that is worth doing.' },
    },
  ],
  teacher: { misconceptions: [{ says: 'What students often believe.', answer: 'What is true.' }] },
};

/**
 * Shows the writer; what was written there stays.
 * @param {HTMLElement} root
 * @param {import('./own.js').Kit & {openLesson: (id: string) => void, address: string}} kit address: of the page, without #
 */
export function showWriter(root, kit) {
  if (root.childElementCount === 0) new Writer(root, kit);
  root.hidden = false;
  root.scrollIntoView({ block: 'start' });
  root.querySelector('textarea').focus({ preventScroll: true });
}

class Writer {
  #kit;
  #field;
  #faults = el('ol', { class: 'faults' });
  #status = el('p', { class: 'note', role: 'status' });

  constructor(root, kit) {
    this.#kit = kit;
    const id = freshId('writer');
    this.#field = el('textarea', { id, rows: 24, spellcheck: false, value: `${JSON.stringify(kStart, null, 2)}\n` });
    this.#field.addEventListener('input', () => this.#tell(''));
    const file = el('input', {
      type: 'file',
      class: 'off-screen',
      accept: '.json',
      onchange: () => this.#load(file.files[0]),
    });
    root.append(
      el('h2', {}, words.title),
      el('p', { class: 'aside' }, words.intro),
      el('label', { for: id, class: 'off-screen' }, words.field),
      this.#field,
      this.#faults,
      this.#status,
      el(
        'div',
        { class: 'row' },
        button('preview-lesson', words.preview, () => this.#preview(), { class: 'primary' }),
        button('check-lesson', words.check, () => this.#check()),
        button('save-lesson', words.save, () => this.#save()),
        button('copy-lesson-link', words.copy, () => this.#copy()),
        el('label', { class: 'file-choice' }, file, words.load),
        button('close-writer', words.close, () => (root.hidden = true)),
      ),
    );
  }

  #tell(sentence) {
    this.#status.textContent = sentence;
  }

  async #load(file) {
    if (!file) return;
    if (file.size > kMostBytes) return this.#tell(words.tooLong(kMostBytes));
    this.#field.value = await file.text();
    await this.#check();
  }

  /** The lesson, where nothing is wrong with it; its faults are shown. */
  async #check() {
    const { lesson, faults } = await readLesson(this.#field.value, this.#kit);
    this.#faults.replaceChildren(
      ...faults.map(({ line, sentence }) => {
        const go = button('fault', words.line(line), () => this.#goTo(line), { class: 'small' });
        return el('li', {}, go, ` ${sentence}`);
      }),
    );
    this.#tell(faults.length > 0 ? words.faults(faults.length) : words.sound);
    return faults.length > 0 ? null : lesson;
  }

  #goTo(line) {
    const { value } = this.#field;
    const lines = value.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    this.#field.focus();
    this.#field.setSelectionRange(start, start + lines[line - 1].length);
  }

  async #preview() {
    if (!(await this.#check())) return;
    const { id } = await lessonInText(this.#field.value, this.#kit);
    this.#kit.openLesson(id);
  }

  async #save() {
    const lesson = await this.#check();
    const name = `${printable(lesson?.id ?? 'lesson', 40)}.json`;
    saveFile(new Blob([this.#field.value], { type: 'application/json' }), name);
  }

  async #copy() {
    const lesson = await this.#check();
    if (!lesson) return;
    const packed = await packLesson(JSON.stringify(lesson));
    if (packed.length > kMostLink) return this.#tell(words.longLink(packed.length, kMostLink));
    try {
      await navigator.clipboard.writeText(`${this.#kit.address}#lesson=${packed}`);
      this.#tell(words.copied(packed.length, kMostLink));
    } catch {
      this.#tell(words.notCopied);
    }
  }
}
