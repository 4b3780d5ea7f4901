// Learn: a network is trained in the page's workers; the sheet shows what it draws meanwhile.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { createLearner } from '../../../../web/engine/learn/learn-node.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { patchOf, settingsOf } from '../../../../web/page/views/parts/learn/learner.js';
import { someDigits } from '../../../../web/page/views/parts/learn/training_digits.js';
import { config, realDigits } from '../../engine/learn/digits.mjs';
import { learnUrl, wasmUrl } from '../../../wasm/support.mjs';
import { changed, hashHas, inkOf, root, says, screenshot, settled, suite, sumOf } from '../../support/pages.mjs';

// The digits of the repository, also where all of MNIST is at hand.
const it = suite(() => ({ mnist: join(root, 'assets/digits') }));
const { on } = it;
const sheet = '.learn-sheet canvas';
const steps = (page) =>
  page
    .locator('.status')
    .textContent()
    .then((text) => Number(/^([\d,]+) steps?/.exec(text)?.[1].replace(',', '') ?? 0));

async function trainFor(page, least) {
  await page.click('[data-action=train]');
  for (let i = 0; (await steps(page)) < least; i++) {
    assert.ok(i < 900, `only ${await steps(page)} steps after 90 s`);
    await page.waitForTimeout(100);
  }
  await page.click('[data-action=train]');
}

const inked = (cells) => cells.reduce((sum, one) => sum + sumOf(one), 0);

/** What the network draws before the first step. */
async function untrained(page) {
  for (let i = 0; i < 300; i++) {
    const noise = await inkOf(page, sheet);
    if (inked(noise.slice(-1)) > 0) return noise;
    await page.waitForTimeout(50);
  }
  throw new Error('nothing was drawn in 15 s');
}

const download = async (page, action) => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(action)]);
  return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
};

test(
  'Train turns noise into digits, Pause holds them, and the losses are drawn',
  on('#view=learn', async (page) => {
    await settled(page);
    await says(page, /knows nothing yet/);
    const noise = await untrained(page);
    await trainFor(page, 400);
    const trained = await changed(page, sheet, noise);
    assert.equal(trained.length, 36);
    assert.equal(await page.textContent('[data-action=train]'), 'Train');
    await page.waitForTimeout(300);
    const held = await inkOf(page, sheet);
    await page.waitForTimeout(500);
    assert.deepEqual(await inkOf(page, sheet), held);
    const [plot] = await inkOf(page, '.plot canvas');
    assert.ok(sumOf(plot) > 255 * 500);
    assert.match(await page.textContent('.status'), /A classifier (finds \d+ of the ten|reads a \d in)/);
    await screenshot(page, 'learn');
  }),
);

test(
  'the address repeats a training: the saved file is what Node trains from the same seed',
  on('#view=learn&config=plane-vae&start=7&kl=0.5', async (page) => {
    await settled(page);
    for (let i = 0; i < 3; i++) {
      await page.click('[data-action=step]');
      await says(page, new RegExp(`^${i + 1} steps? `));
    }
    const { name, bytes } = await download(page, '[data-action=save-model]');
    assert.equal(name, 'plane-vae-7.safetensors');
    const learner = await createLearner(await config('plane-vae'), await realDigits(), {
      seed: 7,
      wasmUrl: learnUrl,
      patch: { training: { schedule: null } }, // a training that goes on until it is paused has no schedule
    });
    await learner.set({ klWeight: 0.5 });
    await learner.step(3);
    const hash = (file) => createHash('sha256').update(file).digest('hex');
    assert.equal(hash(bytes), hash(await learner.exportModel()));
    learner.close();
    const model = await loadModel(bytes, { wasmUrl });
    assert.equal(model.latentDim, 2);
    model.close();
  }),
);

test(
  'what was trained opens in the other views',
  on('#view=learn', async (page) => {
    await settled(page);
    await trainFor(page, 20);
    await page.click('[data-action=open-model]');
    await page.waitForFunction(() => /small-vae/.test(new URLSearchParams(location.hash.slice(1)).get('model')));
    await page.click('[data-view=sample]');
    await says(page, /small-vae.* drew 64 digits/);
  }),
);

test(
  'Rewind forgets everything, another network or seed begins anew, and a GAN has no KL weight',
  on('#view=learn', async (page) => {
    await settled(page);
    const noise = await untrained(page);
    for (const action of ['rewind', 'save-model', 'open-model'])
      assert.ok(await page.locator(`[data-action=${action}]`).isDisabled(), action);
    await trainFor(page, 5);
    await page.click('[data-action=rewind]');
    await says(page, /knows nothing yet/);
    assert.deepEqual(await untrained(page), noise);
    assert.ok(await page.locator('[data-action=save-model]').isDisabled());
    await page.selectOption('[data-field=config]', 'small-gan');
    await hashHas(page, 'config', 'small-gan');
    assert.ok(await page.locator('[data-field=kl]').isHidden());
    await page.click('[data-action=step]');
    await says(page, /^1 step /);
  }),
);

