// The map: real digits where the encoder puts them, a point that is dragged, sliders instead, and a GAN's plane.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { loadExplore } from '../../../../web/engine/module/explore.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  hashHas,
  hashOf,
  inkOf,
  says,
  settled,
  still,
  suite,
  sumOf,
  wasm,
} from '../../support/pages.mjs';
import { exploreUrl } from '../../../wasm/support.mjs';

const it = suite();
const { on } = it;

// One page for all tests of the VAE's map, for encoding all digits takes its time; each begins from the same state.
let page;
const show = async (state) => {
  page ??= await it.open('#view=map');
  await page.evaluate((to) => {
    location.hash = to;
  }, 'view=map&x=3&y=3');
  await says(page, /The digit at 3\.00 across and 3\.00 up/);
  await page.evaluate((to) => {
    location.hash = to;
  }, state);
  await says(page, /The digit at (?!3\.00 across and 3)/);
  await settled(page);
};
const map = (state, body) => async () => {
  await show(state);
  await body();
  assert.deepEqual(page.complaints, []);
};

const dragTo = async (page, x, y) => {
  const box = await page.locator('.plane').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
  await page.mouse.up();
};

test(
  'the map encodes every real digit of the site and draws each as its figure',
  map('view=map', async () => {
    await says(page, /The digit at 0\.00 across and 0\.00 up is classified as \d/);
    const { count } = it.manifest.digits.test;
    assert.match(
      await page.locator('.seen p').textContent(),
      new RegExp(`one of ${count.toLocaleString('en')} real digits`),
    );
    const [plane] = await inkOf(page, '.plane');
    assert.ok(sumOf(plane) > 255 * count, 'at least a few pixels of ink a digit');
  }),
);

test(
  'what is under the point is what the model draws there, on the axes of widest spread',
  map('view=map&x=1.5&y=-1', async () => {
    await says(page, /The digit at 1\.50 across and -1\.00 up/);
    // The same in Node: encode all, find the axes, decode the place.
    const { file, count } = it.manifest.digits.test;
    const bytes = gunzipSync(await readFile(join(it.site.folder, file)));
    const model = await loadModel(join(it.site.folder, 'models', it.chosen.file), { wasmUrl: pathToFileURL(wasm) });
    const codes = await model.encode(
      Float32Array.from(bytes.subarray(count), (value) => value / 255),
      count,
    );
    const explore = await loadExplore({ wasmUrl: exploreUrl });
    const { corners } = explore.principalPlane(codes, model.latentDim);
    const pixels = await model.decode(explore.planePoints(corners, [1.5, -1]), 1);
    const [under] = await inkOf(page, '.under');
    assert.ok(differenceFrom(under, pixels, model.imageWidth, model.imageHeight) <= 3);
    model.close();
  }),
);

test(
  'dragging moves the point, the digit and the sliders; the place is in the address',
  map('view=map', async () => {
    const before = await inkOf(page, '.under');
    await dragTo(page, 0.8, 0.3);
    await changed(page, '.under', before);
    const { x, y } = await hashOf(page);
    assert.ok(Number(x) > 0.5 && Number(y) > 0.5, `${x} ${y}`);
    await says(page, new RegExp(`The digit at ${Number(x).toFixed(2)} across and ${Number(y).toFixed(2)} up`));
    assert.ok(Number(await page.inputValue('[data-field=x]')) > 110);
  }),
);

test(
  'the digit follows a drag within a frame or two',
  map('view=map', async () => {
    const waits = await page.evaluate(async () => {
      const plane = document.querySelector('.plane');
      const under = /** @type {HTMLCanvasElement} */ (document.querySelector('.under'));
      const box = plane.getBoundingClientRect();
      const waits = [];
      let drawnAt = 0;
      const put = under.getContext('2d').putImageData;
      under.getContext('2d').putImageData = function (/** @type {any[]} */ ...all) {
        drawnAt = performance.now();
        return Reflect.apply(put, this, all);
      };
      const send = (type, at) =>
        plane.dispatchEvent(
          new PointerEvent(type, {
            pointerId: 1,
            button: 0,
            bubbles: true,
            clientX: box.left + at * box.width,
            clientY: box.top + 0.4 * box.height,
          }),
        );
      plane.setPointerCapture = () => {};
      send('pointerdown', 0.2);
      for (let i = 0; i < 20; i++) {
        await new Promise(requestAnimationFrame);
        const asked = performance.now();
        drawnAt = 0;
        send('pointermove', 0.2 + 0.03 * i);
        while (drawnAt === 0 && performance.now() - asked < 500) await new Promise((done) => setTimeout(done, 1));
        waits.push(drawnAt - asked);
      }
      send('pointerup', 0.8);
      return waits;
    });
    waits.sort((a, b) => a - b);
    assert.ok(waits[10] > 0 && waits[10] < 34, `median wait ${waits[10]} ms`);
  }),
);

test(
  'the two sliders do by keyboard what dragging does',
  map('view=map', async () => {
    const before = await inkOf(page, '.under');
    await page.focus('[data-field=x]');
    for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
    await page.focus('[data-field=y]');
    await page.keyboard.press('Home');
    await changed(page, '.under', before);
    const after = await still(page, '.under'); // thirty keys in a row: not the first picture, but the last
    const { x, y } = await hashOf(page);
    assert.ok(Number(x) > 0 && Number(y) < 0);
    await show(`view=map&x=${x}&y=${y}`);
    assert.deepEqual(await still(page, '.under'), after, 'the address brings it back');
  }),
);

test(
  'two numbers of the latent may be chosen instead',
  map('view=map', async () => {
    await page.getByRole('radio', { name: 'Two coordinates' }).check();
    await page.selectOption('[data-field=up]', '5');
    await hashHas(page, 'up', '5');
    await page.waitForFunction(() => /plane shows two of the/.test(document.querySelector('.seen p').textContent));
  }),
);

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
