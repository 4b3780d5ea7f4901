// The map: a mosaic of the plane, real digits where the encoder puts them, what lies off the plane, and a GAN's plane.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { encoded, it, map, screenAt } from '../../support/map_page.mjs';
import { changed, differenceFrom, hashHas, inkOf, says, settled, still, sumOf, wasm } from '../../support/pages.mjs';

const { on } = it;

/** The mean ink, 0 to 1, of a box of the map in pixels of the canvas. */
function meanInk({ width, ink }, left, top, side) {
  let sum = 0;
  for (let y = top; y < top + side; y++) for (let x = left; x < left + side; x++) sum += ink[y * width + x];
  return sum / side ** 2 / 255;
}

test(
  'the map is a mosaic of what the model draws at each place, from edge to edge',
  map('view=map&classes=&x=2.9&y=2.9', async (page) => {
    const { model, explore, corners, reach } = await encoded();
    const [plane] = await still(page, '.plane');
    const stage = await page.locator('.stage').boundingBox();
    const box = await page.locator('.map-picture').boundingBox();
    assert.ok(Math.abs(box.x - stage.x) <= 1 && Math.abs(box.y - stage.y) <= 1, 'no margin');
    const tile = Math.min(plane.width, plane.height) / 24;
    for (const [column, row] of [
      [-12, 11],
      [-7, 3],
      [0, 0],
      [2, -9],
      [8, 5],
      [5, -11],
    ]) {
      const centre = [column, row].map((at) => ((at + 0.5) * 2 * reach) / 24);
      const drawn = await model.decode(explore.planePoints(corners, centre), 1);
      const expected = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      const [left, top] = [plane.width / 2 + column * tile, plane.height / 2 - (row + 1) * tile].map(Math.round);
      const ink = meanInk(plane, left, top, Math.round(tile));
      assert.ok(Math.abs(ink - expected) < 0.03, `tile ${column}, ${row}: ${ink}, not ${expected}`);
    }
    // Beyond the square too: the picture fills the whole canvas.
    assert.ok(meanInk(plane, 0, Math.round(plane.height / 2), Math.round(tile)) > 0.02);
  }),
);

test(
  'numerals of real digits lie on the mosaic; a class is taken away by its button, all by None',
  map('view=map', async (page) => {
    await says(page, /The digit at 0\.00 across and 0\.00 up is classified as \d/);
    const { count } = it.manifest.digits.test;
    const words = await page.locator('.seen p').textContent();
    assert.match(words, new RegExp(`one of ${count.toLocaleString('en')} real digits`));
    assert.match(words, /one plane of a space of 20 dimensions, not the space itself/);
    const [all] = await still(page, '.plane');
    await page.getByRole('button', { name: 'Show real digits of class 1' }).click();
    await hashHas(page, 'classes', '023456789');
    const [fewer] = await changed(page, '.plane', [all]);
    await page.locator('[data-action=no-classes]').click();
    await hashHas(page, 'classes', '');
    const [none] = await changed(page, '.plane', [fewer]);
    // A chip is opaque, so that every numeral adds ink.
    assert.ok(Math.min(sumOf(all), sumOf(fewer)) > sumOf(none) + 1e5, [all, fewer, none].map(sumOf).join(' '));
    assert.equal(await page.locator('[data-action=class-4]').getAttribute('aria-pressed'), 'false');
    await page.locator('[data-action=all-classes]').click();
    assert.deepEqual(await changed(page, '.plane', [none]), [all]);
  }),
);

test(
  'what is under the point is what the model draws there, on the axes of widest spread',
  map('view=map&x=1.5&y=-1', async (page) => {
    await says(page, /The digit at 1\.50 across and -1\.00 up/);
    const { model, explore, corners } = await encoded();
    const pixels = await model.decode(explore.planePoints(corners, [1.5, -1]), 1);
    const [under] = await inkOf(page, '.under');
    assert.ok(differenceFrom(under, pixels, model.imageWidth, model.imageHeight) <= 3);
  }),
);

test(
  'two numbers of the latent may be chosen instead',
  map('view=map', async (page) => {
    await page.getByRole('radio', { name: 'Two coordinates' }).check();
    await page.selectOption('[data-field=up]', '5');
    await hashHas(page, 'up', '5');
    await page.waitForFunction(() => /It shows two of the/.test(document.querySelector('.seen p').textContent));
  }),
);

