// The page in a real browser: pictures by their pixels, and every way to operate it.

import assert from 'node:assert/strict';
import { readFile, rm, truncate } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { closeAll, differenceFrom, drawn, fixtures, inkOf, openBrowser, openPage, openSite, says, screenshot, sheetOf, sumOf } from './support.mjs';

let browser, site, manifest, chosen;
const open = (hash = '', settings = {}, where = site) => openPage(browser, `${where.address}${hash}`, settings);

before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
  manifest = JSON.parse(await readFile(join(site.folder, 'models/manifest.json'), 'utf8'));
  chosen = manifest.models.find(({ name }) => name === manifest.default);
});
after(() => closeAll(browser));

/** Runs the body with a page and sees to it that nothing complained. */
function on(hash, body, settings) {
  return async () => {
    const page = await open(hash, settings);
    try {
      await body(page);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
    }
  };
}

const hashOf = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
const hashHas = (page, key, value) =>
  page.waitForFunction(([k, v]) => new URLSearchParams(location.hash.slice(1)).get(k) === v, [key, value], { timeout: 10000 });

describe('the sheet', () => {
  test('shows 64 digits, each exactly what the model draws for the seed', on('#seed=5', async (page) => {
    assert.match(await drawn(page), /drew 64 digits from seed 5\.$/);
    const cells = await inkOf(page, '#sheet canvas');
    assert.equal(cells.length, 64);
    const { width, height, pictures } = await sheetOf(site, chosen.file, 5, 64);
    cells.forEach((cell, i) => {
      assert.ok(sumOf(cell) > 0.01 * 255 * cell.ink.length, `digit ${i} has ink`);
      assert.ok(differenceFrom(cell, pictures[i], width, height) <= 1.5, `digit ${i} is the model's`);
    });
    assert.ok(await page.locator('#poster img').isHidden());
  }));

  test('is the same again for the same seed and another for another', async () => {
    const sheets = [];
    for (const seed of [5, 5, 6]) {
      const page = await open(`#seed=${seed}`);
      await drawn(page);
      sheets.push(await inkOf(page, '#sheet canvas'));
      await page.context().close();
    }
    assert.deepEqual(sheets[0], sheets[1]);
    assert.ok(sheets[0].filter((cell, i) => !cell.ink.equals(sheets[2][i].ink)).length > 60);
  });

  test('follows the seed that is typed, and refuses nonsense with a sentence', on('', async (page) => {
    await drawn(page);
    await page.fill('#seed', '123');
    await page.keyboard.press('Enter');
    await says(page, /from seed 123\./);
    assert.equal((await hashOf(page)).seed, '123');
    await page.fill('#seed', '-4');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('#seed-note').textContent(), /A seed is a whole number/);
    assert.equal(await page.getAttribute('#seed', 'aria-invalid'), 'true');
    assert.equal((await hashOf(page)).seed, '123');
    await page.click('#sample');
    await page.waitForFunction(() => document.getElementById('seed').getAttribute('aria-invalid') === 'false');
  }));

  test('gives fresh digits with Sample, and shows their seed', on('#seed=5', async (page) => {
    await drawn(page);
    const first = await inkOf(page, '#sheet canvas');
    await page.click('#sample');
    await page.waitForFunction(() => !/from seed 5\.$/.test(document.getElementById('status').textContent));
    const seed = await page.inputValue('#seed');
    assert.notEqual(seed, '5');
    await says(page, new RegExp(`from seed ${seed}\\.`));
    assert.equal((await hashOf(page)).seed, seed);
    assert.notDeepEqual(await inkOf(page, '#sheet canvas'), first);
  }));

  test('is worked by keyboard: arrows move, Enter chooses, Enter again lets go', on('#seed=5', async (page) => {
    await drawn(page);
    await page.focus('#sheet button');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await hashHas(page, 'pick', '9');
    assert.equal(await page.getAttribute('#sheet button:nth-child(10)', 'aria-pressed'), 'true');
    assert.match(await page.locator('#picked-name').textContent(), /^Digit 9 of seed 5/);
    assert.ok(sumOf((await inkOf(page, '#picked-digit'))[0]) > 0);
    assert.equal(await page.locator('#sheet button[tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await hashHas(page, 'pick', null);
  }));

  test('shows another model on request, its own pictures and facts', on('#seed=5', async (page) => {
    await drawn(page);
    const other = manifest.models.find(({ name }) => name !== manifest.default);
    await page.getByRole('radio', { name: other.title }).check();
    await says(page, new RegExp(`${other.title} drew 64 digits from seed 5`));
    const [cell] = await inkOf(page, '#sheet canvas');
    const { width, height, pictures } = await sheetOf(site, other.file, 5, 1);
    assert.ok(differenceFrom(cell, pictures[0], width, height) <= 1.5);
    assert.match(await page.locator('#facts').textContent(), new RegExp(other.family.toUpperCase()));
    await page.goBack();
    await says(page, new RegExp(`${chosen.title} drew 64 digits from seed 5`));
  }));
});

describe('the walk', () => {
  test('begins and ends at its digits and plays between them', on('#view=walk&from=3:2&to=4:5', async (page) => {
    await drawn(page);
    const [from, to] = [(await sheetOf(site, chosen.file, 3, 6)), (await sheetOf(site, chosen.file, 4, 6))];
    const { width, height } = from;
    assert.ok(differenceFrom((await inkOf(page, '#walk-from'))[0], from.pictures[2], width, height) <= 2);
    assert.ok(differenceFrom((await inkOf(page, '#walk-to'))[0], to.pictures[5], width, height) <= 2);
    assert.ok(differenceFrom((await inkOf(page, '#walk-now'))[0], from.pictures[2], width, height) <= 2);
    const strip = await inkOf(page, '#strip canvas');
    assert.equal(new Set(strip.map(({ ink }) => ink.toString('latin1'))).size, strip.length, 'each picture of the strip is another');

    await page.click('#play');
    await page.waitForFunction(() => Number(document.getElementById('scrub').value) > 20, null, { timeout: 10000 });
    assert.equal(await page.locator('#play').textContent(), 'Pause');
    await page.click('#play');
    const place = await page.inputValue('#scrub');
    const [picture] = await inkOf(page, '#walk-now');
    assert.ok(differenceFrom(picture, from.pictures[2], width, height) > 20, 'the picture has moved on');
    await page.waitForTimeout(200);
    assert.equal(await page.inputValue('#scrub'), place, 'a paused walk stands');
    assert.ok(Number((await hashOf(page)).t) > 0);
  }));

  test('is scrubbed by keyboard and by the strip', on('#view=walk&from=3&to=4', async (page) => {
    await drawn(page);
    await page.focus('#scrub');
    await page.keyboard.press('End');
    await hashHas(page, 't', '1');
    const strip = await inkOf(page, '#strip canvas:last-child, #strip canvas:first-child');
    assert.ok(sumOf((await inkOf(page, '#walk-now'))[0]) > 0 && strip.length === 2);
    await page.click('#strip canvas:first-child');
    await hashHas(page, 't', '0');
    assert.match(await page.getAttribute('#scrub', 'aria-valuetext'), /^Picture 1 of 60/);
  }));

  test('goes round or straight, with other pictures and other lengths', on('#view=walk&from=3&to=4&t=0.5', async (page) => {
    await drawn(page);
    const [round] = await inkOf(page, '#walk-now');
    const length = async () => Number(/: ([\d.]+) here/.exec(await page.locator('#lengths-text').textContent())[1]);
    const roundLength = await length();
    await page.getByRole('radio', { name: 'Straight' }).check();
    await hashHas(page, 'path', 'lerp');
    await page.waitForFunction(() => /straight line/.test(document.getElementById('seen').textContent));
    await drawn(page);
    assert.ok((await length()) < roundLength);
    assert.notDeepEqual((await inkOf(page, '#walk-now'))[0], round);
  }));

  test('starts from a digit chosen on the sheet', on('#seed=5&pick=17', async (page) => {
    await drawn(page);
    await page.click('#walk-from-here');
    await says(page, /on the way from seed 5:17 to/);
    const { width, height, pictures } = await sheetOf(site, chosen.file, 5, 18);
    assert.ok(differenceFrom((await inkOf(page, '#walk-now'))[0], pictures[17], width, height) <= 2);
    await page.click('#to-sample');
    await says(page, /drew 64 digits/);
    await page.click('#sheet button:nth-child(3)');
    await page.click('#walk-to-here');
    await says(page, /on the way from seed 5:17 to 5:2\./);
  }));

  test('takes another number of frames, swaps and renews its ends', on('#view=walk&from=3&to=4&t=0.25', async (page) => {
    await drawn(page);
    await page.getByText('Frames and speed').click();
    await page.fill('#frames', '9');
    await page.keyboard.press('Enter');
    await says(page, /drew 9 pictures/);
    assert.equal(await page.getAttribute('#scrub', 'max'), '8');
    await page.click('#swap');
    await says(page, /from seed 4 to 3\./);
    assert.equal((await hashOf(page)).t, '0.75');
    await page.click('#new-pair');
    await page.waitForFunction(() => !/from seed 4 to 3\./.test(document.getElementById('status').textContent));
  }));
});

describe('the address', () => {
  test('holds the whole state and brings it back', on('#view=walk&seed=8&from=3:1&to=4:2&path=lerp&frames=30&t=0.5', async (page) => {
    await drawn(page);
    const [picture] = await inkOf(page, '#walk-now');
    await page.click('#swap');
    await says(page, /from seed 4:2 to 3:1/);
    await page.click('#swap');
    await says(page, /from seed 3:1 to 4:2/);
    const address = page.url();
    assert.deepEqual(await hashOf(page), { model: chosen.name, view: 'walk', seed: '8', from: '3:1', to: '4:2', path: 'lerp', frames: '30', t: '0.5' });
    const again = await openPage(browser, address);
    await drawn(again);
    assert.deepEqual((await inkOf(again, '#walk-now'))[0], picture);
    await again.context().close();
  }));

  test('does no harm when it is hostile', on('#model=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E&view=javascript:alert(1)&seed=%3Cb%3E&from=%22%3E%3Cscript%3E&t=1e999&pick=-1&__proto__[x]=1', async (page) => {
    assert.match(await drawn(page), /from seed 1\.$/);
    assert.equal(await page.locator('main img[src="x"], main script, main b').count(), 0);
    assert.match(await page.title(), /^latentwalk/);
  }));

  test('changed by hand, changes the page', on('', async (page) => {
    await drawn(page);
    await page.evaluate(() => { location.hash = '#seed=77'; });
    await says(page, /from seed 77\./);
  }));
});

describe('the worker', () => {
  test('drops what a newer request overtakes, and nothing on another channel', on('', async (page) => {
    await drawn(page);
    const url = new URL(`models/${chosen.file}`, site.address).href;
    const labels = chosen.class_count > 0 ? new Array(64).fill(0) : undefined;
    const result = await page.evaluate(async ({ site, url, labels }) => {
      const { Engine } = await import(`${site}engine.js`);
      const engine = new Engine(new URL('worker.js', site));
      await engine.request({ kind: 'open', url });
      const parts = [];
      const ask = (channel, seed) =>
        engine.request({ kind: 'sheet', channel, url, seed, count: 64, labels }, () => (parts[seed] = (parts[seed] ?? 0) + 1));
      const ends = await Promise.all([ask('a', 1), ask('a', 2), ask('b', 3), ask('a', 4)]);
      return { ends, parts: Array.from(parts, (count) => count ?? 0) };
    }, { site: site.address, url, labels });
    assert.deepEqual(result.ends, ['stale', 'stale', 'done', 'done']);
    assert.ok(result.parts[1] < 8 && result.parts[2] < 8, `${result.parts}`);
    assert.deepEqual([result.parts[3], result.parts[4]], [8, 8]);
  }));
});

describe('a model with classes', () => {
  test('offers its classes, and draws the one chosen', async () => {
    const tiny = await openSite({ models: fixtures });
    const page = await open('#model=tiny-cgan&seed=2', {}, tiny);
    await drawn(page);
    const any = await inkOf(page, '#sheet canvas');
    await page.locator('#classes').getByRole('radio', { name: '1' }).check();
    await hashHas(page, 'class', '1');
    const before = any[0].ink;
    for (let i = 0; i < 50 && (await inkOf(page, '#sheet canvas'))[0].ink.equals(before); i++) await page.waitForTimeout(50);
    await drawn(page);
    const ones = await inkOf(page, '#sheet canvas');
    assert.deepEqual(ones[1], any[1], 'digit 1 was of class 1 before');
    assert.notDeepEqual(ones[0], any[0]);
    await page.getByRole('radio', { name: 'tiny-gan' }).check();
    await says(page, /tiny-gan drew/);
    assert.ok(await page.locator('#classes').isHidden());
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
});

describe('taking it along', () => {
  test('the frame that is copied opens this very view', on('#view=walk&from=3:1&to=4&t=0.5', async (page) => {
    await drawn(page);
    await page.click('[data-copy=embed-frame]');
    await page.waitForFunction(() => document.querySelector('[data-copy=embed-frame]').textContent === 'Copied');
    const frame = await page.evaluate(() => navigator.clipboard.readText());
    const address = /src="([^"]+)"/.exec(frame)[1];
    assert.ok(address.startsWith(`${site.address}#model=${chosen.name}&`), address);
    assert.match(address, /view=walk.*from=3:1&to=4&.*t=0\.5$/);
  }, { context: { permissions: ['clipboard-read', 'clipboard-write'] } }));
});

describe('where it lives', () => {
  test('it works below a path, and under a strict policy that the server sends', async () => {
    const deep = await openSite({ base: '/courses/ml/digits/' });
    const page = await open('#seed=5', {}, deep);
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

  test('it works where the server gives wasm a wrong type', on('#seed=5', (page) => drawn(page), {
    before: (page) => page.route('**/latentwalk.wasm', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
    }),
  }));

  test('it asks its own origin only', async () => {
    const asked = [];
    const page = await open('', { before: (page) => page.on('request', (request) => asked.push(request.url())) });
    await drawn(page);
    assert.ok(asked.length > 5);
    assert.deepEqual(asked.filter((url) => !url.startsWith(site.address)), []);
    await page.context().close();
  });
});

describe('failures have their sentence', () => {
  async function failing(breakIt, pattern, settings) {
    const page = await open('', settings ?? { before: breakIt });
    await says(page, pattern);
    assert.equal(await page.locator('#status.wrong').count(), 1);
    assert.ok(await page.locator('#poster img').isVisible(), 'the poster stays');
    await page.context().close();
  }

  test('a truncated model, after which another one still works', async () => {
    const broken = await openSite();
    await truncate(join(broken.folder, 'models', chosen.file), 1000);
    const page = await open('', {}, broken);
    await says(page, new RegExp(`${chosen.title} could not be used: ${chosen.file}: .*Choose another model`));
    const other = manifest.models.find(({ name }) => name !== manifest.default);
    await page.getByRole('radio', { name: other.title }).check();
    await drawn(page);
    assert.equal(await page.locator('#status.wrong').count(), 0);
    await page.context().close();
  });

  test('a missing model', async () => {
    const broken = await openSite();
    await rm(join(broken.folder, 'models', chosen.file));
    const page = await open('', {}, broken);
    await says(page, /could not be used: .*404/);
    await page.context().close();
  });

  test('no list of models', () =>
    failing((page) => page.route('**/manifest.json', (route) => route.fulfill({ status: 500 })), /list of models could not be read .*500/));
  test('no WebAssembly', () =>
    failing((page) => page.addInitScript(() => { delete globalThis.WebAssembly; }), /cannot run WebAssembly/));
  test('no worker', async () => {
    const broken = await openSite();
    await rm(join(broken.folder, 'worker.js'));
    const page = await open('', {}, broken);
    await says(page, /The part that draws could not start/);
    assert.ok(await page.locator('#poster img').isVisible());
    await page.context().close();
  });
  test('no JavaScript', async () => {
    const page = await open('', { context: { javaScriptEnabled: false } });
    assert.ok(await page.locator('noscript p').isVisible());
    await page.context().close();
  });
});

describe('habits', () => {
  test('nothing jumps while it loads', on('', async (page) => {
    await drawn(page);
    const shift = await page.evaluate(() => window.shift);
    assert.ok(shift < 0.01, `layout shift ${shift}`);
  }, {
    before: (page) => page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shift += value))).observe({ type: 'layout-shift', buffered: true });
    }),
  }));

  for (const width of [320, 390, 720, 1440]) {
    test(`nothing is cut off at ${width} px, in both views`, on('', async (page) => {
      for (const hash of ['#view=sample&pick=3', '#view=walk']) {
        await page.evaluate((to) => { location.hash = to; }, hash);
        await page.waitForTimeout(100);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), hash);
      }
    }, { context: { viewport: { width, height: 800 } } }));
  }

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds no fault, ${colorScheme}`, async () => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      for (const hash of ['#seed=5&pick=3', '#view=walk&from=3&to=4']) {
        const page = await open(hash, { context: { colorScheme } });
        await drawn(page);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`), [], hash);
        await page.context().close();
      }
    });
  }

  const kShots = [
    ['sample-light', '#seed=1&pick=32', {}],
    ['sample-dark', '#seed=1&pick=32', { colorScheme: 'dark' }],
    ['walk-light', '#view=walk&from=1:32&to=1:34&t=0.5', {}],
    ['walk-dark', '#view=walk&from=1:32&to=1:34&t=0.35&path=lerp', { colorScheme: 'dark' }],
    ['sample-mobile', '#seed=1&pick=32', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
    ['walk-mobile', '#view=walk&from=1:32&to=1:34&t=0.5', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, colorScheme: 'dark' }],
  ];
  test('screenshots are written', async () => {
    for (const [name, hash, context] of kShots) {
      const page = await open(hash, { context });
      await drawn(page);
      await page.waitForTimeout(200);
      await screenshot(page, name);
      await page.context().close();
    }
  });
});
