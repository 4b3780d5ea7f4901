// The list of models, made from the files themselves.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { describeModel } from '../engine/module/manifest_entry.js';
import { loadModel } from '../engine/module/latentwalk-node.js';

/**
 * Reads every model of a folder.
 * @param {string} folder
 * @param {URL} wasmUrl
 * @returns {Promise<{manifest: import('../page/views/view.js').Manifest, files: Map<string, Buffer>}>}
 */
export async function readModels(folder, wasmUrl) {
  const files = new Map();
  const entries = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort()) {
    if (!/^[\w.-]+$/.test(file))
      throw new Error(
        `${folder}/${file}: file names on the web may contain only letters, digits, '.', '_' and '-'; rename the file`,
      );
    const bytes = await readFile(join(folder, file));
    entries.push(await describe(file, bytes, wasmUrl));
    files.set(file, bytes);
  }
  if (entries.length === 0) throw new Error(`${folder}: found no .safetensors file, expected at least one model`);
  return { manifest: { default: defaultOf(entries), models: entries }, files };
}

/**
 * The wasm modules: the one at a path, which draws, and those beside it.
 * @returns {Promise<[string, Buffer][]>} name in the site, bytes
 */
export function readModules(path) {
  const names = ['latentwalk.wasm', 'latentwalk-explore.wasm', 'latentwalk-learn.wasm'];
  return Promise.all(
    names.map(async (name, i) => {
      const file = i === 0 ? path : join(dirname(path), name);
      const bytes = await readFile(file).catch(() => {
        throw new Error(`${file}: the module does not exist; build it: cmake --build --preset wasm`);
      });
      return /** @type {[string, Buffer]} */ ([name, bytes]);
    }),
  );
}

export const defaultModel = (manifest) => manifest.models.find(({ name }) => name === manifest.default);

// The order in which the page offers models, and what models and configurations are called there; others follow by name.
const kTitles = {
  'conv-vae': 'Convolutional VAE',
  'conv-gan': 'Convolutional GAN',
  'small-gan': 'Small convolutional GAN',
  cvae: 'Conditional VAE',
  cgan: 'Conditional GAN',
  infovae: 'InfoVAE',
  infogan: 'InfoGAN',
  'fc-vae': 'Fully connected VAE',
  'fc-gan': 'Fully connected GAN',
  'plane-vae': 'VAE with two latent numbers',
  'small-vae': 'Small VAE',
};
const kDefault = 'small-gan';

// What the page trains.
const kLearned = ['small-vae', 'plane-vae', 'small-gan', 'fc-vae', 'fc-gan'];

/** The configurations that the page can train. */
export const learnedConfigs = (folder) =>
  Promise.all(
    kLearned.map(async (name) => {
      const { presets, $schema, ...config } = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
      return { name, title: kTitles[name], config: { ...config, presets: { best: presets.best } } };
    }),
  );

/** Loads the model as the page will, so that a site never holds one that does not work. */
async function describe(file, bytes, wasmUrl) {
  const model = await loadModel(bytes, { wasmUrl, name: file });
  const entry = describeModel(model, file, bytes.length);
  entry.title = kTitles[entry.name] ?? entry.name;
  entry.sha256 = createHash('sha256').update(bytes).digest('hex');
  model.close();
  return entry;
}

function defaultOf(entries) {
  const order = Object.keys(kTitles);
  const rank = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
  entries.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const twice = entries.find((entry, i) => entries.some((other, j) => j < i && other.name === entry.name));
  if (twice) throw new Error(`two model files have the model name ${twice.name}; one of them is ${twice.file}`);
  return (entries.find(({ name }) => name === kDefault) ?? entries[0]).name;
}
