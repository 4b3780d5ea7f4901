// What a stranger's machine and network do: damaged files, cut and slow connections, crashes, frozen tabs, no workers.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { listen } from '../support/listen.mjs';
import { distanceFromModel, elementSays, openCourse } from '../support/embeds.mjs';
import { chooseModel, drawn, inkOf, openPage, openSite, replaceFile, says, suite } from '../support/pages.mjs';

const it = suite();
const { on } = it;
const retry = (page) => page.getByRole('button', { name: 'Try again' });

/** Answers a page's requests for the default model as `answer` does, each time anew. */
const modelAnswers = (answer) => (page) => {
  let count = 0;
  return page.route(`**/${it.chosen.file}`, (route) => answer(route, count++));
};

const damaged = (bytes) => {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1000] ^= 1; // one bit of one weight
  return copy;
};

test('a damaged model: one wrong bit is found before anything is drawn', async () => {
  const broken = await openSite({ changeable: true });
  await replaceFile(join(broken.folder, 'models', it.chosen.file), damaged);
  const page = await it.open('', {}, broken);
  await says(
    page,
    /could not be used: .*SHA-256 [0-9a-f]{12}…, the list of models says [0-9a-f]{12}…: the file was damaged.*Try again/,
  );
  assert.ok(await page.locator('.poster img').isVisible());
  assert.ok(await retry(page).isVisible());
  await page.context().close();
});

test(
  'a damaged model: what was damaged on its way is fetched once more',
  on('#seed=5', (page) => drawn(page), {
    before: modelAnswers(async (route, count) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: count === 0 ? damaged(await response.body()) : await response.body() });
    }),
  }),
);

test('the network: a download that breaks off says so, and Try again goes on', async () => {
  // However often it is asked for: a page that is slow to start may find the first attempt failed already, and try once more.
  let cut = true;
  const page = await it.open('#seed=5', {
    before: modelAnswers((route) => (cut ? route.abort('connectionreset') : route.continue())),
  });
  await says(page, /could not be used: .*cannot be loaded/);
  cut = false;
  await retry(page).click();
  await drawn(page);
  assert.equal(await retry(page).isVisible(), false);
  await page.context().close();
});

test('the network: one that is cut in the middle is no model', async () => {
  const bytes = await readFile(join(it.site.folder, 'models', it.chosen.file));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': bytes.length, 'Access-Control-Allow-Origin': '*' });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });
  const address = await listen(server);
  const { readBytes } = await import('../../../web/engine/module/bytes.js');
  after(() => server.close());
  await assert.rejects(readBytes(`${address}/m`, 'm', { onProgress() {} }), /^Error: m: cannot be loaded from http/);
});

test('the network: one that falls silent is given up, and a slow one is not', async () => {
  const { readBytes } = await import('../../../web/engine/module/bytes.js');
  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Length': 8 });
    response.write('1234');
    if (request.url === '/slow') for (let i = 1; i <= 4; i++) setTimeout(() => response.write('x'), 150 * i);
  });
  const address = await listen(server);
  const from = (path) => readBytes(`${address}${path}`, 'm', { onProgress() {}, patience: 1000 });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await assert.rejects(from('/silent'), /m: cannot be loaded from .* \(no byte came for 1 s\)/);
  assert.equal((await from('/slow')).length, 8);
});

test('the network: a slow connection shows how much is there', async () => {
  const page = await it.open('', {
    before: async (page) => {
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      await client.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 40,
        downloadThroughput: 1.2e6,
        uploadThroughput: 1e6,
      });
      await page.addInitScript(() => {
        window.noted = [];
        addEventListener('DOMContentLoaded', () => {
          new MutationObserver(([{ target }]) =>
            window.noted.push(Number(/** @type {Element} */ (target).getAttribute('aria-valuenow'))),
          ).observe(document.querySelector('.bar'), { attributeFilter: ['aria-valuenow'] });
        });
      });
    },
  });
  await drawn(page);
  const shares = await page.evaluate(() => window.noted);
  assert.ok(
    shares.some((share) => share > 10 && share < 90),
    `${shares}`,
  );
  await page.context().close();
});

const crash = (page, message) =>
  page.workers()[0].evaluate(
    (text) =>
      void setTimeout(() => {
        throw new Error(text);
      }),
    message,
  );

