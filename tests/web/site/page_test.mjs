// The page around its views: the address, the worker, where it lives, failures, and the habits of a good page.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { chooseModel, drawn, hashOf, inkOf, openPage, openSite, replaceFile, says, suite } from '../support/pages.mjs';

const it = suite();
const { on } = it;

test(
  'the address: holds the whole state and brings it back',
  on('#view=walk&stations=3:1,4:2&path=lerp&frames=30&t=0.5', async (page) => {
    await drawn(page);
    const [picture] = await inkOf(page, '.big');
    await page.click('[data-action=reverse]');
    await says(page, /from seed 4:2 to 3:1/);
    await page.click('[data-action=reverse]');
    await says(page, /from seed 3:1 to 4:2/);
    const address = page.url();
    assert.deepEqual(await hashOf(page), {
      model: it.chosen.name,
      view: 'walk',
      stations: '3:1,4:2',
      path: 'lerp',
      frames: '30',
      t: '0.5',
    });
    const again = await openPage(it.browser, address);
    await drawn(again);
    assert.deepEqual((await inkOf(again, '.big'))[0], picture);
    await again.context().close();
  }),
);

test(
  'the address: does no harm when it is hostile',
  on(
    '#model=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E&view=javascript:alert(1)&seed=%3Cb%3E&stations=%22%3E%3Cscript%3E&t=1e999&pick=-1&ink=%3Cb%3E&z=1:NaN&run=../x&__proto__[x]=1',
    async (page) => {
      assert.match(await drawn(page), /from seed 1\./);
      assert.equal(await page.locator('main img[src="x"], main script, main b').count(), 0);
      assert.match(await page.title(), / · latentwalk$/);
    },
  ),
);

test(
  'the address: changed by hand, changes the page',
  on('', async (page) => {
    await drawn(page);
    await page.evaluate(() => {
      location.hash = '#seed=77';
    });
    await says(page, /from seed 77\./);
  }),
);

test(
  'the worker: drops what a newer request overtakes, and nothing on another channel',
  on('', async (page) => {
    await drawn(page);
    const url = new URL(`models/${it.chosen.file}`, it.site.address).href;
    const labels = it.chosen.class_count > 0 ? new Array(64).fill(0) : undefined;
    const result = await page.evaluate(
      async ({ site, url, labels }) => {
        const { Engine } = await import(`${site}engine.js`);
        const engine = new Engine(new URL('worker.js', site));
        await engine.request({ kind: 'open', url });
        const parts = [];
        const ask = (channel, seed) =>
          engine.request(
            { kind: 'sheet', channel, url, seed, count: 64, labels },
            () => (parts[seed] = (parts[seed] ?? 0) + 1),
          );
        const ends = await Promise.all([ask('a', 1), ask('a', 2), ask('b', 3), ask('a', 4)]);
        return { ends, parts: Array.from(parts, (count) => count ?? 0) };
      },
      { site: it.site.address, url, labels },
    );
    assert.deepEqual(result.ends, ['stale', 'stale', 'done', 'done']);
    assert.ok(result.parts[1] < 5 && result.parts[2] < 5, `${result.parts}`);
    assert.deepEqual([result.parts[3], result.parts[4]], [5, 5]); // one digit, and the others by 16
  }),
);

test('where it lives: it works below a path, and under a strict policy that the server sends', async () => {
  const deep = await openSite({ base: '/courses/ml/digits/' });
  const page = await it.open('#seed=5', {}, deep);
  await drawn(page);
  const { headers } = await page.evaluate(async () => {
    const response = await fetch('index.html');
    return { headers: Object.fromEntries(response.headers) };
  });
  assert.match(headers['content-security-policy'], /script-src 'self' 'wasm-unsafe-eval'/);
  assert.equal(headers['cross-origin-opener-policy'], undefined);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test(
  'where it lives: it works where the server gives wasm a wrong type',
  on('#seed=5', (page) => drawn(page), {
    before: (page) =>
      page.route('**/latentwalk.wasm', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
      }),
  }),
);

test('where it lives: its models and controls are there though the worker is slow to come', async () => {
  /** @type {(value?: unknown) => void} */
  let release;
  const page = await it.open('', {
    before: (fresh) =>
      fresh.route('**/worker.js', async (route) => {
        await new Promise((resolve) => (release = resolve));
        await route.continue();
      }),
  });
  await page.click('#views [data-view=walk]');
  release();
  await says(page, /drew a walk/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('where it lives: it asks its own origin only', async () => {
  const asked = [];
  const page = await it.open('', { before: (page) => page.on('request', (request) => asked.push(request.url())) });
  await drawn(page);
  assert.ok(asked.length > 5);
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(it.site.address)),
    [],
  );
  await page.context().close();
});

async function failing(breakIt, pattern, settings) {
  const page = await it.open('', settings ?? { before: breakIt });
  await says(page, pattern);
  assert.equal(await page.locator('.status.wrong').count(), 1);
  assert.ok(await page.locator('.poster img').isVisible(), 'the poster stays');
  await page.context().close();
}

test('failures have their sentence: a truncated model, after which another one still works', async () => {
  const broken = await openSite({ changeable: true });
  await replaceFile(join(broken.folder, 'models', it.chosen.file), (bytes) => bytes.subarray(0, 1000));
  const page = await it.open('', {}, broken);
  await says(
    page,
    new RegExp(`${it.chosen.title} could not be used: ${it.chosen.file}: .*Try again, or choose another model`),
  );
  const other = it.manifest.models.find(({ name }) => name !== it.manifest.default);
  await chooseModel(page, other.name);
  await drawn(page);
  assert.equal(await page.locator('.status.wrong').count(), 0);
  await page.context().close();
});

test('failures have their sentence: a missing model', async () => {
  const broken = await openSite({ changeable: true });
  await rm(join(broken.folder, 'models', it.chosen.file));
  const page = await it.open('', {}, broken);
  await says(page, /could not be used: .*404/);
  await page.context().close();
});

test('failures have their sentence: no WebAssembly', () =>
  failing(
    (page) =>
      page.addInitScript(() => {
        delete globalThis.WebAssembly;
      }),
    /cannot run WebAssembly/,
  ));
test('failures have their sentence: no worker', async () => {
  const broken = await openSite({ changeable: true });
  await rm(join(broken.folder, 'worker.js'));
  const page = await it.open('', {}, broken);
  await says(page, /The worker that draws digits could not start/);
  assert.ok(await page.locator('.poster img').isVisible());
  await page.context().close();
});
test('failures have their sentence: no JavaScript', async () => {
  const page = await it.open('', { context: { javaScriptEnabled: false } });
  assert.ok(await page.locator('noscript p').isVisible());
  await page.context().close();
});