test(
  'a numeral shows its real digit, the reconstruction and what the plane shows; a click leads the plane through it',
  map('view=map&zoom=4&cx=1&cy=1&x=0.9&y=0.9', async (page) => {
    const { model, means, explore, corners, places, labels } = await encoded();
    const look = { zoom: 4, cx: 1, cy: 1 };
    // The real digit that is nearest to the middle of what is shown.
    const away = (n) => Math.hypot(places[2 * n] - 1.1, places[2 * n + 1] - 1.1);
    const near = Array.from(labels, (_, n) => n).sort((a, b) => away(a) - away(b));
    let found = -1;
    for (const n of near.slice(0, 12)) {
      await page.mouse.move(...(await screenAt(places[2 * n], places[2 * n + 1], look)));
      await page.waitForTimeout(300);
      const caption = await page.locator('.map-figures figure:not([hidden]) figcaption').first().textContent();
      const named = /Test digit (\d+), label (\d)/.exec(caption);
      if (named) {
        found = Number(named[1]);
        assert.equal(Number(named[2]), labels[found]);
        break;
      }
    }
    assert.ok(found >= 0, 'a numeral is under the pointer');
    const size = [model.imageWidth, model.imageHeight];
    const code = means.subarray(found * model.latentDim, (found + 1) * model.latentDim);
    const back = await model.decode(code, 1);
    const figures = await still(page, '.map-figures canvas');
    assert.ok(differenceFrom(figures[1], back, ...size) <= 3, 'the reconstruction');
    const place = places.subarray(2 * found, 2 * found + 2);
    const flat = await model.decode(explore.planePoints(corners, place), 1);
    assert.ok(differenceFrom(figures[2], flat, ...size) <= 3, 'the picture of the plane');
    assert.ok(differenceFrom(figures[2], back, ...size) > 40, 'the plane shows something else there');

    await page.mouse.down();
    await page.mouse.up();
    await hashHas(page, 'test', String(found));
    await page.waitForFunction(
      (n) => document.querySelector('.seen p').textContent.includes(`test digit ${n}.`),
      found,
    );
    await page.mouse.move(0, 0);
    const [under] = await changed(page, '.under', [figures[2]]).then(() => still(page, '.under'));
    assert.ok(differenceFrom(under, back, ...size) <= 12, 'the plane shows the reconstruction now');
    await page.getByRole('button', { name: 'Move the plane back to the mean' }).click();
    await page.waitForFunction(() => !/test=/.test(location.hash));
  }),
);

test(
  'the class of a conditional model chooses the map, and the page says that it has left the latent space',
  on(
    () =>
      `#model=${it.manifest.models.find((model) => model.has_encoder && model.class_count > 0).name}&view=map&classes=`,
    async (page) => {
      await settled(page);
      assert.match(await page.locator('.seen p').textContent(), /it has left the latent space/);
      const before = await still(page, '.plane');
      await page.locator('[data-part=digit] input[value="7"]').check();
      await hashHas(page, 'digit', '7');
      await settled(page);
      assert.notDeepEqual(await still(page, '.plane'), before);
    },
  ),
);

test('with two latent numbers the map is the whole space', async (t) => {
  const model = it.manifest.models.find(({ has_encoder: encodes, latent_dim: dim }) => encodes && dim === 2);
  if (!model) return t.skip('this site has no such model');
  await on(`#model=${model.name}&view=map&x=-1.5&y=0.5`, async (page) => {
    await settled(page);
    assert.match(await page.locator('.seen p').textContent(), /the map is the whole latent space/);
    assert.equal(await page.locator('[data-part=plane]').isHidden(), true);
    const own = await loadModel(join(it.site.folder, 'models', model.file), { wasmUrl: pathToFileURL(wasm) });
    const pixels = await own.decode([-1.5, 0.5], 1);
    own.close();
    const [under] = await still(page, '.under');
    assert.ok(differenceFrom(under, pixels, model.image_width, model.image_height) <= 3);
  })();
});

test(
  'a GAN shows the plane through three of its digits',
  on(
    () => `#model=${it.gan.name}&view=map&corners=1,2,3`,
    async (page) => {
      await settled(page);
      await says(page, /The digit at 0\.00 across and 0\.00 up/);
      const { pictures } = await (async () => {
        const model = await loadModel(join(it.site.folder, 'models', it.gan.file), { wasmUrl: pathToFileURL(wasm) });
        const pictures = [];
        for (const seed of [1, 2, 3]) pictures.push(await model.decode(await model.sampleLatents(seed, 1), 1));
        model.close();
        return { pictures };
      })();
      const size = [it.gan.image_width, it.gan.image_height];
      assert.ok(
        differenceFrom((await inkOf(page, '.under'))[0], pictures[0], ...size) <= 3,
        'the origin is the first digit',
      );
      for (const [hash, index] of Object.entries({ 'x=1&y=0': 1, 'x=0&y=1': 2 })) {
        const before = await inkOf(page, '.under');
        await page.evaluate((to) => {
          location.hash = to;
        }, `#model=${it.gan.name}&view=map&corners=1,2,3&${hash}`);
        const [now] = await changed(page, '.under', before);
        assert.ok(differenceFrom(now, pictures[index], ...size) <= 3, hash);
      }
    },
  ),
);
