// A visitor's own model: chosen, dropped, refused.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { drawn, fixtures, hashOf, says, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

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
    assert.ok(await page.getByRole('radio', { name: 'tiny-cgan (yours)' }).isChecked());
    assert.match(await page.locator('#share .note').textContent(), /tiny-cgan is only on this device/);
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
    await drop(page, 'again.safetensors', await readFile(join(fixtures, 'tiny-vae.safetensors')));
    await says(page, /tiny-vae-2 \(yours\) drew/);
    assert.equal(await page.locator('#models input').count(), it.manifest.models.length + 2);
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
    assert.equal(await page.locator('#models input').count(), it.manifest.models.length);
    await page.click('#views [data-view=arithmetic]');
    await says(page, /The result is/);
  }),
);
