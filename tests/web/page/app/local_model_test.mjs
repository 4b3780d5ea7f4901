// A visitor's own model: chosen, dropped, refused.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { greyGan, namedGan, slowGan, widestGan, widestVae } from '../../support/model_files.mjs';
import { chooseModel, drawn, fixtures, hashHas, hashOf, modelIs, says, settled, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

/** How many models there are to choose from. */
async function offered(page) {
  await page.click('.model-button');
  const count = await page.locator('[data-model]').count();
  await page.keyboard.press('Escape');
  return count;
}

/** Drops a file on the page, as a file manager would. */
async function drop(page, name, bytes) {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], file));
      return transfer;
    },
    [name, bytes.toString('base64')],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

test(
  'a model of another name, size and number of classes is drawn once its file is chosen',
  on('', async (page) => {
    await drawn(page);
    await page.setInputFiles('#local-model', join(fixtures, 'tiny-cgan.safetensors'));
    await says(page, /tiny-cgan \(yours\) drew/);
    assert.equal((await hashOf(page)).model, 'tiny-cgan');
    await modelIs(page, 'tiny-cgan (yours)');
    assert.match(await page.locator('#share .note').first().textContent(), /tiny-cgan is only on this device/);
    assert.match(await page.locator('#embed-code').textContent(), /\n {2}'tiny-cgan\.safetensors'\)/);
    await page.click('#views [data-view=walk]');
    await says(page, /drew a walk/);
  }),
);

test(
  'a dropped model is drawn, and one of a name that is taken gets another',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'mine.safetensors', await readFile(join(fixtures, 'tiny-vae.safetensors')));
    await says(page, /tiny-vae \(yours\) drew/);
    await drop(page, 'other.safetensors', greyGan('tiny-vae', { run: 'other' }));
    await says(page, /tiny-vae-2 \(yours\) drew/);
    assert.equal(await offered(page), it.manifest.models.length + 2);
  }),
);

test(
  'the names of the classes stand where their labels would, and the digit classifier does not read what is no digit',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'named.safetensors', namedGan('named', ['A', 'Ä', 'Ankle boot']));
    await says(page, /named \(yours\) drew 64 digits from seed \d+\.$/);
    assert.deepEqual(await page.locator('[data-part=digit] label').allTextContents(), ['All', 'A', 'Ä', 'Ankle boot']);
    await page.locator('[data-part=digit] label', { hasText: 'Ankle boot' }).click();
    await hashHas(page, 'digit', '2');
    await page.waitForFunction(() => document.title.includes('of class Ankle boot'));
    await page.click('#views [data-view=walk]');
    await page.selectOption('[data-field=class-0]', { label: 'Ä' });
    await says(page, /drew a walk .* \(class Ä\) to /);
  }),
);

test(
  'the same file twice is one model, under whatever name it comes, also where it is one of the site',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'a.safetensors', greyGan('grey', {}));
    await says(page, /grey \(yours\) drew/);
    await chooseModel(page, it.gan.name);
    await says(page, new RegExp(`${it.gan.title} drew`));
    await drop(page, 'b.safetensors', greyGan('grey', {}));
    await says(page, /grey \(yours\) drew/);
    await drop(page, 'c.safetensors', await readFile(join(it.site.folder, 'models', it.vae.file)));
    await says(page, new RegExp(`${it.vae.title} drew`));
    assert.equal(await offered(page), it.manifest.models.length + 1);
  }),
);

test(
  'a model of the visitor is closed by its button, the ninth makes room, and Compare knows of both',
  on('#view=compare', async (page) => {
    await says(page, / drew digits/);
    const ticks = () => page.locator('[data-field^=with-]').count();
    for (let i = 1; i <= 9; i++) {
      await drop(page, 'same.safetensors', greyGan(`grey-${i}`, { run: String(i) }));
      await modelIs(page, `grey-${i} (yours)`);
    }
    await says(page, /grey-9 \(yours\).* drew/);
    await page.click('.model-button');
    assert.equal(await page.locator('#models .close').count(), 8);
    assert.equal(await page.locator('[data-model=grey-1]').count(), 0);
    await page.click('[aria-label="Close grey-9 (yours)"]');
    await modelIs(page, it.chosen.title);
    await page.click('.model-button');
    await page.click('[aria-label="Close grey-2 (yours)"]');
    await says(page, / drew digits/);
    assert.equal(await ticks(), it.manifest.models.length + 6);
    // One that was closed may come again.
    await drop(page, 'same.safetensors', greyGan('grey-9', { run: '9' }));
    await says(page, /grey-9 \(yours\).* drew/);
  }),
);

