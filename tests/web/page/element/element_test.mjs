// The element, in pages that others make.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  attributesOf,
  beside,
  browser,
  chosen,
  closeClean,
  other,
  pages,
  site,
  strict,
  within,
} from '../../support/embed_suite.mjs';
import { distanceFromModel, elementSays, openCourse } from '../../support/embeds.mjs';
import { chooseModel, openPage } from '../../support/pages.mjs';

test('draws what the model draws, under the strict policy, and tells of it', async () => {
  const page = await beside('<latent-walk seed="5"></latent-walk>', {
    before: (page) =>
      page.addInitScript(() => {
        window.noted = [];
        for (const type of ['ready', 'change', 'error'])
          document.addEventListener(
            type,
            (event) => window.noted.push([type, /** @type {CustomEvent} */ (event).detail?.state?.seed]),
            true,
          );
      }),
  });
  await elementSays(page, /drew 64 digits from seed 5/);
  assert.ok((await distanceFromModel(page, site, chosen.file, 5)) <= 1.5);
  await page.waitForFunction(() => window.noted.some(([type]) => type === 'ready'));
  assert.deepEqual(await page.evaluate(() => window.noted.map(([type, seed]) => `${type} ${seed}`)), [
    'change 5',
    'ready 5',
  ]);
  await closeClean(page);
});

test('follows its attributes and its properties, and they follow the visitor', async () => {
  const page = await beside('<latent-walk seed="5"></latent-walk>');
  await elementSays(page, /from seed 5/);
  await page.evaluate(() => document.querySelector('latent-walk').setAttribute('seed', '6'));
  await elementSays(page, /from seed 6/);
  await page.evaluate(() => {
    document.querySelector('latent-walk').seed = '7';
  });
  await elementSays(page, /from seed 7/);
  await page.evaluate(() => document.querySelector('latent-walk').setAttribute('seed', '<b>'));
  await elementSays(page, /from seed 1\./);
  await page.locator('latent-walk [data-action=sample]').click();
  await page.waitForFunction(() => Number(document.querySelector('latent-walk').seed) > 1);
  const { seed, model } = await attributesOf(page);
  await elementSays(page, new RegExp(`from seed ${seed}\\.`));
  assert.equal(model, chosen.name);
  assert.ok((await distanceFromModel(page, site, chosen.file, Number(seed))) <= 1.5);
  await chooseModel(page, other.name);
  await elementSays(page, new RegExp(`^${other.title} drew`));
  assert.equal((await attributesOf(page)).model, other.name);
  await closeClean(page);
});

test('two on one page keep apart', async () => {
  const page = await beside(
    `<latent-walk id="a" seed="5"></latent-walk><latent-walk id="b" model="${other.name}" seed="6"></latent-walk>`,
  );
  await elementSays(page, /from seed 5/, '#a');
  await elementSays(page, new RegExp(`${other.title} drew 64 digits from seed 6`), '#b');
  await page.locator('#a input[type=text]').first().fill('8');
  await page.keyboard.press('Enter');
  await elementSays(page, /from seed 8/, '#a');
  assert.equal((await attributesOf(page, '#b')).seed, '6');
  assert.ok((await distanceFromModel(page, site, chosen.file, 8, '#a')) <= 1.5);
  assert.ok((await distanceFromModel(page, site, other.file, 6, '#b')) <= 1.5);
  await closeClean(page);
});

test('leaves out what it is told to', async () => {
  const page = await beside('<latent-walk hide="models,views,controls,link"></latent-walk>');
  await elementSays(page, / drew /);
  for (const part of ['.models', '.controls', '.chooser', '.link']) assert.equal(await within(page, part), false, part);
  assert.equal(await within(page, '.sheet canvas'), true);
  await page.evaluate(() => document.querySelector('latent-walk').removeAttribute('hide'));
  await page.waitForFunction(() =>
    document.querySelector('latent-walk').shadowRoot.querySelector('.controls').checkVisibility(),
  );
  assert.equal(await within(page, '.models'), true);
  await closeClean(page);
});

