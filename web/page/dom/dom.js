// Elements from plain data.

/**
 * An element with properties, attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [props] `class`, `for`, `data-…`, `aria-…` and `role` are attributes, `on…` listeners,
 *   everything else properties
 * @param {...any} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (/^(class|for|role|data-|aria-)/.test(key)) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element of a drawing. */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A button; hosts and tests find it by its action. */
export const button = (action, label, onclick, props = {}) =>
  el('button', { type: 'button', 'data-action': action, onclick, ...props }, label);

/**
 * A checkbox with its label beside it.
 * @param {{field: string, part?: string, label: string, onChange: (checked: boolean) => void}} settings part: its name
 *   among the parts that a host may hide
 */
export function tickBox({ field, part, label, onChange }) {
  const input = el('input', { type: 'checkbox', 'data-field': field, onchange: () => onChange(input.checked) });
  return { root: el('label', { class: 'tick', 'data-part': part }, input, label), input };
}

/**
 * A list to choose from.
 * @param {string} field
 * @param {[string, string][]} choices [value, what it is called]
 * @param {(value: string) => void} onChange
 */
export function selectOf(field, choices, onChange) {
  const options = choices.map(([value, name]) => el('option', { value }, name));
  return el('select', { 'data-field': field, onchange: ({ target }) => onChange(target.value) }, options);
}

// Counted for all copies of this module: a part of the page that is loaded later has its own.
const kIds = Symbol.for('latentwalk ids');

/** An id that no other element has; labels and notes refer to fields by it. */
export function freshId(name) {
  globalThis[kIds] = (globalThis[kIds] ?? 0) + 1;
  return `lw-${name}-${globalThis[kIds]}`;
}

/** A canvas that is a picture. */
export const pictureOf = (label, props = {}) =>
  el('canvas', { width: 28, height: 28, role: 'img', 'aria-label': label, ...props });

/** One radio button a choice, looking like a row of buttons: [value, text] pairs. */
export function radios(legend, choices, onChoose, props = {}) {
  const name = freshId('choice');
  return el(
    'fieldset',
    { ...props, class: `choice ${props.class ?? ''}` },
    el('legend', {}, legend),
    choices.map(([value, text]) =>
      el(
        'label',
        {},
        el('input', { type: 'radio', name, value, onchange: () => onChoose(value) }),
        el('span', {}, text),
      ),
    ),
  );
}

/** Checks the radio of a value. */
export function check(fieldset, value) {
  for (const input of fieldset.querySelectorAll('input')) input.checked = input.value === String(value);
}

/**
 * A labelled text field with a note; `take` gets each value that makes sense, the note says so where one does not.
 * @param {{label: string, note: string, wrong: string, parse: (text: string) => any, take: (value: any) => void,
 *   part?: string}} settings
 * @returns {{root: HTMLElement, note: HTMLElement, show: (text: string, instead?: string) => void}} show: `instead` is there
 *   where the text is empty
 */
export function textField({ label, note, wrong, parse, take, part }) {
  const noteId = freshId('note');
  const input = el('input', {
    type: 'text',
    inputMode: 'numeric',
    autocomplete: 'off',
    spellcheck: false,
    'aria-describedby': noteId,
    'data-field': part,
  });
  const noteElement = el('p', { class: 'note', id: noteId }, note);
  const tell = (sentence) => {
    noteElement.textContent = sentence || note;
    noteElement.classList.toggle('wrong', sentence !== '');
    input.setAttribute('aria-invalid', String(sentence !== ''));
  };
  input.addEventListener('change', () => {
    const value = parse(input.value);
    tell(value === undefined ? wrong : '');
    if (value !== undefined) take(value);
  });
  return {
    root: el('label', { class: 'field' }, label, input),
    note: noteElement,
    show(text, instead = '') {
      input.value = text;
      input.placeholder = instead;
      tell('');
    },
  };
}

/**
 * A slider with its name and value in words.
 * @param {{label: string, min: number, max: number, step: number, value?: number, say?: (value: number) => string,
 *   oninput?: (value: number) => void, onchange?: (value: number) => void, part?: string}} settings
 */
export function slider({ label, min, max, step, value = min, say = String, oninput, onchange, part }) {
  const shown = el('output', {}, say(value));
  const input = el('input', { type: 'range', min, max, step, 'data-field': part });
  const show = (to) => {
    input.value = to;
    shown.textContent = say(Number(input.value));
    input.setAttribute('aria-valuetext', shown.textContent);
  };
  show(value);
  input.addEventListener('input', () => {
    show(input.value);
    oninput?.(Number(input.value));
  });
  input.addEventListener('change', () => onchange?.(Number(input.value)));
  return { root: el('label', { class: 'slider' }, el('span', {}, label), shown, input), input, show };
}

/**
 * Does something once the page has nothing else to do.
 * @param {() => void} body
 * @param {AbortSignal} signal
 */
export function whenIdle(body, signal) {
  const unlessLate = () => signal.aborted || body();
  if ('requestIdleCallback' in window) requestIdleCallback(unlessLate, { timeout: 2000 });
  else setTimeout(unlessLate, 200); // Safari
}
