// The state of a page or an element, made from the parameters of the views; its text form is the address
// (`#model=conv-vae&view=walk&stations=7:12,9&t=0.25`) and the attributes of <latent-walk>. Whatever comes from outside
// is checked here; a value that makes no sense is as if it were not there.

import { kMostSteps, lessonOf, showsView, stepOf } from './lessons.js';
import { choice, flag, names, whole } from '../params/params.js';
import { kViews } from '../views/index.js';

/** What hosts know besides the views. */
const kHostParams = {
  hide: names([], (name) => /^[a-z-]{1,20}$/.test(name)), // parts of the page (`data-part`) that are not shown
  theme: choice('auto', ['auto', 'light', 'dark']), // of a frame or an element
  fit: flag(false), // whether a frame or an element keeps to the room that it has
  lesson: {
    parse: (text) => (/^([\w-]{1,40}|~[\w-]{1,16000})$/.test(text) ? text : undefined),
    format: String,
    default: null,
  }, // gives what nothing else says (lessons.js); '~': a visitor's own (page/lessons/link.js)
  step: whole(1, 1, kMostSteps), // of the lesson
  exercise: flag(false), // what a classifier reads is not shown before the question of a step is answered
};

/** Every parameter by its name; a name means the same in each view that has it. */
export const kParams = Object.assign({}, kHostParams, ...kViews.map(({ params }) => params));

const viewOf = (id) => kViews.find((view) => view.id === id);
const modelOf = (manifest, name) => manifest.models.find((model) => model.name === name);

/**
 * @param {(name: string) => string | null} given the text of a value, null where it is not given
 * @param {object} manifest
 * @returns {{model: string, view: string} & Record<string, any>}
 */
export function readState(given, manifest) {
  const lesson = lessonOf(given('lesson'), manifest);
  const step = lesson ? stepOf(lesson, given('step')) : 1;
  const preset = lesson?.states[step - 1] ?? '';
  const told = new URLSearchParams(preset);
  const get = (name) => given(name) ?? told.get(name);
  const model = modelOf(manifest, get('model')) ?? modelOf(manifest, manifest.default);
  const state = { model: model.name, view: viewOf(get('view'))?.id ?? kViews[0].id };
  for (const [name, param] of Object.entries(kParams)) {
    const text = get(name);
    state[name] = (text === null || text === undefined ? undefined : param.parse(text, model)) ?? param.default;
  }
  return Object.assign(state, { lesson: lesson?.id ?? null, step, preset });
}

/**
 * The state after a change, each value checked against the model it is for. A view that no step of the lesson shows ends
 * the lesson.
 */
export function changeState(state, patch, manifest) {
  const { view = state.view } = patch;
  const stays = view === state.view || showsView(lessonOf(state.lesson, manifest), view);
  const texts = new Map(textsOf({ ...state, lesson: stays ? state.lesson : null, ...patch }, () => true));
  return readState((name) => texts.get(name) ?? null, manifest);
}

/** The state at the beginning of a lesson's step: of what was there, only what hosts were told stays. */
export function stateOfStep(state, lesson, step, manifest) {
  const texts = new Map(textsOf(state, (name) => name in kHostParams).slice(2)); // without model and view
  texts.set('lesson', lesson).set('step', String(step));
  return readState((name) => texts.get(name) ?? null, manifest);
}

/** A value as an address has it. */
export const textIn = (state, name) => (name in kParams ? textOf(kParams[name], state[name]) : (state[name] ?? ''));

/** What tells this state from the one that opens by itself: [name, text] pairs, model and view always first. */
export function entriesOf(state) {
  const { params } = viewOf(state.view);
  return textsOf(state, (name) => name in params || name in kHostParams);
}

/**
 * What tells a state from the one that opens by itself, of the parameters that are wanted.
 * @returns {[string, string][]}
 */
export function textsOf(state, wanted) {
  /** @type {[string, string][]} */
  const entries = [
    ['model', state.model],
    ['view', state.view],
  ];
  const preset = new URLSearchParams(state.lesson ? state.preset : '');
  for (const [name, param] of Object.entries(kParams)) {
    if (!wanted(name)) continue;
    const text = textOf(param, state[name]);
    if (text !== (preset.get(name) ?? textOf(param, param.default))) entries.push([name, text]);
  }
  return entries;
}

const textOf = (param, value) => (value === null || value === undefined ? '' : param.format(value));

/**
 * @param {string} hash with or without its '#'
 */
export function parseState(hash, manifest) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  return readState((name) => values.get(name), manifest);
}

/** The hash that parseState reads back as the same state. */
export function formatState(state) {
  // Commas and colons may stand in a fragment as they are, and are read more easily so.
  const encode = (text) => encodeURIComponent(text).replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%40/g, '@');
  return `#${entriesOf(state)
    .map(([name, text]) => `${name}=${encode(text)}`)
    .join('&')}`;
}
