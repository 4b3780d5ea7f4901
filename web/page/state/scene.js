// A state as a scene's JSON, the other form of the address (docs/viewer.md): page, viewer and `latentwalk render` read and
// write both.

import { formatStation } from '../params/params.js';
import { kViews } from '../views/index.js';
import * as text from '../words/text.js';
import { changeState, kParams, textsOf } from './state.js';

// How a picture of the scene is made, which the page does not show.
const kOfPictures = ['count', 'scale', 'dark'];
const kTitle = ['model', 'view'];

const paramsOf = (view) => kViews.find(({ id }) => id === view)?.params;

/** The scene of a state as text: model, view and what differs from the defaults. */
export function formatScene(state) {
  const { model, view } = state;
  const params = paramsOf(view);
  const scene = { model, view };
  for (const [name] of textsOf({ ...state, lesson: null }, (one) => one in params))
    if (!kTitle.includes(name)) scene[name] = jsonOf(kParams[name], state[name]);
  return `${JSON.stringify(scene, null, 2)}\n`;
}

/** A value of a parameter as JSON: numbers and flags as they are, lists as lists, all else as in the address. */
function jsonOf(param, value) {
  if (typeof value === 'boolean') return value;
  if (value?.latent) return pointOf(value);
  if (Array.isArray(value) && value.some((one) => one?.latent))
    return value.map((one) => jsonOf({ format: formatStation }, one));
  const written = param.format(value);
  if (Array.isArray(value)) return param.number ? written.split(',').map(Number) : written.split(',');
  if (typeof value === 'number' || param.number) return Number(written);
  if (isChanges(value)) return Object.fromEntries(entriesIn(written));
  return written;
}

/** A station that no seed gives, as the core has it (latentwalk/station.hpp). */
const pointOf = ({ latent, digit }) => ({ latent, ...(digit === null ? {} : { digit }) });

// {3: 1.5}, and neither station nor density.
const isChanges = (value) => typeof value === 'object' && !('seed' in value) && !('shape' in value);
const entriesIn = (written) => written.split(',').map((one) => one.split(':').map(Number));

/** The text of a JSON value, as an address has it. */
function textOf(json) {
  if (typeof json === 'boolean') return json ? '1' : '0';
  if (Array.isArray(json)) return json.map(textOf).join(',');
  if (typeof json !== 'object' || json === null) return String(json ?? '');
  if (Array.isArray(json.latent))
    return formatStation({ seed: 1, index: 0, digit: json.digit ?? null, latent: json.latent });
  return Object.entries(json)
    .map(([key, value]) => `${key}:${textOf(value)}`)
    .join(',');
}

/**
 * The state that a scene describes.
 * @param {string} content
 * @param {object} state what the scene does not say
 * @param {object} manifest
 * @throws {Error} if it is no scene, or does not fit the page's models
 */
export function parseScene(content, state, manifest) {
  const scene = JSON.parse(content);
  if (typeof scene !== 'object' || scene === null || Array.isArray(scene)) throw new Error(text.failure.sceneIsNone);
  const { model: name, view = kViews[0].id } = scene;
  const model = manifest.models.find((one) => one.name === name);
  if (!model) {
    const names = manifest.models.map((one) => one.name);
    throw new Error(text.failure.sceneModel(shown(name), names));
  }
  const params = paramsOf(view);
  if (!params) {
    const views = kViews.map(({ id }) => id);
    throw new Error(text.failure.sceneView(shown(view), views));
  }
  const patch = { model: name, view, lesson: null };
  for (const [key, param] of Object.entries(params)) patch[key] = param.default;
  for (const [key, json] of Object.entries(scene)) {
    if (kTitle.includes(key) || kOfPictures.includes(key)) continue;
    if (!Object.hasOwn(params, key)) {
      const known = [...kTitle, ...Object.keys(params), ...kOfPictures];
      throw new Error(text.failure.sceneKey(shown(key), view, known));
    }
    patch[key] = valueOf(params[key], key, json, model);
  }
  return changeState(state, patch, manifest);
}

function valueOf(param, key, json, model) {
  const written = textOf(json);
  const value = param.parse(written, model);
  // A class or a latent vector that the model does not have reads as none: this scene is of another model.
  if (value === undefined || marksIn(param.format(value)) !== marksIn(written))
    throw new Error(text.failure.sceneValue(key, shown(json), model.title));
  return value;
}

const marksIn = (written) => written.split(/[@~]/).length;

const shown = (json) => String(JSON.stringify(json)).slice(0, 60);
