// The frame, and the one-file page that it makes.

import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';

import {
  browser,
  chosen,
  closeClean,
  frameOf,
  other,
  pages,
  plain,
  site,
  strict,
  within,
} from '../../support/embed_suite.mjs';
import { distanceFromModel, elementInk, elementSays, openCourse } from '../../support/embeds.mjs';
import { chooseModel, openPage } from '../../support/pages.mjs';

test('says so where there is no list of models, with the poster', async () => {
  const page = await openPage(browser, `${strict}embed.html`, {
    before: (page) => page.route('**/manifest.json', (route) => route.fulfill({ status: 500 })),
  });
  await elementSays(page, /list of models could not be read .*500/);
  assert.equal(await within(page, '.poster img'), true);
  await page.context().close();
});

/** Trains until losses are drawn. @param {any} frame */
async function drawsLosses(frame) {
  await frame.locator('[data-view=learn]').click();
  await frame.locator('[data-action=train]').click();
  await frame.locator('.plot canvas').waitFor();
  await frame.locator('[data-action=train]').click();
}

for (const like of ['pages', 'plain']) {
  test(`works in a sandbox, without an origin, from a host like ${like}`, async () => {
    const course = await openCourse(
      `<iframe sandbox="allow-scripts" title="digits" width="900" height="900" src="${{ pages, plain }[like]}embed.html#seed=5"></iframe>`,
    );
    // Playwright's way to switch service workers off fails where there are none.
    const page = await openPage(browser, course.address, { offline: true });
    const frame = frameOf(page);
    await elementSays(frame, /from seed 5/);
    assert.equal(await frame.evaluate(() => self.origin), 'null');
    assert.ok((await distanceFromModel(frame, site, chosen.file, 5)) <= 1.5);
    await chooseModel(frame, other.name);
    await elementSays(frame, new RegExp(`^${other.title} drew`));
    assert.ok((await distanceFromModel(frame, site, other.file, 5)) <= 1.5);
    await drawsLosses(frame);
    // Trying whether it may read is how it learns that it may not.
    page.complaints = page.complaints.filter((text) => like === 'pages' || !/manifest\.json/.test(text));
    await closeClean(page);
    await course.close();
  });
}

test('where no script may run, as in the empty sandbox that TinyMCE 7 writes, shows a sheet drawn in advance and says why', async () => {
  const course = await openCourse(
    `<iframe sandbox="" title="digits" width="900" height="900" src="${pages}embed.html#seed=5"></iframe>`,
  );
  const page = await openPage(browser, course.address, { offline: true });
  const frame = page.frameLocator('iframe');
  await frame.locator('noscript p', { hasText: 'This frame needs JavaScript' }).waitFor();
  assert.ok((await frame.locator('picture img').boundingBox()).height > 300);
  page.complaints = page.complaints.filter((text) => !/Blocked script execution/.test(text));
  await closeClean(page);
  await course.close();
});

test('holds its whole state in its address and takes it from there', async () => {
  const page = await openPage(
    browser,
    `${strict}embed.html#view=walk&stations=3:2,4:5&path=lerp&t=0.25&hide=models,facts`,
  );
  await elementSays(page, /a walk of \d+ pictures from seed 3:2 to 4:5/);
  assert.equal(await within(page, '.models'), false);
  const [picture] = await elementInk(page, 'canvas.big');
  await page.waitForFunction(() => location.hash.includes('model='));
  const values = await page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  assert.deepEqual(values, {
    model: chosen.name,
    view: 'walk',
    stations: '3:2,4:5',
    path: 'lerp',
    t: '0.25',
    hide: 'models,facts',
  });
  const again = await openPage(browser, page.url());
  await elementSays(again, /a walk of \d+ pictures from seed 3:2 to 4:5/);
  assert.deepEqual((await elementInk(again, 'canvas.big'))[0], picture);
  await again.evaluate(() => {
    location.hash = '#seed=9';
  });
  await elementSays(again, /from seed 9/);
  assert.equal(await within(again, '.models'), true);
  await closeClean(again);
  await closeClean(page);
});

