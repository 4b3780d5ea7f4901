// The element, the frame and the one-file page in places that others make for them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import {
  closeCourses,
  distanceFromModel,
  elementInk,
  elementSays,
  openBuilt,
  openCourse,
} from '../../support/embeds.mjs';
import { fixtures, openBrowser, openPage, root, screenshot, sumOf } from '../../support/pages.mjs';

let browser, site, manifest, strict, pages, plain, chosen, other;

before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openBuilt()]);
  manifest = JSON.parse(await readFile(join(site.folder, 'models/manifest.json'), 'utf8'));
  chosen = manifest.models.find(({ name }) => name === manifest.default);
  other = manifest.models.find(({ family }) => family !== chosen.family);
  [strict, pages, plain] = await Promise.all([
    site.serve({ base: '/sub/path/' }),
    site.serve({ base: '/project/', like: 'pages' }),
    site.serve({ like: 'plain' }),
  ]);
});
after(async () => {
  await browser?.close();
  await closeCourses();
  await site?.close();
});

/** A page beside the site's files, under the strict policy of its server. */
async function beside(html, { hash = '', ...settings } = {}) {
  const name = `test-${Math.random().toString(36).slice(2)}.html`;
  await site.write(
    name,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A course</title><link rel="icon" href="icon.svg"><script type="module" src="latent-walk.js"></script></head><body><main><h1>A course</h1>${html}</main></body></html>`,
  );
  return openPage(browser, `${strict}${name}${hash}`, settings);
}

const closeClean = async (page) => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
};
const attributesOf = (page, selector = 'latent-walk') =>
  page.evaluate(
    (which) =>
      Object.fromEntries(Array.from(document.querySelector(which).attributes, ({ name, value }) => [name, value])),
    selector,
  );
const frameOf = (page) => page.frames()[1];
const within = (page, selector) =>
  page.evaluate(
    (which) => document.querySelector('latent-walk').shadowRoot.querySelector(which)?.checkVisibility() ?? false,
    selector,
  );

describe('the element', () => {
  test('draws what the model draws, under the strict policy, and tells of it', async () => {
    const page = await beside('<latent-walk seed="5"></latent-walk>', {
      before: (page) =>
        page.addInitScript(() => {
          window.told = [];
          for (const type of ['ready', 'change', 'error'])
            document.addEventListener(type, ({ type, detail }) => window.told.push([type, detail?.state?.seed]), true);
        }),
    });
    await elementSays(page, /drew 64 digits from seed 5/);
    assert.ok((await distanceFromModel(page, site, chosen.file, 5)) <= 1.5);
    await page.waitForFunction(() => window.told.some(([type]) => type === 'ready'));
    assert.deepEqual(await page.evaluate(() => window.told.map(([type, seed]) => `${type} ${seed}`)), [
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
      document.querySelector('latent-walk').seed = 7;
    });
    await elementSays(page, /from seed 7/);
    await page.evaluate(() => document.querySelector('latent-walk').setAttribute('seed', '<b>'));
    await elementSays(page, /from seed 1\./);
    await page.locator('latent-walk [data-action=sample]').click();
    await page.waitForFunction(() => document.querySelector('latent-walk').seed > 1);
    const { seed, model } = await attributesOf(page);
    await elementSays(page, new RegExp(`from seed ${seed}\\.`));
    assert.equal(model, chosen.name);
    assert.ok((await distanceFromModel(page, site, chosen.file, Number(seed))) <= 1.5);
    await page.locator(`latent-walk input[value="${other.name}"]`).check();
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
    for (const part of ['.models', '.controls', '.chooser', '.link'])
      assert.equal(await within(page, part), false, part);
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
      window.error = new Promise((done) =>
        document.querySelector('latent-walk').addEventListener('error', ({ detail }) => done(detail.message)),
      );
      document.querySelector('latent-walk').src = '/sub/path/nowhere/';
    });
    assert.match(await page.evaluate(() => window.error), /list of models could not be read .*404/);
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

  for (const [what, script, pattern] of [
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
  ]) {
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
});

describe('the frame', () => {
  test('says so where there is no list of models, with the poster', async () => {
    const page = await openPage(browser, `${strict}embed.html`, {
      before: (page) => page.route('**/manifest.json', (route) => route.fulfill({ status: 500 })),
    });
    await elementSays(page, /list of models could not be read .*500/);
    assert.equal(await within(page, '.poster img'), true);
    await page.context().close();
  });

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
      await frame.locator(`latent-walk input[value="${other.name}"]`).check();
      await elementSays(frame, new RegExp(`^${other.title} drew`));
      assert.ok((await distanceFromModel(frame, site, other.file, 5)) <= 1.5);
      // Trying whether it may read is how it learns that it may not.
      page.complaints = page.complaints.filter((text) => like === 'pages' || !/manifest\.json/.test(text));
      await closeClean(page);
      await course.close();
    });
  }

  test('where no script may run, as in the empty sandbox that TinyMCE 7 writes, shows a sheet drawn beforehand and says why', async () => {
    const course = await openCourse(
      `<iframe sandbox="" title="digits" width="900" height="900" src="${pages}embed.html#seed=5"></iframe>`,
    );
    const page = await openPage(browser, course.address, { offline: true });
    const frame = page.frameLocator('iframe');
    await frame.locator('noscript p', { hasText: 'empty sandbox around it' }).waitFor();
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
    await elementSays(page, /on the way from seed 3:2 to 4:5/);
    assert.equal(await within(page, '.models:not([data-part=views])'), false);
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
    await elementSays(again, /on the way from seed 3:2 to 4:5/);
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
    assert.match(await page.title(), /^latentwalk/);
    assert.equal(await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('model')), chosen.name);
    await closeClean(page);
  });
});

describe('the one file', () => {
  test('opens from disk without a connection, with two models and its lessons', async () => {
    const asked = [];
    const file = pathToFileURL(join(site.folder, 'latentwalk-offline.html')).href;
    const page = await openPage(browser, `${file}#seed=5`, {
      context: { offline: true },
      before: (page) => page.on('request', (request) => asked.push(request.url().slice(0, 5))),
    });
    await elementSays(page, /from seed 5/);
    assert.ok((await distanceFromModel(page, site, chosen.file, 5)) <= 1.5);
    await page.locator(`latent-walk input[value="${other.name}"]`).check();
    await elementSays(page, new RegExp(`^${other.title} drew`));
    assert.ok((await distanceFromModel(page, site, other.file, 5)) <= 1.5);
    await page.locator('.lessons a[href="#lesson=walk"]').click();
    await elementSays(page, /on the way/);
    assert.match(await page.locator('latent-walk .lesson').textContent(), /latent space/i);
    assert.deepEqual(
      asked.filter((scheme) => !['file:', 'data:', 'blob:'].includes(scheme)),
      [],
    );
    assert.equal(asked.filter((scheme) => scheme === 'file:').length, 1);
    await closeClean(page);
  });
});

