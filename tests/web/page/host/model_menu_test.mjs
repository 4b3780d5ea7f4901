// The list of models behind its button: with a mouse, with keys, and what it says.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { beside, closeClean } from '../../support/embed_suite.mjs';
import { elementSays } from '../../support/embeds.mjs';
import { drawn, hashHas, hashOf, modelIs, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

const isOpen = (page) => page.locator('.model-menu').isVisible();
const focused = (page) =>
  page.evaluate(() => {
    const { dataset, className } = /** @type {HTMLElement} */ (document.activeElement);
    return dataset.model ?? className;
  });

test(
  'it groups the models of the site, with size and quality in words',
  on('', async (page) => {
    await drawn(page);
    await page.getByRole('button', { name: `Model: ${it.chosen.title}` }).click();
    const families = await page.locator('.model-menu [role=group]').evaluateAll((groups) =>
      groups.map((group) => ({
        name: group.getAttribute('aria-label'),
        models: Array.from(group.querySelectorAll('[data-model]'), (item) => item.getAttribute('data-model')),
      })),
    );
    const ofFamily = (wanted) => it.manifest.models.filter(({ family }) => family === wanted).map(({ name }) => name);
    assert.deepEqual(families, [
      { name: 'VAEs', models: ofFamily('vae') },
      { name: 'GANs', models: ofFamily('gan') },
    ]);
    for (const { name, title, bytes, training, has_fitted_prior: isFitted } of it.manifest.models) {
      const words = await page.locator(`[data-model="${name}"]`).textContent();
      assert.ok(words.startsWith(title), words);
      assert.ok(words.includes(`${(bytes / 1e6).toFixed(1)} MB`), words);
      const distance = Number(isFitted ? training.fcd10k_fitted : training.fcd10k);
      if (distance > 0) assert.ok(words.includes(`real digits (${distance.toFixed(distance < 10 ? 1 : 0)})`), words);
    }
    assert.match(await page.locator('.model-menu .note').textContent(), /Fréchet classifier distance.*lower is better/);
  }),
);

test(
  'keys open it, move in it, find names, choose and close, and the focus returns to the button',
  on('', async (page) => {
    await drawn(page);
    await page.focus('.model-button');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), it.chosen.name);
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'open-file');
    await page.keyboard.press('ArrowDown');
    const first = await focused(page);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    assert.equal(await focused(page), first);
    await page.keyboard.press('Escape');
    assert.deepEqual([await isOpen(page), await focused(page)], [false, 'model-button']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('i');
    const found = await focused(page);
    assert.match(found, /^info/);
    await page.keyboard.press('i');
    assert.notEqual(await focused(page), found);
    await page.keyboard.press('Enter');
    assert.deepEqual([await isOpen(page), await focused(page)], [false, 'model-button']);
    assert.match((await hashOf(page)).model, /^info/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    assert.equal(await isOpen(page), false);
    assert.notEqual(await focused(page), 'model-button');
  }),
);

test(
  'it closes when the visitor presses elsewhere, and Back leads to the model before',
  on('', async (page) => {
    await drawn(page);
    await page.click('.model-button');
    await page.click('.masthead h1');
    assert.equal(await isOpen(page), false);
    await page.click('.model-button');
    await page.click(`[data-model="${it.vae.name}"]`);
    await hashHas(page, 'model', it.vae.name);
    await modelIs(page, it.vae.title);
    await page.goBack();
    await modelIs(page, it.chosen.title);
  }),
);

test(
  'Open a model file asks for a file, and the list fits a small phone',
  on(
    '',
    async (page) => {
      await drawn(page);
      await page.click('.model-button');
      const { x, y, width, height } = await page.locator('.model-menu').boundingBox();
      assert.ok(x >= 0 && x + width <= 320 && y + height <= 568, `${x}, ${y}, ${width} x ${height}`);
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('menuitem', { name: 'Open a model file' }).click(),
      ]);
      assert.equal(chooser.isMultiple(), false);
    },
    { context: { viewport: { width: 320, height: 568 } } },
  ),
);

test('the element has the same list, without files to open', async () => {
  const page = await beside('<latent-walk></latent-walk>');
  await elementSays(page, / drew /);
  await page.locator('latent-walk .model-button').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const last = it.manifest.models.filter(({ family }) => family === 'gan').at(-1);
  await elementSays(page, new RegExp(`^${last.title} drew`));
  assert.equal(await page.locator('latent-walk .open-file').count(), 0);
  await closeClean(page);
});
