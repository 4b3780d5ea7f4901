// Element and frame: within reach of everybody, small, and to be looked at.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';

import { beside, browser, chosen, closeClean, site, strict } from '../support/embed_suite.mjs';
import { elementInk, elementSays } from '../support/embeds.mjs';
import { openPage, screenshot, sumOf } from '../support/pages.mjs';

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`axe finds no fault in the frame and in the element, ${colorScheme}`, async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const seen = [
      await openPage(browser, `${strict}embed.html#lesson=walk`, { context: { colorScheme } }),
      await beside('<latent-walk seed="5"></latent-walk>', { context: { colorScheme } }),
    ];
    for (const page of seen) {
      await elementSays(page, / drew /);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
        [],
      );
      await closeClean(page);
    }
  });
}

test('nothing is cut off at 320 px, in each view, and a narrow element on a wide page folds as a narrow page does', async () => {
  const page = await openPage(browser, `${strict}embed.html`, { context: { viewport: { width: 320, height: 640 } } });
  await elementSays(page, / drew /);
  const tabs = page.locator('latent-walk [data-part=views] button');
  const views = await tabs.evaluateAll((/** @type {HTMLElement[]} */ all) => all.map(({ dataset }) => dataset.view));
  for (const view of views) {
    await page.evaluate((to) => {
      location.hash = `#view=${to}`;
    }, view);
    await page.waitForTimeout(300);
    const { scrollWidth, innerWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      innerWidth,
    }));
    assert.ok(scrollWidth <= innerWidth, `${view}: ${scrollWidth} px`);
  }
  await page.context().close();
  const wide = await beside('<div id="narrow"><latent-walk></latent-walk></div>');
  await wide.evaluate(() => {
    document.getElementById('narrow').style.width = '360px';
  });
  await elementSays(wide, / drew /);
  const [stage, panel] = await wide.evaluate(() =>
    ['.stage', '.panel-slot > :first-child'].map((part) =>
      document.querySelector('latent-walk').shadowRoot.querySelector(part).getBoundingClientRect().toJSON(),
    ),
  );
  assert.ok(panel.top >= stage.bottom, 'the controls are below the stage');
  await closeClean(wide);
});

test('the code of each is small, at most 130 kB packed, and only the model that is shown is loaded, at most 2 MB', async () => {
  const sizeOf = async (file) => gzipSync(await readFile(join(site.folder, file)), { level: 9 }).length;
  assert.ok((await sizeOf('latent-walk.js')) <= 130e3);
  assert.ok((await sizeOf('embed.js')) <= 130e3);
  const asked = [];
  const page = await openPage(browser, `${strict}embed.html`, {
    before: (page) =>
      page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace('/sub/path/', ''))),
  });
  await elementSays(page, / drew /);
  assert.deepEqual(
    asked.filter((file) => file.endsWith('.safetensors') && file.startsWith('models/')),
    [`models/${chosen.file}`],
  );
  assert.ok(chosen.bytes <= 2e6, `${chosen.bytes} bytes`);
  await page.context().close();
});

test('screenshots are written', async () => {
  /** @type {[string, string, import('playwright-core').BrowserContextOptions][]} */
  const shots = [
    ['embed-light', '#seed=1&pick=32', {}],
    [
      'embed-dark-bare',
      '#seed=1&hide=models,views,controls,link',
      { colorScheme: 'dark', viewport: { width: 640, height: 640 } },
    ],
    ['embed-lesson-mobile', '#lesson=walk', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
  ];
  for (const [name, hash, context] of shots) {
    const page = await openPage(browser, `${strict}embed.html${hash}`, { context });
    await elementSays(page, / drew /);
    await page.waitForTimeout(200);
    assert.ok((await elementInk(page, 'canvas')).some((canvas) => sumOf(canvas) > 0));
    await screenshot(page, name);
    await page.context().close();
  }
});
