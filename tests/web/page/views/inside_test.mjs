// Inside: the outputs of layers as pictures, a layer opened large, draws of z, by keyboard and for both families.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  hashHas,
  hashOf,
  inkOf,
  says,
  settled,
  shownPrior,
  suite,
  sumOf,
  wasm,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;
const load = ({ file }) => loadModel(join(it.site.folder, 'models', file), { wasmUrl: pathToFileURL(wasm) });
const outputOf = '.inside-row:last-child li:last-child canvas';

/** The ink of a value on the scale of all layers. */
const inkOfValue = (value) => Math.round((255 * Math.abs(value)) / (1 + Math.abs(value)));

test(
  'a VAE encodes the digit and draws its mean: each layer has a button with its kind and shape',
  on(
    () => `#model=${it.vae.name}&view=inside&base=7:3`,
    async (page) => {
      await settled(page);
      const model = await load(it.vae);
      const latent = (await model.sampleLatents(7, 4, { prior: shownPrior(model) })).subarray(3 * model.latentDim);
      const given = await model.decode(latent, 1);
      const mean = await model.encode(given, 1);
      const [shown] = await inkOf(page, '.inside-row:first-child li:first-child canvas');
      assert.ok(differenceFrom(shown, given, model.imageWidth, model.imageHeight) <= 3, 'the image');
      const [drawn] = await inkOf(page, outputOf);
      const expected = await model.decode(mean, 1);
      assert.ok(differenceFrom(drawn, expected, model.imageWidth, model.imageHeight) <= 3, 'the output');
      const buttons = await page.locator('button.layer').count();
      assert.equal(buttons, model.info.encoder_layers.length + model.info.decoder_layers.length);
      model.close();
      await says(page, /drew the digit in \d+ layers/);
    },
  ),
);

test(
  'a layer is opened by a click or Enter, shows all of its maps on the common scale, and is in the address',
  on(
    () => `#model=${it.gan.name}&view=inside&base=5`,
    async (page) => {
      await settled(page);
      const model = await load(it.gan);
      const { decoder_layers: layers } = model.info;
      const at = layers.findIndex(({ shape }) => shape.length === 3 && shape[0] > 1);
      const { layer, shape } = layers[at < 0 ? 0 : at];
      const [values] = await model.decoderActivations(await model.sampleLatents(5, 1), { layers: [layer] });
      model.close();
      const button = page.locator(`[data-layer="decoder:${layer}"]`);
      const name = await button.getAttribute('aria-label');
      assert.match(name, /^Generator layer \d+, (transposed )?(convolution|fully connected), [\d × ]+ values/);
      assert.equal(await page.locator('.layer-opened').isHidden(), true);
      await button.focus();
      await page.keyboard.press('Enter');
      await hashHas(page, 'layer', `decoder:${layer}`);
      await page.locator('.layer-opened').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
      const [large] = await inkOf(page, '.layer-large');
      if (shape.length === 3) {
        const [count, height, width] = shape;
        const columns = Math.ceil(Math.sqrt(count));
        assert.equal(large.width, columns * (width + 1) - 1);
        for (const map of [0, count - 1])
          for (const [y, x] of [
            [0, 0],
            [height - 1, width - 1],
          ]) {
            const top = Math.floor(map / columns) * (height + 1) + y;
            const ink = large.ink[top * large.width + (map % columns) * (width + 1) + x];
            assert.ok(Math.abs(ink - inkOfValue(values[(map * height + y) * width + x])) <= 1);
          }
      }
      await button.click();
      await page.locator('.layer-opened').waitFor({ state: 'hidden' });
      assert.equal((await hashOf(page)).layer, undefined);
    },
  ),
);

test(
  'z is drawn again from mean and spread, and the mean comes back',
  on(
    () => `#model=${it.vae.name}&view=inside&test=3`,
    async (page) => {
      await settled(page);
      const mean = await inkOf(page, outputOf);
      assert.ok(sumOf(mean[0]) > 0);
      await page.locator('[data-action=draw-z]').click();
      await hashHas(page, 'noise', '1');
      const first = await changed(page, outputOf, mean);
      await page.locator('[data-action=draw-z]').click();
      await hashHas(page, 'noise', '2');
      await changed(page, outputOf, first);
      assert.match(await page.locator('.seen p').textContent(), /The decoder gets draw 2/);
      await page.locator('[data-action=use-mean]').click();
      await page.waitForFunction(() => !/noise/.test(location.hash));
      await settled(page);
      assert.deepEqual(await inkOf(page, outputOf), mean);
    },
  ),
);

test(
  'the class of a conditional model changes what its layers compute',
  on(
    () => `#model=${it.manifest.models.find(({ class_count: classes }) => classes > 0).name}&view=inside&base=4:2`,
    async (page) => {
      await settled(page);
      const before = await inkOf(page, outputOf);
      assert.equal(await page.locator('[data-part=digit] input:checked').inputValue(), '2');
      await page.locator('[data-part=digit] input[value="7"]').check();
      await hashHas(page, 'digit', '7');
      await changed(page, outputOf, before);
    },
  ),
);
