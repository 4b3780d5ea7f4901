// The title of the document, which tells the entries of a browser's history apart.

import { formatStation } from '../params/params.js';
import { className, views } from './labels.js';

// A point that no seed gives has no short name.
const nameOf = (station) => (station.latent ? 'a point' : formatStation(station));
const ofClass = (digit, model) => (digit === null || digit === undefined ? '' : ` of class ${className(model, digit)}`);

/** What a view shows, as far as its name does not say it. @type {Record<string, (state: any, model: any) => string>} */
const kShown = {
  sample: ({ seed, pick, digit }, model) =>
    `${pick === null ? 'Sheet' : `Digit ${pick}`} of seed ${seed}${ofClass(digit, model)}`,
  walk: ({ stations }) => `Walk from ${nameOf(stations[0])} to ${nameOf(stations.at(-1))}`,
  map: ({ x, y }) => (x === null || y === null || x === undefined ? views.map : `Map at ${x}, ${y}`),
  dimensions: ({ base }) => `Dimensions of ${nameOf(base)}`,
  draw: ({ test }) => (test === null || test === undefined ? 'Drawing' : `Test digit ${test}`),
  learn: ({ config }) => `Learn: ${config}`,
  compare: ({ seed, with: models }) =>
    models.length > 0 ? `Compare ${models.join(', ')} on seed ${seed}` : `Compare on seed ${seed}`,
  training: ({ run, epoch }) =>
    `Training${run ? ` of ${run}` : ''}${epoch === null || epoch === undefined ? '' : `, epoch ${epoch}`}`,
  theory: ({ topic }) => (topic === 'elbo' ? 'Theory: the bound of a digit' : 'Theory: two densities'),
  arithmetic: ({ terms: [a, b, c] }) => `${nameOf(a)} − ${nameOf(b)} + ${nameOf(c)}`,
};

const kOwnModels = ['learn', 'training']; // views that show other models than the chosen one

/** 'Walk from 7:12 to 9 · conv-vae · latentwalk' */
export function documentTitle(state, lesson, model = {}) {
  const shown = lesson?.title ?? kShown[state.view]?.(state, model) ?? views[state.view];
  return [shown, ...(kOwnModels.includes(state.view) ? [] : [state.model]), 'latentwalk'].join(' · ');
}