test('the worker: one that crashes is made anew, and the page goes on', async () => {
  const page = await it.open('#seed=5');
  await drawn(page);
  const before = await inkOf(page, '.sheet canvas');
  for (const seed of [6, 7]) {
    await crash(page, 'a fault for the test');
    await page.fill('[data-field=seed]', String(seed));
    await page.keyboard.press('Enter');
    await says(page, new RegExp(`from seed ${seed}\\.`));
  }
  assert.equal(await page.locator('.status.wrong').count(), 0);
  await page.evaluate(() => {
    location.hash = '#seed=5';
  });
  await says(page, /from seed 5\./);
  assert.deepEqual(await inkOf(page, '.sheet canvas'), before);
  await page.context().close();
});

test('the worker: what it owes is asked for once more, and given up when it crashes again', async () => {
  const site = await openSite({ changeable: true });
  // Answers the first request it ever gets, and crashes at each 'crash'.
  await writeFile(
    join(site.folder, 'crashing.js'),
    "onmessage = ({ data: { id, kind } }) => { if (kind === 'crash') throw new Error('again'); if (id) postMessage({ id, done: true }); };",
  );
  const page = await it.open('', {}, site);
  await drawn(page);
  const result = await page.evaluate(async () => {
    const { Engine } = await import(new URL('engine.js', location.href).href);
    let made = 0;
    const engine = new Engine(() => (made++, new Worker('crashing.js')), { threads: 1 });
    const first = await engine.request({ kind: 'open' });
    const crashed = engine.request({ kind: 'crash' }).catch((error) => error.message);
    const beside = engine.request({ kind: 'open' }).catch((error) => error.message); // none can tell which of them it was
    const ends = [first, await crashed, await beside];
    return {
      ends,
      made,
      after: await engine.request({ kind: 'open' }).catch((error) => error.message),
      fault: engine.fault?.message,
    };
  });
  assert.match(result.ends[1], /again/);
  assert.match(result.ends[2], /again/);
  assert.deepEqual([result.ends[0], result.after, result.fault], ['done', 'done', undefined]);
  assert.equal(result.made, 3, 'the first, one for the second try, one for all that comes after');
  await page.context().close();
});

test(
  'the tab: frozen for a while and shown again, a walk plays on',
  on(
    '#view=walk&stations=3,4&play=1&loop=1',
    async (page) => {
      await says(page, /drew a walk/);
      const client = await page.context().newCDPSession(page);
      const place = () => page.locator('[data-field=place]').inputValue().then(Number);
      await page.waitForFunction(
        () => Number(/** @type {HTMLInputElement} */ (document.querySelector('[data-field=place]')).value) > 2,
        null,
        {
          timeout: 20000,
        },
      );
      await client.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((done) => setTimeout(done, 1500));
      await client.send('Page.setWebLifecycleState', { state: 'active' });
      const then = await place();
      await page.waitForFunction(
        (value) =>
          Number(/** @type {HTMLInputElement} */ (document.querySelector('[data-field=place]')).value) !== value,
        then,
        {
          timeout: 10000,
        },
      );
    },
    { context: { reducedMotion: 'no-preference' } },
  ),
);

test("a frame without an origin, on a host that allows no workers of that kind: it works under the strict policy alone, in the page's own thread", async () => {
  const course = await openCourse(
    `<iframe sandbox="allow-scripts" title="digits" width="900" height="900" src="${it.site.address}embed.html#seed=5"></iframe>`,
  );
  const page = await openPage(it.browser, course.address, { offline: true });
  const frame = page.frames()[1];
  await elementSays(frame, /from seed 5/);
  assert.equal(await frame.evaluate(() => self.origin), 'null');
  assert.equal(page.workers().length, 0);
  assert.ok((await distanceFromModel(frame, it.site, it.chosen.file, 5)) <= 1.5);
  // A model that is not there as a script has its sentence.
  const other = it.manifest.models.find(({ file }) => !it.manifest.scripts.includes(`models/${file}`));
  await chooseModel(frame, other.name);
  await elementSays(
    frame,
    /a frame without an origin cannot read [^:]*: the host must send Access-Control-Allow-Origin/,
  );
  await page.context().close();
  await course.close();
});