describe('lessons', () => {
  test('each that is offered is one link, in the page and in the frame', async () => {
    const page = await openPage(browser, strict);
    await page.waitForSelector('#lessons a');
    const links = await page.locator('#lessons a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.ok(links.includes('#lesson=sampling') && links.includes('#lesson=walk'), `${links}`);
    for (const link of links) {
      const title = await page.locator(`#lessons a[href="${link}"]`).textContent();
      await page.locator(`#lessons a[href="${link}"]`).click();
      await page.waitForFunction(
        (wanted) => document.querySelector('#lesson:not([hidden]) h2')?.textContent === wanted,
        title,
      );
      await page.waitForFunction(() => !document.querySelector('.bench[aria-busy]'), null, { timeout: 30000 });
      assert.equal(await page.locator('.status.wrong').count(), 0, link);
      const frame = await openPage(browser, `${strict}embed.html${link}`);
      await frame.waitForFunction(
        (wanted) =>
          document.querySelector('latent-walk').shadowRoot?.querySelector('.lesson:not([hidden]) h2')?.textContent ===
          wanted,
        title,
      );
      await closeClean(frame);
    }
    await closeClean(page);
  });

  test('one whose model is not there is not offered, and its link opens the page all the same', async () => {
    const small = await openBuilt({ models: fixtures });
    const address = await small.serve();
    const page = await openPage(browser, `${address}embed.html#lesson=vae-gan`);
    await elementSays(page, / drew /);
    assert.equal(await within(page, '.lesson'), false);
    await closeClean(page);
    const whole = await openPage(browser, address);
    await whole.waitForSelector('.sheet canvas');
    assert.ok(await whole.locator('#lessons').isHidden());
    await whole.context().close();
    await small.close();
  });

  test('what the visitor changes in a lesson stays, and the address tells it', async () => {
    const page = await openPage(browser, `${strict}#lesson=walk`);
    await page.waitForFunction(() => / on the way /.test(document.querySelector('.status').textContent));
    await page.locator('input[type=range]').first().focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => /t=0(&|$)/.test(location.hash));
    const again = await openPage(browser, page.url());
    await again.waitForFunction(() => / on the way /.test(document.querySelector('.status').textContent));
    assert.equal(await again.locator('input[type=range]').first().inputValue(), '0');
    assert.ok(await again.locator('#lesson').isVisible());
    await closeClean(again);
    await closeClean(page);
  });
});

