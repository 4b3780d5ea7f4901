// Thirty scenes, drawn by `latentwalk render`, by the viewer's --render and by the page's engine, from their JSON and
// from their address.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { addData } from '../../web/build/data.mjs';
import { readModels } from '../../web/build/models.mjs';
import { parseRuns } from '../../web/engine/compute/run_lengths.js';
import { giveBytes } from '../../web/engine/module/bytes.js';
import * as codes from '../../web/engine/worker/codes.js';
import * as digits from '../../web/engine/worker/digits.js';
import * as drawing from '../../web/engine/worker/drawing.js';
import { search } from '../../web/engine/worker/search.js';
import { formatScene, parseScene } from '../../web/page/state/scene.js';
import { formatState, parseState } from '../../web/page/state/state.js';
import { planeClasses } from '../../web/page/views/parts/map_planes.js';
import { cellsOf, partOf, placesOf, tilesOf } from '../../web/page/views/parts/mosaic_grid.js';
import { priorOf } from '../../web/page/views/parts/prior_choice.js';
import { labelOf, sameLabels, sheetLabels } from '../../web/page/views/parts/class_choice.js';

const root = process.env.LATENTWALK_ROOT;
const scenes = JSON.parse(fs.readFileSync(path.join(root, 'tests/oracle/scenes.json'), 'utf8'));
const shipped = path.join(root, 'assets/digits');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scenes-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const textOf = (scene) => `${JSON.stringify(scene, null, 2)}\n`;
const nameOf = ({ model, view }, i) => `scene ${i + 1}, ${view} of ${model}`;

const commands = {
  render: [process.env.LATENTWALK_PROGRAM, 'render'],
  viewer: [process.env.LATENTWALK_VIEWER_PROGRAM, '--render'],
};

/** The bytes that a program writes for a scene: a file or an address. */
function rendered(program, scene, ending) {
  const out = path.join(folder, `${program}${ending}`);
  execFileSync(commands[program][0], [commands[program][1], scene, '--out', out, '--data', shipped]);
  return fs.readFileSync(out);
}

test('there are thirty scenes, of every view that draws and of every shipped model', () => {
  assert.equal(scenes.length, 30);
  const views = ['arithmetic', 'compare', 'dimensions', 'draw', 'map', 'sample', 'walk'];
  assert.deepEqual([...new Set(scenes.map(({ view }) => view))].sort(), views);
  const shippedModels = fs.readdirSync(path.join(root, 'models')).filter((file) => file.endsWith('.safetensors'));
  assert.deepEqual([...new Set(scenes.map(({ model }) => `${model}.safetensors`))].sort(), shippedModels.sort());
});

// ---- The two programs.

for (const [i, scene] of scenes.entries())
  test(`${nameOf(scene, i)}: render and viewer write the same bytes, from the file and from the address`, () => {
    const file = path.join(folder, 'scene.json');
    fs.writeFileSync(file, textOf(scene));
    const picture = rendered('render', file, '.png');
    assert.ok(picture.equals(rendered('viewer', file, '.png')), 'the pictures differ');
    assert.ok(picture.equals(rendered('render', addresses[i], '.png')), `another picture from ${addresses[i]}`);
    if (scene.view !== 'walk') return;
    assert.ok(rendered('render', file, '.gif').equals(rendered('viewer', file, '.gif')), 'the animations differ');
  });

// ---- The page.

/** The least that parseState and parseScene need of a manifest: the models as `inspect` describes them. */
function inspected(name) {
  const { spec } = JSON.parse(execFileSync(commands.render[0], ['inspect', name, '--json'], { encoding: 'utf8' }));
  const latent = spec.latent.reduce((sum, { dim }) => sum + dim, 0);
  return { name, title: name, family: spec.family, class_count: spec.class_count ?? 0, latent_dim: latent };
}
const known = { default: 'conv-vae', models: [...new Set(scenes.map(({ model }) => model))].map(inspected) };
const stateOf = (scene, manifest = known) => parseScene(textOf(scene), parseState('', manifest), manifest);
const addresses = scenes.map((scene) => formatState(stateOf(scene)));

