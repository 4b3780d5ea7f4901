// Compare: models side by side, the nearest training digit, and sampling where real digits lie.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { kDigits } from '../../../../web/build/places.mjs';
import {
  changed,
  differenceFrom,
  hashHas,
  inkOf,
  openSite,
  says,
  settled,
  sheetOf,
  suite,
  root,
} from '../../support/pages.mjs';

// A site with training digits: the committed test digits stand in for them.
const mnist = await mkdtemp(join(tmpdir(), 'latentwalk-mnist-'));
after(() => rm(mnist, { recursive: true }));
const it = suite(async () => {
  for (const set of ['t10k', 'train']) {
    for (const file of ['images-idx3', 'labels-idx1'])
      await cp(join(root, kDigits, `t10k-${file}-ubyte.gz`), join(mnist, `${set}-${file}-ubyte.gz`));
  }
  return { mnist };
});
const { on } = it;

/** What Compare shows first: the chosen model and the first of the other family. */
const pair = () => [it.chosen, it.manifest.models.find(({ family }) => family !== it.chosen.family)];

test(
  'two models draw side by side from the same seed, each its own digits',
  on('#view=compare&seed=4', async (page) => {
    await settled(page);
    await says(page, /drew digits from seed 4\./);
    const titles = await page.locator('.compare-row h2').allTextContents();
    const rowOf = ({ title, family }) => (family === 'vae' ? `${title}, fitted prior` : title);
    assert.deepEqual(titles.sort(), pair().map(rowOf).sort());
    for (const model of pair()) {
      const row = `.compare-row[aria-label="${rowOf(model)}"] canvas`;
      const { width, height, pictures } = await sheetOf(it.site, model.file, 4, 16);
      (await inkOf(page, row)).forEach((cell, i) =>
        assert.ok(differenceFrom(cell, pictures[i], width, height) <= 2, `${model.name} ${i}`),
      );
      assert.match(await page.locator(`.compare-row[aria-label="${rowOf(model)}"] .note`).textContent(), /weights/);
    }
  }),
);

test(
  'all models may be ticked, and the seed changes all of them',
  on('#view=compare', async (page) => {
    await settled(page);
    for (const { name } of it.manifest.models) await page.check(`[data-field=with-${name}]`);
    await page.waitForFunction(
      (count) => document.querySelectorAll('.compare-row').length === count,
      it.manifest.models.length,
    );
    await says(page, /drew digits from seed 1\./);
    await settled(page);
    const before = await inkOf(page, '.compare-row canvas');
    assert.equal(before.length, 16 * it.manifest.models.length);
    await page.fill('[data-field=seed]', '9');
    await page.keyboard.press('Enter');
    await says(page, /drew digits from seed 9\./);
    const after = await inkOf(page, '.compare-row canvas');
    assert.ok(after.every((cell, i) => !cell.ink.equals(before[i].ink)));
  }),
);

test(
  'the nearest training digit of a sample is found and shown',
  on(
    () => `#view=compare&seed=4&memory=${it.chosen.name}:2`,
    async (page) => {
      await settled(page);
      await says(page, /Training digit \d+ \(label \d\) is nearest to digit 2 of .*\./);
      assert.equal(await page.locator('.memory canvas:visible').count(), 3);
      assert.match(await page.locator('.memory .note').textContent(), /nearest of 1,000 training digits/);
      const before = await inkOf(page, '.memory canvas');
      await page.locator('.compare-row').first().locator('button').nth(5).click();
      await hashHas(page, 'memory', `${it.chosen.name}:5`);
      await changed(page, '.memory canvas', before);
    },
  ),
);

test(
  'opened by its tab it shows the nearest training digit of the current digit',
  on('#seed=5', async (page) => {
    await settled(page);
    await page.click('.sheet button:nth-child(13)');
    await page.click('[data-view=compare]');
    await says(page, /Training digit \d+ \(label \d\) is nearest to seed 5, digit 12\./);
    assert.match(await page.locator('.memory figcaption').first().textContent(), /seed 5, digit 12/);
  }),
);

test(
  'a VAE shows its fitted prior first and the standard one when asked, and says which it shows',
  on(
    () => `#view=compare&seed=4&with=${it.vae.name}`,
    async (page) => {
      await settled(page);
      const row = (prior) => `.compare-row[aria-label="${it.vae.title}, ${prior} prior"] canvas`;
      const fitted = await inkOf(page, row('fitted'));
      assert.equal(fitted.length, 16);
      await page.getByRole('radio', { name: 'Standard normal' }).check();
      await hashHas(page, 'prior', 'standard');
      await settled(page);
      const standard = await inkOf(page, row('standard'));
      assert.equal(standard.length, 16);
      assert.ok(standard.every((cell, i) => !cell.ink.equals(fitted[i].ink)));
    },
  ),
);

test('without training digits the page says so', async () => {
  // The committed test digits alone: the checkout may have fetched MNIST.
  const plain = await openSite({ mnist: join(root, kDigits) });
  const page = await it.open('#view=compare', {}, plain);
  await settled(page);
  assert.match(await page.locator('.memory .note').textContent(), /built without the training digits/);
  await page.context().close();
});