test('a hundred come and go and leave nothing: no worker, no node, no memory', async () => {
  const page = await beside('<div id="place"></div>');
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const measure = async () => {
    await client.send('HeapProfiler.collectGarbage');
    const { metrics } = await client.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const rounds = (count, whole) =>
    page.evaluate(
      async ([count, whole]) => {
        const place = document.getElementById('place');
        for (let i = 0; i < count; i++) {
          const element = document.createElement('latent-walk');
          // Most go while they load, some once they have drawn.
          const ready = new Promise((done) => element.addEventListener('ready', done));
          place.append(element);
          if (i % whole === 0) await ready;
          else await new Promise((done) => setTimeout(done, i % 7 === 0 ? 40 : 0));
          element.remove();
        }
      },
      [count, whole],
    );
  await rounds(10, 2); // what is made once for all is there after these
  const before = await measure();
  await rounds(100, 10);
  for (let i = 0; i < 50 && page.workers().length > 0; i++) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0);
  // The last to go may be held by a frame or a timer that is still to come.
  let now = await measure();
  for (let i = 0; i < 50 && now.Nodes > before.Nodes + 50; i++) {
    await page.waitForTimeout(100);
    now = await measure();
  }
  assert.ok(now.Nodes <= before.Nodes + 50, `${before.Nodes} nodes before, ${now.Nodes} after`);
  assert.ok(
    now.JSEventListeners <= before.JSEventListeners + 20,
    `${before.JSEventListeners} listeners before, ${now.JSEventListeners} after`,
  );
  const grown = now.JSHeapUsedSize - before.JSHeapUsedSize;
  assert.ok(grown < 1e6, `${(grown / 1e6).toFixed(2)} MB more`);
  await closeClean(page);
});

test('lives on when it is moved, and starts anew with another src', async () => {
  const page = await beside('<div id="one"><latent-walk seed="5"></latent-walk></div><div id="two"></div>');
  await elementSays(page, /from seed 5/);
  await page.evaluate(() => document.getElementById('two').append(document.querySelector('latent-walk')));
  await elementSays(page, /from seed 5/, '#two latent-walk');
  await page.evaluate(() => {
    window.noted = new Promise((done) =>
      document.querySelector('latent-walk').addEventListener('error', ({ detail }) => done(detail.message)),
    );
    document.querySelector('latent-walk').src = '/sub/path/nowhere/';
  });
  assert.match(await page.evaluate(() => window.noted), /list of models could not be read .*404/);
  assert.equal(await within(page, '.poster'), true);
  await page.evaluate(() => document.querySelector('latent-walk').removeAttribute('src'));
  await elementSays(page, /from seed 5/);
  page.complaints = page.complaints.filter((text) => !/404/.test(text));
  await closeClean(page);
});

test('comes from another site that lets itself be read', async () => {
  const course = await openCourse(
    `<script type="module" src="${pages}latent-walk.js"></script><latent-walk seed="5"></latent-walk>`,
  );
  const page = await openPage(browser, course.address);
  await elementSays(page, /from seed 5/);
  assert.ok((await distanceFromModel(page, site, chosen.file, 5)) <= 1.5);
  await closeClean(page);
  await course.close();
});

/** @type {[string, () => void, RegExp][]} */
const kIncapable = [
  [
    'no WebAssembly',
    () => {
      delete globalThis.WebAssembly;
    },
    /cannot run WebAssembly/,
  ],
  [
    'no SIMD',
    () => {
      WebAssembly.validate = () => false;
    },
    /too old .*SIMD/,
  ],
];
for (const [what, script, pattern] of kIncapable) {
  test(`says so where there is ${what}, in page and element, with the poster`, async () => {
    const settings = { before: (page) => page.addInitScript(script) };
    const page = await beside('<latent-walk></latent-walk>', settings);
    await elementSays(page, pattern);
    assert.equal(await within(page, '.poster img'), true);
    await closeClean(page);
    const whole = await openPage(browser, strict, settings);
    await whole.waitForFunction(
      (source) => new RegExp(source).test(document.querySelector('.status.wrong')?.textContent),
      pattern.source,
    );
    assert.ok(await whole.locator('.poster img').isVisible());
    await closeClean(whole);
  });
}