for (const [i, scene] of scenes.entries())
  test(`${nameOf(scene, i)}: the page writes the same JSON again, also from the address`, () => {
    assert.equal(formatScene(stateOf(scene)), textOf(scene));
    assert.equal(formatScene(parseState(addresses[i], known)), textOf(scene));
  });

if (process.env.LATENTWALK_WASM) {
  const kTolerance = 1e-5;
  // conv-gan's deep network widens the difference (agreement_test.mjs).
  const toleranceOf = ({ model, with: others = [] }) => ([model, ...others].includes('conv-gan') ? 2e-5 : kTolerance);
  let manifest;
  const test_ = { url: 'digits-test.bin', count: 0 };

  before(async () => {
    const wasm = pathToFileURL(process.env.LATENTWALK_WASM);
    for (const name of ['latentwalk.wasm', 'latentwalk-explore.wasm']) {
      const at = new URL(`../../web/engine/module/${name}`, import.meta.url);
      giveBytes(String(at), fs.readFileSync(new URL(name, wasm)));
    }
    ({ manifest } = await readModels(path.join(root, 'models'), wasm));
    const site = new Map();
    await addData(site, manifest, { mnist: shipped });
    giveBytes(test_.url, site.get(manifest.digits.test.file));
    test_.count = manifest.digits.test.count;
  });

  /** What a request of the worker sends, its pictures joined. */
  async function answer(request, message) {
    const whole = {};
    const parts = [];
    const send = ({ first, pixels, ...rest }) => {
      Object.assign(whole, rest);
      if (first === undefined) parts.length = 0;
      if (pixels) parts.push(...pixels);
    };
    await request(message, { send, check: async () => {}, breathe: async () => {} });
    return { ...whole, pixels: Float32Array.from(parts) };
  }

  const urlOf = ({ name }) => path.join(root, 'models', `${name}.safetensors`);
  const join = (...parts) => Float32Array.from(parts.flatMap((part) => [...part]));
  const sheet = async (model, { seed, digit, prior }, count) => {
    const labels = sheetLabels(model, digit, count);
    return (await answer(drawing.sheet, { url: urlOf(model), seed, count, labels, prior: priorOf(model, prior) }))
      .pixels;
  };

  /** The digits of each view, as its module in web/page/views asks the worker for them. */
  const views = {
    sample: (model, state) => sheet(model, state, 64),
    async walk(model, { stations, frames, path: how, loop, prior }) {
      const labelled = stations.map((station) => ({ ...station, label: labelOf(model, station) }));
      const walk = { stations: labelled, frames, path: how, loop, prior: priorOf(model, prior) };
      return (await answer(drawing.walk, { url: urlOf(model), ...walk })).pixels;
    },
    async map(model, state) {
      const url = urlOf(model);
      let plane;
      if (model.has_encoder) {
        const axes = state.plane === 'axes' ? [state.across, state.up] : undefined;
        const [through] = state.through;
        const meant = through
          ? { through: { ...through, label: labelOf(model, through) }, prior: priorOf(model, null) }
          : { test: state.test ?? undefined };
        const message = { url, digits: test_.url, count: test_.count, axes, ...meant };
        const cloud = await answer(codes.cloud, message);
        plane = { corners: cloud.corners, low: -cloud.reach, high: cloud.reach, here: cloud.here };
      } else {
        const { latents } = await answer(drawing.latents, { url, stations: state.corners });
        plane = { corners: latents, low: -0.25, high: 1.25 };
      }
      const tiles = tilesOf(plane, partOf(plane, state), state.zoom);
      const place = plane.here && state.x === 0 && state.y === 0 ? plane.here : [state.x, state.y];
      const places = [...placesOf(plane, cellsOf(tiles), tiles.side), ...place];
      const classes = planeClasses(model, state, places.length / 2);
      return (await answer(drawing.onPlane, { url, corners: plane.corners, places, ...classes })).pixels;
    },
    async dimensions(model, { base, z, look, digit, prior: asked }) {
      const url = urlOf(model);
      const stations = [{ ...base, label: sameLabels(model, digit ?? base.digit, 1)?.[0] ?? null }];
      const { latents } = await answer(drawing.latents, { url, stations, prior: priorOf(model, asked) });
      for (const [at, value] of Object.entries(z)) latents[at] = value;
      let offset = 0;
      const blocks = model.latent.map((block) => ({ ...block, offset: (offset += block.dim) - block.dim }));
      const chosen = look ?? (blocks.find(({ prior }) => prior === 'uniform') ?? blocks[0]).offset;
      const block = blocks.findLast((one) => one.offset <= chosen);
      const isCode = block.prior === 'categorical';
      const [low, high] = block.prior === 'uniform' ? [block.low, block.high] : [-3, 3];
      const count = isCode ? Math.min(block.dim, 9) : 9;
      const strip = Array.from({ length: count }, (_, i) => {
        const latent = latents.slice();
        if (isCode) for (let k = 0; k < block.dim; k++) latent[block.offset + k] = k === i ? 1 : 0;
        else latent[chosen] = low + ((high - low) * i) / 8;
        return latent;
      });
      const labels = sameLabels(model, digit ?? base.digit, count);
      return (await answer(drawing.decode, { url, latents: join(...strip), labels })).pixels;
    },
    async draw(model, { ink, test: index, raw, digit }) {
      const url = urlOf(model);
      let [given, own] = [null, 0];
      if (index === null) {
        ({ pixels: given } = await answer(drawing.prepare, { drawing: parseRuns(ink, 112 * 112), raw }));
      } else {
        const message = { digits: test_.url, count: test_.count, indexes: [index] };
        ({
          pixels: given,
          labels: [own],
        } = await answer(digits.realDigits, message));
      }
      const label = digit ?? own;
      if (!model.has_encoder) {
        let found;
        const send = (part) => (found = part.drawn);
        await search({ url, pixels: given, label }, { send, check: async () => {} });
        return join(given, found);
      }
      const labels = model.class_count > 0 ? [label] : undefined;
      return join(given, (await answer(codes.encode, { url, pixels: given, labels })).pixels);
    },
    async compare(model, state) {
      const other = manifest.models.find(({ family }) => family !== model.family);
      const names = state.with.length > 0 ? state.with : [model.name, other.name];
      const rows = names.map((name) => manifest.models.find((one) => one.name === name));
      const sheets = [];
      for (const row of rows) sheets.push(await sheet(row, { ...state, digit: null }, 16));
      return join(...sheets);
    },
    async arithmetic(model, { terms, usual, prior }) {
      const labels = terms.map((term) => labelOf(model, term));
      const labelled = terms.map((term, i) => ({ ...term, label: labels[i] }));
      const message = { url: urlOf(model), terms: labelled, labels, usual, prior: priorOf(model, prior) };
      return (await answer(drawing.arithmetic, message)).pixels;
    },
  };

  for (const [i, scene] of scenes.entries())
    test(`${nameOf(scene, i)}: the page's engine draws the same digits`, async () => {
      const file = path.join(folder, 'scene.json');
      fs.writeFileSync(file, textOf(scene));
      const bytes = rendered('render', file, '.npy');
      const native = new Float32Array(bytes.buffer.slice(bytes.byteOffset + 10 + bytes.readUInt16LE(8)));
      const state = stateOf(scene, manifest);
      const model = manifest.models.find(({ name }) => name === scene.model);
      const pixels = await views[scene.view](model, state);
      assert.equal(pixels.length, native.length);
      const worst = pixels.reduce((most, value, p) => Math.max(most, Math.abs(value - native[p])), 0);
      assert.ok(worst <= toleranceOf(scene), `pixels differ by up to ${worst}`);
    });
}
