// What scripts and frameworks set properties to: texts, and whatever else stands for one. Nothing of it may throw, since
// an exception takes a framework's whole tree down.

import { kParams } from '../state/state.js';
import { kViews } from '../views/index.js';
import * as text from '../words/text.js';

const isFlag = (name) => typeof kParams[name]?.default === 'boolean';

/**
 * The text that an attribute holds for a value; null: none.
 * @param {string} name
 * @param {unknown} value
 * @returns {string | null}
 */
export function textFor(name, value) {
  // `view={wide && 'map'}` is no view where it is false.
  if (value === null || value === undefined || (value === false && !isFlag(name))) return null;
  try {
    return `${value}`;
  } catch {
    return Object.prototype.toString.call(value); // a symbol, an object without a text
  }
}

/** A state as a hash. @param {object} values */
export function addressOf(values) {
  const texts = Object.entries(values).map(([name, value]) => [name, textFor(name, value)]);
  return `#${new URLSearchParams(texts.filter(([, given]) => given !== null))}`;
}

/** What an attribute says: `loop="loop"`, as XHTML writes it, is `loop`. */
export const attributeText = (name, given) => (isFlag(name) && given?.toLowerCase() === name ? '' : given);

/**
 * Why a property's text counts for nothing; empty where it counts.
 * @param {string} name
 * @param {string | null} given
 * @param {{model: string}} state what was read of it and of the others
 * @param {import('../views/view.js').Manifest} manifest
 */
export function meaningless(name, given, state, manifest) {
  if (given === null) return '';
  const models = manifest.models.map((model) => model.name);
  const views = kViews.map(({ id }) => id);
  const lessons = given.startsWith('~') ? undefined : (manifest.lessons ?? []).map(({ id }) => id);
  const choices = { model: models, view: views, lesson: lessons }[name];
  if (choices) return choices.includes(given) ? '' : text.element.noSuch(name, given, choices);
  const model = manifest.models.find((one) => one.name === state.model);
  const param = kParams[name];
  return !param || param.parse(attributeText(name, given), model) !== undefined ? '' : text.element.noSuch(name, given);
}
