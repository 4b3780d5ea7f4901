// Training: the saved epochs on a slider, the losses beside them, several runs.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { greyPng } from '../../../../web/build/png.mjs';
import {
  changed,
  hashHas,
  hashOf,
  inkOf,
  modelsFolder,
  openSite,
  says,
  settled,
  suite,
  sumOf,
} from '../../support/pages.mjs';

// Runs whose pictures are known: digit j after the row i is a bar of ink whose height grows with i and j.
const kRows = 5,
  kColumns = 16;
const history = await mkdtemp(join(tmpdir(), 'latentwalk-history-'));
after(() => rm(history, { recursive: true }));
const inkAt = (row, column) => 28 * (2 + row * 3 + (column % 4));

async function writeRun(model, preset, note, losses) {
  const shades = new Uint8Array(kRows * 28 * kColumns * 28).fill(255);
  for (let row = 0; row < kRows; row++) {
    for (let column = 0; column < kColumns; column++) {
      for (let y = 0; y < inkAt(row, column) / 28; y++)
        shades.fill(0, ((row * 28 + y) * kColumns + column) * 28, ((row * 28 + y) * kColumns + column + 1) * 28);
    }
  }
  const name = `${model}-${preset}`;
  const epochs = [1, 2, 4, 8, 10];
  await writeFile(join(history, `${name}.png`), greyPng(shades, kColumns * 28, kRows * 28));
  await writeFile(
    join(history, `${name}.json`),
    JSON.stringify({
      format: 'latentwalk-epochs',
      version: 1,
      model,
      preset,
      note,
      picture: `${name}.png`,
      columns: kColumns,
      width: 28,
      height: 28,
      every: 1,
      epochs,
      seed: 1,
      losses: losses && { epoch: epochs, ...losses },
    }),
  );
}

const shipped = (await modelsFolder()).endsWith('models');
const [vae, gan] = shipped ? ['conv-vae', 'conv-gan'] : ['tiny-vae', 'tiny-gan'];
const it = suite(async () => {
  await writeRun(vae, 'best', undefined, {
    loss: [200, 150, 130, 120, 118],
    reconstruction: [190, 135, 112, 103, 100],
    kl: [10, 15, 18, 17, 18],
  });
  await writeRun(gan, 'best', undefined, {
    d_loss: [0.3, 0.6, 0.9, 0.8, 0.6],
    g_loss: [5, 3, 2, 1.7, 1.6],
    d_real: [0.9, 0.8, 0.7, 0.7, 0.7],
  });
  await writeRun(gan, 'paper', 'Collapsed: from epoch 2 on it draws four shapes.', {
    d_loss: [0.1, 0.1, 0.1, 0.1, 0.1],
    g_loss: [5, 6, 7, 7, 7],
  });
  return { history };
});
const { on } = it;
// The ink of the digits as a share of all there could be, in rows of pixels.
const rowsOf = async (page) =>
  (await inkOf(page, '.epoch-sheet canvas')).map((cell) => (28 * sumOf(cell)) / (255 * cell.ink.length));

test(
  'the last epoch is shown first, sixteen digits from the saved picture',
  on(`#view=training&model=${vae}`, async (page) => {
    await settled(page);
    await says(page, /after epoch 10 of 10/);
    const rows = await rowsOf(page);
    assert.equal(rows.length, 16);
    rows.forEach((row, column) => assert.ok(Math.abs(row - inkAt(4, column) / 28) < 0.6, `${column}: ${row}`));
  }),
);

test(
  'the slider goes through the saved epochs by keyboard, and the address holds the epoch',
  on(`#view=training&model=${vae}`, async (page) => {
    await settled(page);
    await page.focus('[data-field=epoch]');
    await page.keyboard.press('Home');
    await says(page, /after epoch 1 of 10/);
    assert.ok(Math.abs((await rowsOf(page))[0] - 2) < 0.6);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await hashHas(page, 'epoch', '4');
    assert.equal(await page.getAttribute('[data-field=epoch]', 'aria-valuetext'), '4 of 10');
    assert.ok(Math.abs((await rowsOf(page))[0] - 8) < 0.6);
  }),
);

test(
  "the losses are drawn with a legend of dashes; a discriminator's answers are not among them",
  on(`#view=training&model=${gan}`, async (page) => {
    await settled(page);
    await page.waitForFunction(() => document.querySelector('.plot canvas'));
    assert.deepEqual(
      (await page.locator('.plot-legend span').allTextContents()).map((name) => name.trim()),
      ['discriminator', 'generator'],
    );
    const dashes = await page
      .locator('.plot-legend line')
      .evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke-dasharray')));
    assert.equal(new Set(dashes).size, 2);
    const [plot] = await inkOf(page, '.plot canvas');
    assert.ok(sumOf(plot) > 255 * 500);
    const box = await page.locator('.u-over').boundingBox();
    await page.click('.u-over', { position: { x: 0.34 * box.width, y: 20 } });
    await hashHas(page, 'epoch', '4');
  }),
);

test(
  'a run of another preset is chosen, with its note; it belongs to its model',
  on(`#view=training&model=${vae}`, async (page) => {
    await settled(page);
    await page.selectOption('[data-field=run]', `${gan}-paper`);
    await says(page, /\(paper\) after epoch 10/);
    assert.ok(await page.locator('.seen dl').isHidden(), 'what the page says of the chosen model');
    assert.equal((await hashOf(page)).model, gan);
    assert.match(await page.locator('.run-note').textContent(), /^Collapsed/);
  }),
);

test(
  'play goes through the epochs and stops at the last',
  on(`#view=training&model=${vae}&epoch=1`, async (page) => {
    await settled(page);
    const before = await inkOf(page, '.epoch-sheet canvas');
    await page.click('[data-action=play]');
    await changed(page, '.epoch-sheet canvas', before);
    await page.waitForFunction(() => document.querySelector('[data-action=play]').textContent === 'Play', null, {
      timeout: 10000,
    });
    await hashHas(page, 'epoch', '10');
  }),
);

test('a model without a run leads to the run of another, and a site without any says so', async () => {
  const other = it.manifest.models.find(({ name }) => ![vae, gan].includes(name));
  const page = await it.open(`#view=training&model=${other.name}`);
  await says(page, /Sixteen digits of .* after epoch/);
  await page.context().close();
  const none = await openSite({ history: join(history, 'nothing') });
  const empty = await it.open('#view=training', {}, none);
  await says(empty, /Training does not work on this site/);
  await empty.context().close();
});