test(
  "a file that takes long leaves the page's thread alone",
  on('', async (page) => {
    await drawn(page);
    await page.evaluate(() => {
      let last = performance.now();
      window.noted = [0];
      setInterval(() => {
        window.noted[0] = Math.max(window.noted[0], performance.now() - last);
        last = performance.now();
      }, 10);
    });
    await drop(page, 'bomb.safetensors', slowGan());
    await page.waitForSelector('[data-action=cancel-reading]:visible, .status.wrong');
    await page.waitForTimeout(500);
    assert.ok((await page.evaluate(() => window.noted[0])) < 400, 'ms in which nothing else could be done');
  }),
);

/** @type {[string, () => Buffer][]} */
const kWidest = [
  ['a GAN', () => widestGan()],
  ['a GAN of one code of so many values', () => widestGan({ prior: 'categorical' })],
  ['a VAE', widestVae],
];

for (const [kind, make] of kWidest) {
  test(
    `${kind} of 65,536 numbers, as many as there may be, is shown in every view by some thousand elements`,
    on('', async (page) => {
      await drawn(page);
      await drop(page, 'widest.safetensors', make());
      await says(page, /widest.* drew/);
      for (const view of ['dimensions', 'map', 'draw', 'walk', 'arithmetic', 'compare']) {
        await page.evaluate((to) => (location.hash = `#model=widest&view=${to}&test=1`), view);
        await settled(page);
        const elements = await page.evaluate(() => document.querySelectorAll('*').length);
        assert.ok(elements < 4000, `${elements} elements in ${view}`);
      }
    }),
  );
}

test(
  'a window of sliders moves over many numbers, and an address holds any of them',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'widest.safetensors', widestGan());
    await says(page, /widest.* drew/);
    await page.click('#views [data-view=dimensions]');
    await settled(page);
    await page.focus('[data-field=window]');
    await page.keyboard.press('End');
    await page.focus('[data-field=z-65535]');
    await page.keyboard.press('Home');
    await hashHas(page, 'z', '65535:-3');
    assert.match(
      await page.locator('.slider', { has: page.locator('[data-field=window]') }).textContent(),
      /65,408 to 65,535/,
    );
    await page.click('[data-action=one]');
    await page.waitForFunction(() => /z=(\d+:[\d.-]+,)?65535:-3/.test(location.hash));
  }),
);

/** From now on a worker of the page answers nothing. */
const silenceWorkers = (page) =>
  page.route('**/worker.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'onmessage = () => {};' }),
  );

test(
  'reading a file is given up by Cancel and by the next file, and the page goes on',
  on('#seed=5', async (page) => {
    await drawn(page);
    await silenceWorkers(page);
    await drop(page, 'first.safetensors', greyGan('first', {}));
    await page.getByText('Reading and testing first.safetensors').waitFor();
    await drop(page, 'second.safetensors', greyGan('second', {}));
    await page.getByText('Reading and testing second.safetensors').waitFor();
    assert.equal(page.workers().length, 1 + (await page.evaluate(() => Math.min(navigator.hardwareConcurrency, 4))));
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector('#local-task')).hidden);
    assert.equal(await page.locator('.status.wrong').count(), 0);
    await page.unroute('**/worker.js');
    await drop(page, 'third.safetensors', greyGan('third', {}));
    await says(page, /third \(yours\) drew/);
  }),
);

