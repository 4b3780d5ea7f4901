// Whether a lesson can be shown: its form, by lessons/schema.json, and what its steps name. Each fault is one sentence.

import { printable } from '../words/printable.js';
import { kSeen } from './questions.js';

/**
 * @typedef {{path: (string | number)[], sentence: string}} Fault path: the keys that lead to the value
 * @typedef {{manifest: import('../views/view.js').Manifest, views: import('../views/view.js').View[]}} Site
 */

const kMostFaults = 20;
const kTypes = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isSafeInteger,
};
const kNames = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
};

const shown = (value) => printable(JSON.stringify(value) ?? String(value), 60);
const nameOf = (path) =>
  path.length === 0
    ? 'The lesson'
    : path
        .map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${printable(key, 40)}`))
        .join('');

/** What is wrong with the form. @returns {Fault[]} */
export function faultsOfForm(lesson, schema) {
  const faults = [];
  look(lesson, schema, []);
  return faults;

  function tell(path, sentence) {
    if (faults.length < kMostFaults) faults.push({ path, sentence: `${nameOf(path)} ${sentence}` });
  }

  function look(value, given, path) {
    const rule = given.$ref ? schema.$defs[given.$ref.split('/').at(-1)] : given;
    if (rule.oneOf) return lookAtOne(value, rule.oneOf, path);
    if ('const' in rule && value !== rule.const) tell(path, `is ${shown(value)}, expected ${shown(rule.const)}.`);
    if (rule.type && !kTypes[rule.type](value)) return tell(path, `is ${shown(value)}, expected ${kNames[rule.type]}.`);
    if (typeof value === 'string') lookAtText(value, rule, path);
    if (typeof value === 'number') lookAtNumber(value, rule, path);
    if (Array.isArray(value)) lookAtList(value, rule, path);
    else if (kTypes.object(value)) lookAtObject(value, rule, path);
  }

  // The kind of a question, or the type, tells which it is meant to be.
  function lookAtOne(value, rules, path) {
    const resolved = rules.map((rule) => (rule.$ref ? schema.$defs[rule.$ref.split('/').at(-1)] : rule));
    const kinds = resolved.map(({ properties }) => properties?.kind?.const).filter(Boolean);
    const rule = resolved.find(({ properties, type }) =>
      kinds.length > 0 ? kTypes.object(value) && properties.kind.const === value.kind : kTypes[type](value),
    );
    if (rule) look(value, rule, path);
    else if (kinds.length > 0) tell(path, `has no kind that is one of ${kinds.join(', ')}.`);
    else tell(path, `is ${shown(value)}, expected ${resolved.map(({ type }) => kNames[type]).join(' or ')}.`);
  }

  function lookAtText(value, { minLength = 0, maxLength = Infinity, pattern }, path) {
    const { length } = Array.from(value.slice(0, 4 * Math.min(maxLength, 4000)));
    if (length < minLength) tell(path, 'is empty.');
    else if (length > maxLength) tell(path, `has more than ${maxLength} characters.`);
    else if (pattern && !new RegExp(pattern).test(value))
      tell(path, `is ${shown(value)}, which does not fit ${pattern}.`);
  }

  function lookAtNumber(value, { minimum = -Infinity, maximum = Infinity }, path) {
    if (value < minimum) tell(path, `is ${value}, expected at least ${minimum}.`);
    else if (value > maximum) tell(path, `is ${value}, expected at most ${maximum}.`);
  }

  function lookAtList(value, { minItems = 0, maxItems = Infinity, uniqueItems, items }, path) {
    if (value.length < minItems) tell(path, `has ${value.length} entries, expected at least ${minItems}.`);
    else if (value.length > maxItems) tell(path, `has ${value.length} entries, expected at most ${maxItems}.`);
    else if (uniqueItems && new Set(value).size < value.length) tell(path, 'has the same entry twice.');
    if (items) value.slice(0, maxItems).forEach((item, i) => look(item, items, [...path, i]));
  }

  function lookAtObject(value, rule, path) {
    const { properties = {}, required = [], additionalProperties: others } = rule;
    const { minProperties = 0, maxProperties = Infinity } = rule;
    const keys = Object.keys(value);
    for (const key of required) if (!Object.hasOwn(value, key)) tell(path, `has no ${key}.`);
    if (keys.length < minProperties) tell(path, 'is empty.');
    if (keys.length > maxProperties) tell(path, `has ${keys.length} keys, expected at most ${maxProperties}.`);
    for (const key of keys) {
      const inner = Object.hasOwn(properties, key) ? properties[key] : others;
      if (inner === false) {
        const known = Object.keys(properties).filter((name) => name !== '$schema');
        tell([...path, key], `is an unknown key; known are ${known.join(', ')}.`);
      } else if (typeof inner === 'object') look(value[key], inner, [...path, key]);
    }
  }
}

/**
 * What is wrong with the states and the questions of a lesson whose form is right.
 * @param {import('./questions.js').Lesson} lesson
 * @param {Site} site
 * @returns {Fault[]}
 */
export function faultsOfMeaning({ steps }, site) {
  return steps.flatMap(({ state, question }, i) => {
    const at = ['steps', i];
    const faults = faultsOfState(state, site).map((sentence) => ({ path: [...at, 'state'], sentence }));
    if (question?.kind === 'choice' && question.answer >= question.choices.length) {
      const sentence = `${nameOf([...at, 'question', 'answer'])} is ${question.answer}, but the last choice is ${question.choices.length - 1}.`;
      faults.push({ path: [...at, 'question', 'answer'], sentence });
    }
    if (question?.kind === 'do') faults.push(...faultsOfDeed(question.answer, [...at, 'question', 'answer'], site));
    return faults;
  });
}

function faultsOfDeed(answer, path, { views }) {
  const known = new Set(['model', 'view', ...kSeen, ...views.flatMap(({ params }) => Object.keys(params))]);
  return Object.keys(answer)
    .filter((key) => !known.has(key))
    .map((key) => ({
      path: [...path, key],
      sentence: `${nameOf([...path, key])} is neither a key of an address nor one of ${kSeen.join(', ')}.`,
    }));
}

/** What is wrong with a state of a step: as an address, but for what belongs to hosts. */
function faultsOfState(text, { manifest, views }) {
  const values = [...new URLSearchParams(text.replace(/^#/, ''))];
  const get = Object.fromEntries(values);
  const view = views.find(({ id }) => id === (get.view ?? views[0].id));
  if (!view)
    return [`The state names the view ${shown(get.view)}; the page has ${views.map(({ id }) => id).join(', ')}.`];
  const model = manifest.models.find(({ name }) => name === (get.model ?? manifest.default));
  if (!model) {
    const names = manifest.models.map(({ name }) => name).join(', ');
    return [`The state names the model ${shown(get.model)}; this site has ${names}.`];
  }
  if (!view.accepts(model, manifest)) return [`The view ${view.title} does not work with ${model.title} on this site.`];
  return values
    .filter(([name]) => name !== 'view' && name !== 'model' && name !== 'hide')
    .flatMap(([name, value]) => {
      if (!Object.hasOwn(view.params, name))
        return [`The state has the key ${shown(name)}, which the view ${view.title} does not know.`];
      return view.params[name].parse(value, model) === undefined
        ? [`The state has ${printable(name, 20)}=${printable(value, 60)}, which makes no sense.`]
        : [];
    });
}

/**
 * All that is wrong with a lesson.
 * @param {any} lesson
 * @param {object} schema
 * @param {Site} site
 * @returns {Fault[]}
 */
export function faultsOf(lesson, schema, site) {
  const faults = faultsOfForm(lesson, schema);
  return faults.length > 0 ? faults : faultsOfMeaning(lesson, site);
}
