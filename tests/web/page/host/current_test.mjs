// The current digit: what is picked stays in the tray, the other views start from it, and it can be saved.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { parseStation } from '../../../../web/page/params/params.js';
import {
  changed,
  chooseModel,
  differenceFrom,
  drawn,
  hashHas,
  hashOf,
  inkOf,
  says,
  settled,
  shownPrior,
  suite,
  wasm,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;

const open = async (page, view) => {
  await page.click(`[data-view=${view}]`);
  await hashHas(page, 'view', view);
  await settled(page);
};
const pick = (page, index) => page.click(`.sheet button:nth-child(${index + 1})`);
const names = (page) =>
  page.locator('.tray .digits button').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
const current = (page) => page.locator('.tray .digits [aria-pressed=true]').getAttribute('aria-label');
const isCurrent = (page, name) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.tray .digits [aria-pressed=true]')?.getAttribute('aria-label') === wanted,
    name,
  );

async function stroke(page, ...points) {
  const box = await page.locator('.pad').boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
  await page.mouse.up();
}

async function save(page, action) {
  if (!(await page.locator('.save').evaluate((menu) => menu.open))) await page.click('.save summary');
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(`[data-action=save-${action}]`)]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

const inModel = async (name, body) => {
  const { file } = it.manifest.models.find((model) => model.name === name);
  const model = await loadModel(join(it.site.folder, 'models', file), { wasmUrl: pathToFileURL(wasm) });
  const answer = await body(model);
  model.close();
  return answer;
};

test(
  'every view that is opened by its tab starts from the digit that was picked',
  on('#seed=5', async (page) => {
    await drawn(page);
    await pick(page, 12);
    await isCurrent(page, 'seed 5, digit 12');
    await open(page, 'walk');
    assert.match((await hashOf(page)).stations, /^5:12,/);
    await open(page, 'dimensions');
    assert.equal((await hashOf(page)).base, '5:12');
    await open(page, 'arithmetic');
    assert.match((await hashOf(page)).terms, /^5:12,/);
    await open(page, 'draw');
    assert.match((await hashOf(page)).ink, /^[\w-]{100,}$/);
    await says(page, /reconstruction is/);
    assert.equal(await current(page), 'seed 5, digit 12', 'no view has made another one current');
  }),
);

test(
  'a view keeps what was changed in it until another digit is current',
  on('#seed=5', async (page) => {
    await drawn(page);
    await pick(page, 12);
    await open(page, 'walk');
    await page.fill('[data-field=station-0]', '9:9');
    await page.keyboard.press('Enter');
    await hashHas(page, 'stations', '9:9,1:29');
    await open(page, 'sample');
    await open(page, 'walk');
    assert.equal((await hashOf(page)).stations, '9:9,1:29');
    await open(page, 'sample');
    await pick(page, 3);
    await open(page, 'walk');
    assert.equal((await hashOf(page)).stations, '5:3,1:29');
  }),
);

test('a drawing can be walked from: the walk begins with its reconstruction, also in another visit', async () => {
  const page = await it.open(`#view=draw&model=${it.vae.name}`);
  await says(page, /blank/);
  await stroke(page, [0.3, 0.2], [0.7, 0.2], [0.4, 0.8]);
  await says(page, /reconstruction is/);
  await isCurrent(page, 'your drawing');
  await stroke(page, [0.3, 0.5], [0.7, 0.5]);
  await page.waitForFunction(() => document.querySelectorAll('.tray .digits button').length === 1);
  await says(page, /reconstruction is/);
  await open(page, 'walk');
  const { stations } = await hashOf(page);
  const { latent } = parseStation(stations.split(',')[0]);
  const pixels = await inModel(it.vae.name, (model) => model.decode(Float32Array.from(latent), 1));
  await page.waitForFunction(() => /drew a walk of 60/.test(document.querySelector('.status').textContent));
  const [end] = await inkOf(page, '.end canvas');
  assert.ok(differenceFrom(end, pixels, 28, 28) <= 2);
  const again = await it.open(await page.evaluate(() => location.hash));
  await says(again, /drew a walk of 60 pictures from a latent vector to 1:29/);
  assert.deepEqual((await inkOf(again, '.end canvas'))[0].ink, end.ink);
  assert.equal(await again.getAttribute('[data-field=station-0]', 'placeholder'), 'latent vector');
  assert.deepEqual(page.complaints.concat(again.complaints), []);
  await page.context().close();
  await again.context().close();
});

