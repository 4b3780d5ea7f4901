// Draw: the visitor's own digit, squeezed and drawn back by a VAE, searched for in a GAN.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  hashHas,
  hashOf,
  inkOf,
  says,
  settled,
  suite,
  sumOf,
  wasm,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;
const given = '.draw-row figure:nth-child(1) canvas';
const back = '.draw-row figure:nth-child(2) canvas';
const gan = '.search canvas';

/** Draws strokes on the pad, in shares of its side. */
async function strokes(page, ...lines) {
  const box = await page.locator('.pad').boundingBox();
  for (const [first, ...rest] of lines) {
    await page.mouse.move(box.x + first[0] * box.width, box.y + first[1] * box.height);
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 8 });
    await page.mouse.up();
  }
}
const kOne = [
  [0.2, 0.1],
  [0.2, 0.5],
];

test(
  'a blank sheet stays blank and no model is asked',
  on('#view=draw', async (page) => {
    await settled(page);
    await says(page, /The drawing is blank/);
    assert.equal(sumOf((await inkOf(page, given))[0]), 0);
    assert.ok(await page.locator(back).isHidden());
    assert.ok(await page.locator('[data-action=search]').isHidden());
  }),
);

test(
  'a letter is not recognised as a digit',
  on('#view=draw', async (page) => {
    await settled(page);
    const left = [
      [0.5, 0.15],
      [0.25, 0.85],
    ];
    const right = [
      [0.5, 0.15],
      [0.75, 0.85],
    ];
    const bar = [
      [0.35, 0.6],
      [0.65, 0.6],
    ];
    await strokes(page, left, right, bar); // an A
    await says(page, /The input is not recognised as a digit \(\d+ % sure\)/);
  }),
);

test(
  'a stroke in a corner is centred and scaled, drawn back, and is in the address',
  on('#view=draw', async (page) => {
    await settled(page);
    await strokes(page, kOne);
    await says(page, /The input is classified as 1/);
    const [picture] = await inkOf(page, given);
    const centre = centreOf(picture);
    assert.ok(Math.abs(centre[0] - 0.5) < 0.02 && Math.abs(centre[1] - 0.5) < 0.02, `${centre}`);
    assert.ok(sumOf((await inkOf(page, back))[0]) > 0);
    assert.ok((await page.locator('.code-chart .mean').count()) === it.vae.latent_dim);
    assert.equal((await inkOf(page, '.neighbours canvas')).length, 8);
    const { ink } = await hashOf(page);
    const again = await it.open(`#view=draw&ink=${ink}`);
    await settled(again);
    await says(again, /The input is classified as 1/);
    assert.deepEqual(await inkOf(again, given), [picture]);
    await again.context().close();

    await page.check('[data-field=raw]');
    const [raw] = await changed(page, given, [picture]);
    assert.ok(centreOf(raw)[0] < 0.3, 'as drawn it stays in its corner');
    await page.click('[data-action=clear]');
    await says(page, /The drawing is blank/);
  }),
);

test(
  'a pen that is pressed draws broader than one that is not',
  on('#view=draw&raw=1', async (page) => {
    await settled(page);
    const widths = [];
    for (const pressure of [0.1, 1]) {
      await page.evaluate((press) => {
        const pad = document.querySelector('.pad');
        pad.setPointerCapture = () => {};
        const box = pad.getBoundingClientRect();
        for (const [type, x] of Object.entries({ pointerdown: 0.3, pointermove: 0.7, pointerup: 0.7 })) {
          pad.dispatchEvent(
            new PointerEvent(type, {
              pointerId: 7,
              pointerType: 'pen',
              pressure: press,
              button: 0,
              bubbles: true,
              clientX: box.left + x * box.width,
              clientY: box.top + 0.5 * box.height,
            }),
          );
        }
      }, pressure);
      await says(page, /The input|encoded/);
      widths.push(sumOf((await inkOf(page, '.pad'))[0]));
      await page.click('[data-action=clear]');
      await says(page, /blank/);
    }
    assert.ok(widths[1] > 1.8 * widths[0], `${widths}`);
  }),
);

