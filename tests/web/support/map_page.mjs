// What the tests of the map share: one page, and what the map shows, computed in Node.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { loadExplore } from '../../../web/engine/module/explore.js';
import { loadModel } from '../../../web/engine/module/latentwalk-node.js';
import { exploreUrl } from '../../wasm/support.mjs';
import { says, settled, suite, wasm } from './pages.mjs';

export const it = suite();

/** A VAE whose plane is not its whole space. */
const modelOf = ({ models }) =>
  models.find(({ has_encoder: encodes, class_count: classes, latent_dim: dim }) => encodes && classes === 0 && dim > 2);

/** Shows a state on it.page, one for all tests: encoding all digits takes its time. */
export const show = async (state) => {
  const { name } = modelOf(it.manifest);
  const page = (it.page ??= await it.open(`#model=${name}&view=map`));
  await page.evaluate((to) => {
    location.hash = to;
  }, `model=${name}&view=map&x=3&y=3`);
  await says(page, /The digit at 3\.00 across and 3\.00 up/);
  await page.evaluate(
    (to) => {
      location.hash = to;
    },
    `model=${name}&${state.replace(/^model=[^&]*&/, '')}`,
  );
  await says(page, /The digit at (?!3\.00 across and 3)/);
  await settled(page);
};
/** A test of that page. */
export const map = (state, body) => async () => {
  await show(state);
  await body(it.page);
  assert.deepEqual(it.page.complaints, []);
};

let codes;
/** The model of the map, its codes of all real digits and their plane, computed in Node. */
export const encoded = () => (codes ??= encodeAll());
async function encodeAll() {
  const { file, count } = it.manifest.digits.test;
  const bytes = gunzipSync(await readFile(join(it.site.folder, file)));
  const model = await loadModel(join(it.site.folder, 'models', modelOf(it.manifest).file), {
    wasmUrl: pathToFileURL(wasm),
  });
  const pixels = Float32Array.from(bytes.subarray(count), (value) => value / 255);
  const means = await model.encode(pixels, count);
  const explore = await loadExplore({ wasmUrl: exploreUrl });
  const { corners } = explore.principalPlane(means, model.latentDim);
  const places = explore.planePlaces(corners, means);
  return {
    model,
    means,
    explore,
    corners,
    places,
    reach: explore.planeReach(places),
    labels: bytes.subarray(0, count),
  };
}
after(async () => (await codes)?.model.close());

/** Where a place of the map is on the screen. */
export async function screenAt(x, y, { zoom = 1, cx = 0, cy = 0 } = {}) {
  const { reach } = await encoded();
  const box = await it.page.locator('.plane').boundingBox();
  const scale = (Math.min(box.width, box.height) * zoom) / (2 * reach);
  return [box.x + box.width / 2 + (x - cx) * scale, box.y + box.height / 2 - (y - cy) * scale];
}
