// docs/embedding.md: its snippets, run.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { browser, closeClean, frameOf, pages } from '../support/embed_suite.mjs';
import { attributesIn, elementSays, kKept, openCourse } from '../support/embeds.mjs';
import { openPage, root } from '../support/pages.mjs';

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
  const { kParams } = await import('../../../web/page/state/state.js');
  for (const key of Object.keys(kParams)) assert.ok(guide.includes(`\`${key}\``), key);
});