test(
  "an example sets everything and is in the address; what is changed then is one's own",
  on('#view=learn', async (page) => {
    await settled(page);
    assert.equal(await page.inputValue('[data-field=try]'), '');
    await page.selectOption('[data-field=try]', 'memory');
    await hashHas(page, 'config', 'plane-vae');
    await hashHas(page, 'digits', '100');
    await page.selectOption('[data-field=try]', 'posterior');
    await hashHas(page, 'kl', '10');
    assert.ok(!page.url().includes('digits='));
    assert.equal(await page.inputValue('[data-field=config]'), 'small-vae');
    await page.selectOption('[data-field=latent]', '5');
    await hashHas(page, 'latent', '5');
    assert.equal(await page.inputValue('[data-field=try]'), '');
  }),
);

test(
  'too large a KL weight ends in posterior collapse, which is said',
  on('#view=learn&kl=10', async (page) => {
    await settled(page);
    await trainFor(page, 110);
    await says(page, /\(posterior collapse\)\. A lower KL weight helps\.$/);
  }),
);

test(
  'two runs have the same start and part with their settings; the chosen one is saved',
  on('#view=learn&beside=1&kl2=4', async (page) => {
    await settled(page);
    const sheetOf = (run) => `[data-run="${run}"] .learn-sheet canvas`;
    const pictures = async () => [await inkOf(page, sheetOf(0)), await inkOf(page, sheetOf(1))];
    const [first, second] = await changedBoth(pictures);
    assert.deepEqual(first, second);
    assert.deepEqual(await page.locator('.run-caption').allTextContents(), [
      'Run A: KL weight 1.0',
      'Run B: KL weight 4.0',
    ]);
    for (let i = 0; i < 2; i++) {
      await page.click('[data-action=step]');
      await says(page, new RegExp(`^Run A: ${i + 1} steps? .* Run B: ${i + 1} steps? `));
    }
    const [a, b] = await pictures();
    assert.notDeepEqual(a, b);
    await page.getByLabel('Run B').check();
    assert.equal(await page.inputValue('[data-field=kl]'), '4');
    const { bytes } = await download(page, '[data-action=save-model]');
    const learner = await createLearner(await config('small-vae'), await realDigits(), {
      seed: 1,
      wasmUrl: learnUrl,
      patch: { training: { schedule: null } },
    });
    await learner.set({ klWeight: 4 });
    await learner.step(2);
    assert.deepEqual(bytes, await learner.exportModel());
    learner.close();
    await screenshot(page, 'learn-two');
  }),
);

/** The pictures of both runs, once there are some. */
async function changedBoth(pictures) {
  for (let i = 0; i < 300; i++) {
    const both = await pictures();
    if (both.every((one) => inked(one.slice(-1)) > 0)) return both;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error('nothing was drawn in 15 s');
}

test(
  'with two latent numbers real digits wander over the plane, and few digits are told from unseen ones',
  on('#view=learn&config=plane-vae&digits=100', async (page) => {
    await settled(page);
    const map = '.learn-map canvas';
    await page.waitForSelector(map);
    const before = await inkOf(page, map);
    await trainFor(page, 50);
    await changed(page, map, before);
    await says(
      page,
      /on 100 digits\. .*off by \d+\.\d % for its digits and \d+\.\d % for digits that it has not seen\./,
    );
    await screenshot(page, 'learn-map');
  }),
);

test(
  'Rewind in mid-step and leaving the view end a training without a fault',
  on('#view=learn&beside=1', async (page) => {
    await settled(page);
    for (let i = 0; i < 4; i++) {
      await page.click('[data-action=train]');
      await says(page, /^Run A: \d/);
      await page.click('[data-action=rewind]');
      await says(page, /knows nothing yet/);
    }
    await page.click('[data-action=train]');
    await says(page, /^Run A: \d/);
    await page.click('[data-view=sample]');
    await says(page, / drew 64 digits/);
    await page.waitForTimeout(500);
  }),
);

test('every network of Learn trains with 2 and 64 latent numbers, 100 digits and a frozen discriminator', async () => {
  const digits = { width: 28, height: 28, depth: /** @type {8} */ (8), ...(await realDigits()) };
  for (const name of ['small-vae', 'plane-vae', 'small-gan', 'fc-vae', 'fc-gan'])
    for (const latent of [2, 64]) {
      const parsed = JSON.parse(await config(name));
      const settings = { rate: 2, kl: 10, drate: 2, freeze: latent === 2, latent };
      const learner = await createLearner(parsed, someDigits(digits, 0, 100), {
        wasmUrl: learnUrl,
        patch: patchOf(parsed, settings, 100),
      });
      await learner.set(settingsOf(parsed, settings));
      await learner.step(1);
      assert.equal(learner.info.latent_dim, latent);
      const { discriminator } = learner.info.config.training.optimisers;
      if (discriminator) assert.equal(discriminator.lr === 1e-9, latent === 2);
      learner.close();
    }
});

test('a training module that does not come is said, and the next try asks again', async () => {
  const page = await it.open('#view=learn', {
    before: (opened) => opened.context().route('**/latentwalk-learn.wasm', (route) => route.fulfill({ status: 404 })),
  });
  await settled(page);
  await page.click('[data-action=train]');
  await page.waitForSelector('.status.wrong');
  assert.match(await page.textContent('.status'), /^Training stopped: latentwalk-learn.wasm: cannot be loaded/);
  assert.equal(await page.textContent('[data-action=train]'), 'Train');
  await page.context().unroute('**/latentwalk-learn.wasm');
  await page.click('[data-action=step]');
  await says(page, /^1 step /);
  await page.context().close();
});
