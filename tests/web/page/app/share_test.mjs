// What is copied to stand on another page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { browser, chosen, closeClean, frameOf, pages, plain, site } from '../../support/embed_suite.mjs';
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

test('a size makes the view fit its frame, a theme goes with it, and the title names view and model', async () => {
  const page = await openPage(browser, `${pages}#view=walk`, { context: { permissions } });
  await page.waitForFunction(() => / drew a walk/.test(document.querySelector('.status').textContent));
  const share = page.locator('#share');
  await share.getByRole('radio', { name: /^Slide/ }).check();
  await share.getByRole('radio', { name: 'Dark' }).check();
  const frame = await copied(page, 'Frame', ['Models', 'Views']);
  assert.match(frame, /hide=models,views&amp;theme=dark&amp;fit=1"/);
  assert.match(frame, /width="800" height="500"/);
  assert.ok(frame.includes(`title="Walk: ${chosen.title} (latentwalk)"`), frame);
  const element = await copied(page, 'Element');
  assert.match(element, /theme="dark" fit="1"\n {2}style="display: block; width: 800px; height: 500px"/);
  assert.match(element, /<p>If nothing appears here, .*<a href="[^"]*#model=[^"]*view=walk">the digits<\/a>/);
  assert.equal(await copied(page, 'Link'), `${pages}#model=${chosen.name}&view=walk`);
  await closeClean(page);
});

test('it says what the host must allow, and warns of an address on this device and of a server that shares nothing', async () => {
  const notes = (page) => page.locator('#share .note').allTextContents();
  for (const [address, isShared] of /** @type {[string, boolean][]} */ ([
    [pages, true],
    [plain, false],
  ])) {
    const page = await openPage(browser, address);
    await page.locator('#share .warning', { hasText: 'on your device' }).waitFor();
    const warned = /does not send Access-Control-Allow-Origin/;
    if (!isShared) await page.locator('#share .warning', { hasText: warned }).waitFor();
    const said = (await notes(page)).join(' ');
    assert.equal(warned.test(said), !isShared);
    assert.match(said, /allow frames from http:\/\/127.*allow-same-origin is not needed/);
    await page.locator('#share').getByRole('radio', { name: 'Element' }).check();
    assert.match((await notes(page)).join(' '), /'wasm-unsafe-eval', and workers from blob:/);
    await closeClean(page);
  }
});

test('a picture of the stage is saved, with code that leads from it to the state', async () => {
  const page = await openPage(browser, `${pages}#seed=5`, { context: { permissions } });
  await page.waitForFunction(() => / drew 64 digits from seed 5/.test(document.querySelector('.status').textContent));
  const code = await copied(page, 'Picture');
  assert.equal(
    code,
    `<a href="${pages}#model=${chosen.name}&amp;view=sample&amp;seed=5"><img src="${chosen.name}-sample-seed-5.png" alt="Sample: ${chosen.title}, drawn by latentwalk"></a>`,
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save picture' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `${chosen.name}-sample-seed-5.png`);
  const png = await readFile(await download.path());
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.ok(width > 800 && height > 400, `${width} x ${height}`);
  assert.ok(png.length > 20e3, `${png.length} bytes are no sheet of digits`);
  await closeClean(page);
});