test(
  'reading a file has a limit of time and of size, and a folder is no file',
  on(
    '#seed=5',
    async (page) => {
      await drawn(page);
      await silenceWorkers(page);
      await drop(page, 'slow.safetensors', greyGan('slow', {}));
      await page.getByText('Reading and testing slow.safetensors').waitFor();
      await page.clock.fastForward(21_000);
      await says(page, /^slow\.safetensors: reading and testing it took more than 20 seconds/);
      await page.evaluate(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([], 'large.safetensors'));
        Object.defineProperty(transfer.files[0], 'size', { value: 3e8 });
        const files = [transfer.files[0]];
        const event = new Event('drop', { bubbles: true });
        Object.defineProperty(event, 'dataTransfer', { value: { types: ['Files'], files } });
        document.body.dispatchEvent(event);
      });
      await says(page, /^large\.safetensors: has 300(\.0)? MB; the page opens files of at most 256(\.0)? MB/);
      await page.dispatchEvent('body', 'drop', { dataTransfer: await page.evaluateHandle(() => new DataTransfer()) });
    },
    { before: (page) => page.clock.install() },
  ),
);

test(
  'names and texts of a file are shown on one line, their unseen characters as what they are',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'a\n\u202egpj.\u0007txt', Buffer.from('no model'));
    await says(page, /^a\\u\{a\}\\u\{202e\}gpj\.\\u\{7\}txt: /);
    await drop(page, `${'long'.repeat(60)}.txt`, Buffer.from('no model'));
    await says(page, /^longlong.*…: /);
    await drop(page, 'kind.safetensors', greyGan('kind', { fcd10k: `\u001b[31m\u202e${'x'.repeat(5000)}` }));
    await says(page, /kind \(yours\) drew/);
    const facts = await page.locator('.seen dl').textContent();
    assert.match(facts, /\\u\{1b\}\[31m\\u\{202e\}xxx/);
    assert.ok(facts.length < 1500, `${facts.length} characters`);
  }),
);

test('a refusal is not said over by what a classifier reads later', async () => {
  /** @type {(value?: unknown) => void} */
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const page = await it.open('', {
    before: (fresh) =>
      fresh.route(`**/${it.manifest.classifier.file}`, async (route) => {
        await held;
        await route.continue();
      }),
  });
  try {
    await drawn(page);
    await drop(page, 'notes.txt', Buffer.from('no model'));
    await says(page, /^notes\.txt: /);
    release();
    await page.waitForSelector('.sheet [aria-label*="classified as"]');
    assert.match(await page.locator('.status.wrong').textContent(), /^notes\.txt: /);
    assert.deepEqual(page.complaints, []);
  } finally {
    await page.context().close();
  }
});

test(
  'a file that is no model is refused in one sentence, and the page goes on',
  on('', async (page) => {
    await drawn(page);
    await drop(page, 'notes.txt', Buffer.from('no model'));
    await says(page, /^notes\.txt: .*Choose a \.safetensors file/);
    const bytes = await readFile(join(fixtures, 'tiny-gan.safetensors'));
    bytes[bytes.length - 1] ^= 0x40; // the exponent of a number that the self-test begins with
    await drop(page, 'damaged.safetensors', bytes);
    await says(page, /damaged\.safetensors/);
    assert.equal(await offered(page), it.manifest.models.length);
    await page.click('#views [data-view=arithmetic]');
    await says(page, /The result is/);
  }),
);

test(
  'a dropped scene is shown, and one of a model that the page does not have is refused in sight',
  on('', async (page) => {
    await drawn(page);
    const scene = { model: it.gan.name, view: 'walk', stations: ['3', '4:7'], frames: 5 };
    await drop(page, 'walk.json', Buffer.from(JSON.stringify(scene)));
    await says(page, /drew a walk/);
    await hashHas(page, 'stations', '3,4:7');
    await drop(page, 'bad.json', Buffer.from('{"model": "no-such", "view": "sample"}'));
    await says(page, /bad\.json: its model "no-such" is not on this page, which has /);
    assert.equal((await hashOf(page)).stations, '3,4:7');
  }),
);