test(
  'a test digit is encoded anew by the model that is chosen, and a GAN, which cannot, draws what it finds',
  on(
    () => `#model=${it.vae.name}&view=draw&test=3`,
    async (page) => {
      const others = it.manifest.models.filter((one) => one.has_encoder && one.class_count === 0);
      await isCurrent(page, 'test digit 3');
      await says(page, /reconstruction is/);
      await open(page, 'walk');
      const first = (await hashOf(page)).stations;
      await chooseModel(page, others.find(({ name }) => name !== it.vae.name).name);
      await page.waitForFunction((before) => {
        const now = new URLSearchParams(location.hash.slice(1)).get('stations');
        return now?.startsWith('~') && now !== before;
      }, first);
      await open(page, 'draw');
      assert.equal((await hashOf(page)).test, '3');
      await chooseModel(page, it.gan.name);
      await page.click('[data-view=walk]');
      await says(page, /has no encoder, so this view cannot start from test digit 3/);
      await page.click('[data-view=draw]');
      await page.click('.search .picture:enabled');
      await isCurrent(page, 'the nearest digit that the search found');
      await open(page, 'dimensions');
      assert.match((await hashOf(page)).base, /^~/);
    },
  ),
);

test(
  'the last eight digits stay, each opens again with the model that drew it, and a point of a walk is one',
  on(
    () => `#model=${it.vae.name}&seed=5`,
    async (page) => {
      await drawn(page);
      for (let i = 0; i < 9; i++) {
        await pick(page, i);
        await isCurrent(page, `seed 5, digit ${i}`);
      }
      assert.equal((await names(page)).length, 8);
      assert.ok(!(await names(page)).includes('seed 5, digit 0'));
      await chooseModel(page, it.gan.name);
      await says(page, new RegExp(`${it.gan.title} drew`));
      await pick(page, 9);
      // The digit that is chosen on the sheet stays chosen when the model changes, so its place is current in between.
      assert.equal((await names(page))[2], `seed 5, digit 8, drawn by ${it.vae.title}`);
      await open(page, 'walk');
      await page.focus('[data-field=place]');
      for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowRight');
      await isCurrent(page, 'picture 21 of 60 of the walk');
      assert.equal((await names(page)).length, 8, 'the points of one walk take one place');
      await open(page, 'dimensions');
      assert.match((await hashOf(page)).base, /^~/);
      await page.click(`.tray .digits [aria-label="seed 5, digit 8, drawn by ${it.vae.title}"]`);
      await hashHas(page, 'model', it.vae.name);
      await hashHas(page, 'base', '5:8');
    },
  ),
);

test(
  'a picture, a latent vector and a scene are saved from the tray, and their names say what they are',
  on('#seed=5', async (page) => {
    await drawn(page);
    await page.click('.save summary');
    assert.ok(await page.locator('[data-action=save-digit-png]').isDisabled());
    await pick(page, 12);
    const png = await save(page, 'digit-png');
    assert.equal(png.name, `${it.chosen.name}-sample-seed-5-digit-12.png`);
    assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [448, 448]);
    const svg = (await save(page, 'digit-svg')).bytes.toString();
    assert.match(svg, /^<svg [^>]*viewBox="0 0 28 28"/);
    assert.ok(svg.split('<path').length > 5);
    const stage = await save(page, 'stage-png');
    assert.equal(stage.name, `${it.chosen.name}-sample-seed-5.png`);
    assert.equal(stage.bytes.readUInt32BE(16), 448);
    const images = (await save(page, 'stage-svg')).bytes.toString().match(/<image[^>]*data:image\/png/g);
    assert.equal(images.length, 64);
    const latent = await inModel(it.chosen.name, async (model) =>
      (await model.sampleLatents(5, 13, { prior: shownPrior(model) })).subarray(12 * model.latentDim),
    );
    const { bytes } = await save(page, 'digit-npy');
    assert.equal(bytes.toString('latin1', 1, 6), 'NUMPY');
    const start = 10 + bytes.readUInt16LE(8);
    assert.equal(start % 64, 0);
    assert.deepEqual(new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer), latent);
    const scene = JSON.parse((await save(page, 'digit-json')).bytes.toString());
    assert.deepEqual(Float32Array.from(scene.base.latent), latent);
    const [before] = await inkOf(page, '.tray canvas');
    await page.setInputFiles('#local-model', {
      name: 'latent.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(scene)),
    });
    await hashHas(page, 'view', 'dimensions');
    await says(page, /unchanged digit of a latent vector/);
    assert.ok(before.ink.length > 0);
    assert.equal((await save(page, 'scene-json')).name, `${it.chosen.name}-dimensions-seed-latent.json`);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.save').evaluate((menu) => menu.open), false);
  }),
);

test(
  'axe finds no fault in a full tray with its menu open, and hide=tray takes it away',
  on('#seed=5', async (page) => {
    await drawn(page);
    await pick(page, 1);
    await pick(page, 2);
    await page.click('.save summary');
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document.querySelector('.tray')));
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    const before = await inkOf(page, '.sheet canvas');
    await page.evaluate(() => (location.hash = '#seed=6&hide=tray'));
    await changed(page, '.sheet canvas', before);
    await settled(page);
    assert.ok(await page.locator('.tray').isHidden());
  }),
);
