// Arithmetic: A minus B plus C, as the model draws it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  fixtures,
  hashHas,
  inkOf,
  openSite,
  says,
  settled,
  suite,
  wasm,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;

test(
  'what is shown is what the model draws of the sum, and the reading is told',
  on('#view=arithmetic&terms=3,4:5,6&usual=0', async (page) => {
    await settled(page);
    await says(
      page,
      /^A is classified as \d .* B is classified as \d .* C is classified as \d .* The result is classified as \d/,
    );
    const model = await loadModel(join(it.site.folder, 'models', it.chosen.file), { wasmUrl: pathToFileURL(wasm) });
    const dim = model.latentDim;
    const latents = new Float32Array(3 * dim);
    for (const [i, [seed, index]] of [
      [3, 0],
      [4, 5],
      [6, 0],
    ].entries())
      latents.set((await model.sampleLatents(seed, index + 1)).subarray(index * dim), i * dim);
    const at = (k, i) => latents[k * dim + i];
    const sum = Array.from({ length: dim }, (_, i) => at(0, i) - at(1, i) + at(2, i));
    const pixels = await model.decode(Float32Array.of(...latents, ...sum), 4);
    const size = model.imageWidth * model.imageHeight;
    const cells = await inkOf(page, '.sum canvas');
    cells.forEach((cell, i) =>
      assert.ok(
        differenceFrom(cell, pixels.subarray(i * size, (i + 1) * size), model.imageWidth, model.imageHeight) <= 2,
        `${i}`,
      ),
    );
    model.close();
    await page.check('[data-field=usual]');
    await hashHas(page, 'usual', null);
    await changed(page, '.sum figure:last-of-type canvas', [cells[3]]);
  }),
);

test(
  'terms are typed and drawn afresh',
  on('#view=arithmetic', async (page) => {
    await settled(page);
    const before = await inkOf(page, '.sum canvas');
    await page.fill('[data-field=station-1]', '77');
    await page.keyboard.press('Enter');
    await hashHas(page, 'terms', '1:26,77,1:29');
    await changed(page, '.sum figure:nth-of-type(2) canvas', [before[1]]);
    await page.click('[data-action=fresh]');
    await changed(page, '.sum figure:nth-of-type(1) canvas', [before[0]]);
  }),
);

test('a conditional model adds and subtracts its classes too', async () => {
  const tiny = await openSite({ models: fixtures });
  const page = await it.open('#model=tiny-cgan&view=arithmetic&terms=2@0,2@1,2@1', {}, tiny);
  await settled(page);
  const cells = await inkOf(page, '.sum canvas');
  assert.deepEqual(cells[3], cells[0], 'B and C cancel out');
  assert.notDeepEqual(cells[1], cells[0]);
  await page.context().close();
});