describe('copying it', () => {
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
    const frame = await copied(page, 'Frame', ['Choice of model', 'Controls']);
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
});

// Of a frame's attributes those that Canvas and Moodle's editors leave.
const kKept = ['src', 'title', 'width', 'height', 'style'];
const attributesIn = (html) => Array.from(html.replace(/"[^"]*"/g, '""').matchAll(/\s([\w-]+)=/g), ([, name]) => name);

describe('docs/embedding.md', () => {
  test('the frame to paste has no attribute that a course system takes away', async () => {
    const guide = await readFile(join(root, 'docs/embedding.md'), 'utf8');
    const [frame] = /<iframe[^>]*>/.exec(guide.slice(guide.indexOf('## A frame')));
    assert.deepEqual(
      attributesIn(frame).filter((name) => !kKept.includes(name)),
      [],
    );
    assert.ok(attributesIn(frame).includes('title'));
  });

  const kThere = 'https://example.org/digits/';

  test('each of its snippets works, from the host that it names', async () => {
    const guide = await readFile(join(root, 'docs/embedding.md'), 'utf8');
    const snippets = Array.from(guide.matchAll(/```(?:html|\{=html\})\n([^]*?)```/g), ([, html]) => html);
    const framed = snippets.filter((html) => html.includes(kThere) && !html.includes('data-background'));
    assert.ok(framed.length >= 3, `${framed.length} snippets`);
    for (const html of framed) {
      const course = await openCourse(html.replaceAll(kThere, pages));
      const page = await openPage(browser, course.address);
      await elementSays(html.includes('<iframe') ? frameOf(page) : page, / drew /);
      await closeClean(page);
      await course.close();
    }
    // Frames that other programs make: the addresses that they are given.
    const addresses = new Set(
      Array.from(guide.matchAll(/https:\/\/example\.org\/digits\/(embed\.html#[^"`\s]+)/g), ([, path]) =>
        path.replaceAll('&amp;', '&'),
      ),
    );
    assert.ok(addresses.size >= 5, `${addresses.size} addresses`);
    for (const address of addresses) {
      const page = await openPage(browser, `${pages}${address}`);
      await elementSays(page, / drew /);
      const state = await page.evaluate(() => document.querySelector('latent-walk').state);
      for (const [key, value] of new URLSearchParams(address.split('#')[1]))
        assert.equal(state[key], value, `${address}: ${key}`);
      await closeClean(page);
    }
  });

  test('it and docs/page.md name each key of an address', async () => {
    const guide = (
      await Promise.all(['embedding', 'page'].map((name) => readFile(join(root, `docs/${name}.md`), 'utf8')))
    ).join('');
    const { kParams } = await import('../../../../web/page/state/state.js');
    for (const key of Object.keys(kParams)) assert.ok(guide.includes(`\`${key}\``), key);
  });
});

describe('habits', () => {
  for (const colorScheme of ['light', 'dark']) {
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
    for (const view of await page
      .locator('latent-walk [data-part=views] input')
      .evaluateAll((all) => all.map(({ value }) => value))) {
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
      ['.stage', '.controls'].map((part) =>
        document.querySelector('latent-walk').shadowRoot.querySelector(part).getBoundingClientRect().toJSON(),
      ),
    );
    assert.ok(panel.top >= stage.bottom, 'the controls are below the stage');
    await closeClean(wide);
  });

  test('the code of each is small, at most 120 kB packed, and only the model that is shown is loaded, at most 2 MB', async () => {
    const sizeOf = async (file) => gzipSync(await readFile(join(site.folder, file)), { level: 9 }).length;
    assert.ok((await sizeOf('latent-walk.js')) <= 120e3);
    assert.ok((await sizeOf('embed.js')) <= 120e3);
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
    for (const [name, hash, context] of [
      ['embed-light', '#seed=1&pick=32', {}],
      [
        'embed-dark-bare',
        '#seed=1&hide=models,views,controls,link',
        { colorScheme: 'dark', viewport: { width: 640, height: 640 } },
      ],
      ['embed-lesson-mobile', '#lesson=walk', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
    ]) {
      const page = await openPage(browser, `${strict}embed.html${hash}`, { context });
      await elementSays(page, / drew /);
      await page.waitForTimeout(200);
      assert.ok((await elementInk(page, 'canvas')).some((canvas) => sumOf(canvas) > 0));
      await screenshot(page, name);
      await page.context().close();
    }
  });
});
