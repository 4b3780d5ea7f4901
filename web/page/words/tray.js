// The tray of current digits: its buttons, what digits are called in it, and the names of files.

import { formatStation } from '../params/params.js';

/** What picked digits are called, in the middle of a sentence. */
export const digitNames = {
  seed: (seed, index) => `seed ${seed}, digit ${index}`,
  test: (number) => `test digit ${number}`,
  drawing: 'your drawing',
  walkPoint: (frame, count) => `picture ${frame + 1} of ${count} of the walk`,
  changed: 'your changed digit',
  found: 'the nearest digit that the search found',
  sum: 'A − B + C',
  learned: (index, steps) => `digit ${index} after ${steps} training step${steps === 1 ? '' : 's'}`,
};

export const tray = {
  title: 'Current digit and the last ones',
  empty: 'Choose a digit. The other views then start from it.',
  digit: (name, model) => (model ? `${name}, drawn by ${model}` : name),
  current: (name, model) => `Current digit: ${model ? `${name} (${model})` : name}`,
  undo: 'Undo',
  redo: 'Redo',
  save: 'Save',
  width: 'Width',
  pixels: (width) => `${width} pixels`,
  groups: { digit: 'Current digit', stage: 'Stage', scene: 'Scene' },
  files: {
    digit: { png: 'PNG', svg: 'SVG', json: 'Latent vector (JSON)', npy: 'Latent vector (.npy)' },
    stage: { png: 'PNG', svg: 'SVG' },
    scene: { json: 'JSON' },
  },
  noLatent: (name, title) => `${title} has no encoder, so there is no latent vector of ${name}`,
  notEncoded: (name, title) => `${title} has no encoder, so this view cannot start from ${name}. Choose a VAE.`,
  notSaved: (reason) => `Nothing was saved: ${reason}.`,
  saved: (file) => `${file} is saved.`,
};

// Letters, digits and dots: what every file system takes.
const inFileName = (words) =>
  words
    .replace(/:/g, '.')
    .replace(/−/g, 'minus')
    .replace(/[^\w.+]+/g, '-')
    .replace(/^-|-$/g, '');

const seedsOf = (stations) =>
  stations.map((station) => (station.latent ? 'latent' : formatStation(station))).join('-to-');

// What tells states of a view apart, as far as a name can say it.
const kShown = {
  sample: ({ seed }) => `seed-${seed}`,
  compare: ({ seed }) => `seed-${seed}`,
  walk: ({ stations }) => `seed-${seedsOf(stations)}`,
  map: ({ x, y }) => `at-${x ?? 0}-${y ?? 0}`,
  dimensions: ({ base }) => `seed-${seedsOf([base])}`,
  draw: ({ test }) => (test === null ? 'drawing' : `test-digit-${test}`),
  learn: ({ config, start }) => `${config}-seed-${start}`,
  training: ({ epoch }) => (epoch === null ? 'last-epoch' : `epoch-${epoch}`),
  theory: ({ topic }) => topic,
  arithmetic: ({ terms }) => `seed-${terms.map((term) => seedsOf([term])).join('-')}`,
};

/** The name of a file about what is shown, without its ending: model, view and seed. */
export const stageFile = (state) =>
  inFileName(`${state.model}-${state.view}-${kShown[state.view]?.(state) ?? ''}`).slice(0, 120);

/** The name of a file about a digit. @param {{model: string, view: string}} state @param {{name: string, model?: string}} digit */
export const digitFile = (state, { name, model }) =>
  inFileName(`${model ?? state.model}-${state.view}-${name}`).slice(0, 120);
