// The walk: from digit to digit, played, scrubbed, round or straight, and recorded.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  drawn,
  fixtures,
  hashHas,
  hashOf,
  inkOf,
  openSite,
  says,
  sheetOf,
  suite,
  sumOf,
  wasm,
} from '../../support/pages.mjs';
import { framesOf } from '../../../../web/page/views/walk.js';

const it = suite();
const { on } = it;
const value = (page) => page.inputValue('[data-field=place]').then(Number);

test(
  'a walk begins and ends at its digits and plays between them',
  on('#view=walk&stations=3:2,4:5', async (page) => {
    await drawn(page);
    const [from, to] = [await sheetOf(it.site, it.chosen.file, 3, 6), await sheetOf(it.site, it.chosen.file, 4, 6)];
    const { width, height } = from;
    const [first, last] = await inkOf(page, '.end canvas');
    assert.ok(differenceFrom(first, from.pictures[2], width, height) <= 2);
    assert.ok(differenceFrom(last, to.pictures[5], width, height) <= 2);
    assert.ok(differenceFrom((await inkOf(page, '.big'))[0], from.pictures[2], width, height) <= 2);
    const strip = await inkOf(page, '.strip canvas');
    assert.equal(
      new Set(strip.map(({ ink }) => ink.toString('latin1'))).size,
      strip.length,
      'each picture of the strip is another',
    );

    await page.click('[data-action=play]');
    await page.waitForFunction(
      () => Number(/** @type {HTMLInputElement} */ (document.querySelector('[data-field=place]')).value) > 20,
      null,
      {
        timeout: 10000,
      },
    );
    assert.equal(await page.locator('[data-action=play]').textContent(), 'Pause');
    await page.click('[data-action=play]');
    const place = await value(page);
    assert.ok(
      differenceFrom((await inkOf(page, '.big'))[0], from.pictures[2], width, height) > 20,
      'the picture has moved on',
    );
    await says(page, new RegExp(`Picture ${place + 1} of 60 is classified as \\d`));
    await page.waitForTimeout(200);
    assert.equal(await value(page), place, 'a paused walk stands');
    assert.ok(Number((await hashOf(page)).t) > 0);
  }),
);

test(
  'a walk is scrubbed by keyboard and by the strip',
  on('#view=walk&stations=3,4', async (page) => {
    await drawn(page);
    await page.focus('[data-field=place]');
    await page.keyboard.press('End');
    await hashHas(page, 't', '1');
    assert.ok(sumOf((await inkOf(page, '.big'))[0]) > 0);
    await page.click('.strip canvas:first-child');
    await hashHas(page, 't', null);
    assert.match(await page.getAttribute('[data-field=place]', 'aria-valuetext'), /^Picture 1 of 60/);
  }),
);

test(
  'the straight way draws other pictures, nearer to the centre, and says so',
  on('#view=walk&stations=3,4&t=0.5', async (page) => {
    await drawn(page);
    const [round] = await inkOf(page, '.big');
    const length = async () =>
      Number(/: ([\d.]+) here/.exec(await page.locator('.lengths figcaption').textContent())[1]);
    const roundLength = await length();
    await page.getByRole('radio', { name: 'Lerp (straight)' }).check();
    await hashHas(page, 'path', 'lerp');
    await page.waitForFunction(() => /straight line/.test(document.querySelector('.seen p').textContent));
    await drawn(page);
    assert.ok((await length()) < roundLength);
    assert.notDeepEqual((await inkOf(page, '.big'))[0], round);
  }),
);

test(
  'a walk goes through more digits than two: added, removed, turned round and looped',
  on('#view=walk&stations=3,4&frames=9', async (page) => {
    await drawn(page);
    await page.click('[data-action=add]');
    await says(page, /drew a walk of 17 pictures from seed 3 to 4 to \d+\./);
    await page.fill('[data-field=station-2]', '5:7');
    await page.keyboard.press('Enter');
    await says(page, /from seed 3 to 4 to 5:7\./);
    const { width, height, pictures } = await sheetOf(it.site, it.chosen.file, 5, 8);
    assert.ok(differenceFrom((await inkOf(page, '.end canvas'))[1], pictures[7], width, height) <= 2);
    await page.click('[data-action=reverse]');
    await says(page, /from seed 5:7 to 4 to 3\./);
    assert.equal((await hashOf(page)).t, '1');
    await page.getByText('Frames, speed and loop').click();
    await page.check('[data-field=loop]');
    await says(page, /drew a walk of 24 pictures/);
    await page.locator('.stations li:nth-child(2) button').last().click();
    await says(page, /drew a walk of 16 pictures from seed 5:7 to 3\./);
    await page.fill('[data-field=station-0]', 'seven');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.station-list .note.wrong').textContent(), /Type a seed \(7\)/);
    assert.equal((await hashOf(page)).stations, '5:7,3');
  }),
);

test(
  'a walk starts from a digit chosen on the sheet',
  on('#seed=5&pick=17', async (page) => {
    await drawn(page);
    await page.getByRole('button', { name: 'Walk from here' }).click();
    await says(page, /drew a walk of \d+ pictures from seed 5:17 to/);
    const { width, height, pictures } = await sheetOf(it.site, it.chosen.file, 5, 18);
    assert.ok(differenceFrom((await inkOf(page, '.big'))[0], pictures[17], width, height) <= 2);
  }),
);

