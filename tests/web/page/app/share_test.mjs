// What is copied to stand on another page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { browser, chosen, closeClean, frameOf, pages, site } from '../../support/embed_suite.mjs';
import { attributesIn, distanceFromModel, elementSays, kKept, openCourse } from '../../support/embeds.mjs';
import { openPage } from '../../support/pages.mjs';

const permissions = ['clipboard-read', 'clipboard-write'];
async function copied(page, form, without = []) {
  await page.locator('#share').getByRole('radio', { name: form }).check();
  for (const part of without) await page.locator('#share').getByRole('checkbox', { name: part }).uncheck();
  await page.getByRole('button', { name: /Copy embed|Copied/ }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('frame, element and link each show on another page what is seen here', async () => {
  const page = await openPage(browser, `${pages}#seed=5`, { context: { permissions } });
  await page.waitForFunction(() => / drew 64 digits from seed 5/.test(document.querySelector('.status').textContent));
  const link = await copied(page, 'Link');
  assert.equal(link, `${pages}#model=${chosen.name}&view=sample&seed=5`);
  const frame = await copied(page, 'Frame', ['Models', 'Controls']);
  const element = await copied(page, 'Element');
  assert.match(frame, /^<iframe[^]*hide=models,controls&amp;/);
  assert.deepEqual(
    attributesIn(frame).filter((name) => !kKept.includes(name)),
    [],
  );
  assert.match(element, /hide="models,controls"/);
  for (const html of [frame, element]) {
    const course = await openCourse(html);
    const there = await openPage(browser, course.address);
    const where = html === frame ? frameOf(there) : there;
    await elementSays(where, /from seed 5/);
    assert.ok((await distanceFromModel(where, site, chosen.file, 5)) <= 1.5);
    await closeClean(there);
    await course.close();
  }
  await closeClean(page);
});

test('Save scene writes what is seen here as a JSON file', async () => {
  const page = await openPage(browser, `${pages}#seed=5`);
  await page.waitForFunction(() => / drew 64 digits from seed 5/.test(document.querySelector('.status').textContent));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save scene' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `${chosen.name}-sample-seed-5.json`);
  const scene = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.deepEqual(scene, { model: chosen.name, view: 'sample', seed: 5 });
  await closeClean(page);
});
