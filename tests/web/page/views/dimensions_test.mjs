// Dimensions: every number of a latent on a control made from what the model's file says of it.

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
  hashOf,
  inkOf,
  openSite,
  says,
  settled,
  suite,
  wasm,
  shownPrior,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;

test(
  'there is a control for each number, and one that is moved draws what the model draws',
  on('#view=dimensions&base=7:3', async (page) => {
    await settled(page);
    assert.equal(await page.locator('.latent input[type=range]').count(), it.chosen.latent_dim);
    const before = await inkOf(page, '.big');
    await page.focus('[data-field=z-2]');
    await page.keyboard.press('End');
    await hashHas(page, 'z', '2:3');
    const [now] = await changed(page, '.big', before);
    const model = await loadModel(join(it.site.folder, 'models', it.chosen.file), { wasmUrl: pathToFileURL(wasm) });
    const latent = (await model.sampleLatents(7, 4, { prior: shownPrior(model) })).slice(3 * model.latentDim);
    latent[2] = 3;
    assert.ok(differenceFrom(now, await model.decode(latent, 1), model.imageWidth, model.imageHeight) <= 3);
    model.close();
    await says(page, /The digit of seed 7:3 with 1 changed coordinate is classified as \d/);
  }),
);

test(
  'reset brings the digit back, and randomise one changes one number',
  on('#view=dimensions&base=7:3&z=2:3,4:-3', async (page) => {
    await settled(page);
    await says(page, /with 2 changed coordinates/);
    const before = await inkOf(page, '.big');
    await page.click('[data-action=reset]');
    const plain = await changed(page, '.big', before);
    assert.equal((await hashOf(page)).z, undefined);
    await says(page, /The unchanged digit/);
    await page.click('[data-action=one]');
    await changed(page, '.big', plain);
    await page.waitForFunction(() => /z=\d+:-?[\d.]+(&|$)/.test(location.hash));
  }),
);

test(
  'the strip shows what the number does, from low to high, and a click takes a value',
  on('#view=dimensions&base=7:3&look=4', async (page) => {
    await settled(page);
    assert.match(await page.locator('.effect figcaption').textContent(), /lowest to the highest value of coordinate 4/);
    const strip = await inkOf(page, '.effect-strip canvas');
    assert.equal(new Set(strip.map(({ ink }) => ink.toString('latin1'))).size, 9);
    await page.click('.effect-strip canvas:first-child');
    await hashHas(page, 'z', '4:-3');
  }),
);

test('codes have controls as their priors are: a button a value, a slider over the range, and names by what they do', async () => {
  const tiny = await openSite({ models: fixtures });
  const page = await it.open('#model=tiny-cgan&view=dimensions&base=2&digit=1', {}, tiny);
  await settled(page);
  const model = await loadModel(join(fixtures, 'tiny-cgan.safetensors'), { wasmUrl: pathToFileURL(wasm) });
  const code = page.getByRole('group', { name: 'digit code: one of 3 equally likely values' });
  assert.equal(await code.getByRole('radio').count(), 3);
  const base = await model.sampleLatents(2, 1);
  const was = [4, 5, 6].findIndex((i) => base[i] === 1);
  const to = (was + 1) % 3;
  const before = await inkOf(page, '.big');
  await code.getByRole('radio').nth(to).check();
  const [now] = await changed(page, '.big', before);
  const latent = Float32Array.from(base);
  latent.fill(0, 4, 7);
  latent[4 + to] = 1;
  assert.ok(differenceFrom(now, await model.decode(latent, 1, { classLabels: [1] }), 12, 8) <= 3);
  model.close();
  const style = page.locator('[data-field=z-7]');
  assert.deepEqual([await style.getAttribute('min'), await style.getAttribute('max')], ['-2', '1']);
  await page.waitForFunction(() =>
    /^style code 1: \w/.test(document.querySelector('[data-field=z-7]').closest('label').textContent),
  );
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test(
  'an address with nonsense numbers is as if it had none',
  on('#view=dimensions&z=999:1,2:1e5,a:b', async (page) => {
    await settled(page);
    await says(page, /The unchanged digit/);
  }),
);