test('a conditional model walks from class to class, and between them lies neither', async () => {
  const tiny = await openSite({ models: fixtures });
  const page = await it.open('#model=tiny-cgan&view=walk&stations=2@0,2@1&frames=5', {}, tiny);
  await drawn(page);
  const frames = [];
  for (const t of [0, 0.5, 1]) {
    await page.evaluate((to) => {
      location.hash = `#model=tiny-cgan&view=walk&stations=2@0,2@1&frames=5&t=${to}`;
    }, t);
    await page.waitForFunction(
      (to) => Number(/** @type {HTMLInputElement} */ (document.querySelector('[data-field=place]')).value) === 4 * to,
      t,
    );
    frames.push((await inkOf(page, '.big'))[0]);
  }
  assert.equal(
    new Set(frames.map(({ ink }) => ink.toString('latin1'))).size,
    3,
    'same latent, three classes of picture',
  );
  const model = await loadModel(join(fixtures, 'tiny-cgan.safetensors'), { wasmUrl: pathToFileURL(wasm) });
  const half = await model.decode(await model.sampleLatents(2, 1), 1, { classWeights: [0.5, 0.5, 0] });
  assert.ok(differenceFrom(frames[1], half, model.imageWidth, model.imageHeight) <= 2, 'halfway it is half of each');
  model.close();
  await page.selectOption('[data-field=class-1]', '0');
  await hashHas(page, 'stations', '2@0,2@0');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

const download = async (page, kind) => {
  await page.getByText('Record', { exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 30000 }),
    page.click(`[data-record=${kind}]`),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
};

test(
  'a walk is recorded as a GIF with every frame',
  on('#view=walk&stations=3,4&frames=12', async (page) => {
    await drawn(page);
    const { name, bytes } = await download(page, 'gif');
    assert.equal(name, `${it.chosen.name}-walk-seed-3-to-4.gif`);
    assert.equal(bytes.toString('latin1', 0, 6), 'GIF89a');
    assert.deepEqual(
      [bytes.readUInt16LE(6), bytes.readUInt16LE(8)],
      [8 * it.chosen.image_width, 8 * it.chosen.image_height],
    );
    const controls = bytes.toString('latin1').split('\x21\xf9\x04').slice(1);
    assert.equal(controls.length, 12, 'one control block a frame');
    const delays = controls.map((control) => control.charCodeAt(1) + 256 * control.charCodeAt(2));
    assert.deepEqual(new Set(delays), new Set([25]), 'a leg takes three seconds');
    await says(page, /\.gif is ready/);
  }),
);

test(
  'a recording takes as long as the walk at the chosen speed, with at most 30 pictures a second',
  on('#view=walk&stations=3,4&speed=4', async (page) => {
    await drawn(page);
    const { bytes } = await download(page, 'gif');
    const controls = bytes.toString('latin1').split('\x21\xf9\x04').slice(1);
    const delays = controls.map((control) => control.charCodeAt(1) + 256 * control.charCodeAt(2));
    assert.equal(
      delays.reduce((sum, delay) => sum + delay),
      75,
      'three quarters of a second, in hundredths',
    );
    assert.ok(Math.min(...delays) >= 3);
  }),
);

test(
  'a walk is recorded as a PNG strip',
  on('#view=walk&stations=3,4&frames=5', async (page) => {
    await drawn(page);
    const { bytes } = await download(page, 'png');
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [5 * (4 * 28 + 16) + 16, 4 * 28 + 32]);
  }),
);

test(
  'a walk is recorded as WebM where the browser can, else there is no button',
  on('#view=walk&stations=3,4&frames=12', async (page) => {
    await drawn(page);
    const can = await page.evaluate(
      () => typeof MediaRecorder === 'function' && MediaRecorder.isTypeSupported('video/webm'),
    );
    assert.equal(await page.locator('[data-record=webm]').count(), can ? 1 : 0);
    if (!can) return;
    const { bytes } = await download(page, 'webm');
    assert.equal(bytes.readUInt32BE(0), 0x1a45dfa3, 'an EBML header');
    assert.ok(bytes.length > 2000);
  }),
);

test('a walk plays by itself where the address asks for it, and not where less motion is wanted', async () => {
  for (const [reducedMotion, moves] of [
    ['no-preference', true],
    ['reduce', false],
  ]) {
    const page = await it.open('#view=walk&stations=3,4&play=1', { context: { reducedMotion } });
    await drawn(page);
    const before = await inkOf(page, '.big');
    if (moves) await changed(page, '.big', before);
    else {
      await page.waitForTimeout(600);
      assert.deepEqual(await inkOf(page, '.big'), before);
    }
    await page.context().close();
  }
});

test('a walk of very large latents or pictures has fewer of them, and no other has', () => {
  const stations = new Array(8);
  const model = { latent_dim: 100, image_width: 28, image_height: 28 };
  assert.equal(framesOf(model, stations, 240), 240);
  assert.equal(framesOf({ ...model, latent_dim: 65536 }, stations, 240), 64);
  assert.equal(framesOf({ ...model, image_width: 1024, image_height: 1024 }, stations, 60), 4);
  assert.equal(framesOf({ ...model, image_width: 4096, image_height: 4096 }, stations, 60), 2);
});