test(
  'a real digit may be picked by keyboard; what is drawn back is what the VAE gives',
  on('#view=draw', async (page) => {
    await settled(page);
    await page.focus('[data-field=test]');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await says(page, /The input is classified as \d .*its label is \d/);
    const { file, count } = it.manifest.digits.test;
    const bytes = gunzipSync(await readFile(join(it.site.folder, file)));
    const pixels = Float32Array.from(bytes.subarray(count + 12 * 784, count + 13 * 784), (value) => value / 255);
    const model = await loadModel(join(it.site.folder, 'models', it.vae.file), { wasmUrl: pathToFileURL(wasm) });
    const drawnBack = await model.decode(await model.encode(pixels, 1), 1);
    model.close();
    assert.ok(differenceFrom((await inkOf(page, given))[0], pixels, 28, 28) <= 1.5);
    assert.ok(differenceFrom((await inkOf(page, back))[0], drawnBack, 28, 28) <= 3);
    assert.ok((await page.locator('.status').textContent()).includes(`its label is ${bytes[12]}`));
    await page.click('[data-action=next]');
    await hashHas(page, 'test', '13');
    await page.fill('[data-field=test]', String(count));
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.pick-test .note.wrong').textContent(), new RegExp(`from 0 to ${count - 1}`));
  }),
);

test(
  'the GAN is searched in the worker, comes nearer and nearer, and the search may be stopped',
  on('#model=conv-vae&view=draw&test=3', async (page) => {
    await settled(page);
    await says(page, /its label is/);
    assert.equal(sumOf((await inkOf(page, gan))[0]), 0);
    const off = () =>
      page
        .locator('.search figcaption')
        .textContent()
        .then((text) => Number(/pixel error ([\d.]+) %/.exec(text)?.[1]));
    await page.evaluate(() => {
      const caption = document.querySelector('.search figcaption');
      window.noted = [];
      new MutationObserver(() =>
        window.noted.push(Number(/pixel error ([\d.]+) %/.exec(caption.textContent)?.[1])),
      ).observe(caption, { childList: true });
    });
    await page.click('[data-action=search]');
    await page.waitForFunction(
      () => /pixel error/.test(document.querySelector('.search figcaption').textContent),
      null,
      {
        timeout: 30000,
      },
    );
    const first = await off();
    await page.waitForFunction(
      () => /** @type {HTMLProgressElement} */ (document.querySelector('progress:not([hidden])'))?.value > 0.3,
      null,
      {
        timeout: 60000,
      },
    );
    const later = await off();
    assert.ok(later < first, `${later} is nearer than ${first}`);
    assert.ok(sumOf((await inkOf(page, gan))[0]) > 0);
    // What is shown is the nearest so far by squared difference, so by plain difference it may rise a little, never much.
    const seen = await page.evaluate(() => window.noted.filter(Number.isFinite));
    seen.forEach((one, i) => assert.ok(one <= 1.1 * Math.min(...seen.slice(0, i + 1)), `${seen}`));
    const waits = () =>
      page.waitForFunction(() => !(/** @type {HTMLElement} */ (document.querySelector('[data-action=search]')).hidden));
    await waits();
    await page.evaluate(() => {
      for (const action of ['search', 'cancel'])
        /** @type {HTMLElement} */ (document.querySelector(`[data-action=${action}]`)).click();
    });
    await waits();
    const stopped = await off();
    await page.waitForTimeout(300);
    assert.equal(await off(), stopped, 'nothing goes on');
  }),
);

function centreOf({ width, ink }) {
  let [whole, x, y] = [0, 0, 0];
  ink.forEach((value, i) => {
    whole += value;
    x += value * ((i % width) + 0.5);
    y += value * (Math.floor(i / width) + 0.5);
  });
  return [x / whole / width, y / whole / width];
}