test('does no harm when its address is hostile', async () => {
  const hash =
    '#model=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E&view=constructor&seed=%22%3E%3Cscript%3E&hide=%2A,%22%5D&lesson=__proto__&src=https%3A%2F%2Fexample.org%2F&t=1e999';
  const page = await openPage(browser, `${strict}embed.html${hash}`);
  await elementSays(page, /from seed 1\./);
  assert.equal(await page.evaluate(() => document.querySelector('latent-walk').src), null);
  assert.match(await page.title(), /\(latentwalk\)$/);
  assert.equal(await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('model')), chosen.name);
  await closeClean(page);
});

test('opens from disk without a connection, with two models and its lessons', async () => {
  const asked = [];
  const file = pathToFileURL(join(site.folder, 'latentwalk-offline.html')).href;
  const page = await openPage(browser, `${file}#seed=5`, {
    context: { offline: true },
    before: (page) => page.on('request', (request) => asked.push(request.url().slice(0, 5))),
  });
  await elementSays(page, /from seed 5/);
  assert.ok((await distanceFromModel(page, site, chosen.file, 5)) <= 1.5);
  await chooseModel(page, other.name);
  await elementSays(page, new RegExp(`^${other.title} drew`));
  assert.ok((await distanceFromModel(page, site, other.file, 5)) <= 1.5);
  await page.locator('.lessons a[href="#lesson=walk"]').click();
  await elementSays(page, /drew a walk/);
  assert.match(await page.locator('latent-walk .lesson').textContent(), /latent space/i);
  await drawsLosses(page);
  assert.deepEqual(
    asked.filter((scheme) => !['file:', 'data:', 'blob:'].includes(scheme)),
    [],
  );
  assert.equal(asked.filter((scheme) => scheme === 'file:').length, 1);
  await closeClean(page);
});

// Where notebooks, app builders and viewers of files put a page that is one file: [what, how the frame gets it, attributes
// of the frame, policy of the page around it].
const asText = (frame, text) => (frame.srcdoc = text);
const asBlob = (frame, text) => (frame.src = URL.createObjectURL(new Blob([text], { type: 'text/html' })));
const kInline = "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'unsafe-inline'";
/** @type {[string, (frame: any, text: string) => void, string, string][]} */
const kPlaces = [
  ["a frame's srcdoc", asText, '', ''],
  ["a sandboxed frame's srcdoc, without an origin", asText, 'sandbox="allow-scripts"', ''],
  ['a srcdoc on a page that forbids workers and copies', asText, '', `${kInline}; img-src data:`],
  ['a blob: address', asBlob, '', ''],
  ['a sandboxed blob: address', asBlob, 'sandbox="allow-scripts"', ''],
];
for (const [what, how, attributes, policy] of kPlaces) {
  test(`one file works as ${what}`, async () => {
    const course = await openCourse(`<iframe title="digits" ${attributes} width="900" height="900"></iframe>`);
    await cp(join(site.folder, 'latentwalk-offline.html'), join(course.folder, 'digits.html'));
    const page = await openPage(browser, course.address, { offline: true });
    const text = await page.evaluateHandle(async () => (await fetch('digits.html')).text());
    await page.evaluate((content) => {
      const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy', content });
      if (content) document.head.append(meta);
    }, policy);
    const put = await page.evaluateHandle(`(${how})`);
    await page.evaluate(([set, html]) => set(document.querySelector('iframe'), html), [put, text]);
    await page.waitForFunction(() => window.frames.length === 1);
    const frame = frameOf(page);
    await elementSays(frame, /from seed 1/);
    assert.ok((await distanceFromModel(frame, site, chosen.file, 1)) <= 1.5);
    assert.equal(await within(frame, '.link'), false);
    // By script: Playwright finds no place to click in a frame without an address.
    await frame.evaluate(() =>
      /** @type {HTMLElement} */ (document.querySelector('.lessons a[href="#lesson=walk"]')).click(),
    );
    await elementSays(frame, /drew a walk/);
    if (policy) {
      assert.equal(page.workers().length, 0);
      page.complaints = page.complaints.filter((text) => !/worker-src|blob/.test(text));
    }
    await closeClean(page);
    await course.close();
  });
}
