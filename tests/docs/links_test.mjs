// Every document: what it links, shows and names is there, and the index lists it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { contentsOf } from '../../web/build/docs.mjs';
import { allTokens, loadMarkdown, readDocument, resolveReference } from '../../web/build/markdown.mjs';
import { installPackages } from '../../web/build/packages.mjs';

const kRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
assert.equal(installPackages(path.join(kRoot, 'web')), '');
const markdown = await loadMarkdown();

// Everything that git does not ignore by .gitignore.
const kIgnored = /^(build|out|data|runs|node_modules|\.git)(-|$)/;
function filesUnder(folder) {
  return fs.readdirSync(path.join(kRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if ((folder === '' && kIgnored.test(entry.name)) || entry.name === 'node_modules') return [];
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? [file, ...filesUnder(file)] : [file];
  });
}
const there = new Set(filesUnder(''));
const documents = new Map(
  [...there]
    .filter((file) => file.endsWith('.md'))
    .map((file) => [file, readDocument(markdown, fs.readFileSync(path.join(kRoot, file), 'utf8'))]),
);

/// What a document refers to: [what is wrong with it].
function faults(file, { tokens }) {
  const wrong = [];
  for (const token of allTokens(tokens)) {
    const href =
      token.type === 'link_open' ? token.attrGet('href') : token.type === 'image' ? token.attrGet('src') : null;
    if (href !== null) wrong.push(...referenceFaults(file, href));
    if (token.type === 'image' && !token.content)
      wrong.push(`the picture ${href} has no words for those who cannot see it`);
    if (token.type === 'code_inline') wrong.push(...nameFaults([token.content]));
    if (token.type === 'fence' && /^(sh|bash|console)?$/.test(token.info))
      wrong.push(...nameFaults(token.content.split(/\s+/)));
  }
  return wrong;
}

function referenceFaults(file, href) {
  const { outside, path: target, anchor } = resolveReference(file, href);
  if (outside)
    return /^(https:\/\/[^\s/]+\.[a-z]+(\/\S*)?|mailto:\S+@\S+)$/.test(outside) ? [] : [`${href} is no https address`];
  if (target !== '' && !there.has(target)) return [`${href} leads to ${target}, which is not there`];
  if (anchor && !documents.get(target)?.headings.some((heading) => heading.anchor === anchor))
    return [`${href}: ${target} has no heading for #${anchor}`];
  return [];
}

// A word that can only be a file of the repository: no pattern, no placeholder, nothing that a command makes.
const kName = /^(\.\/)?((cmake|configs|docs|models|native|scripts|shared|tests|wasm|web)\/[\w./-]+)$/;
// Placeholders, a file of the built site, a folder of somebody else's, and what docs/extending.md makes.
const kElsewhere = /NAME|MODEL|^models\/manifest\.json$|^docs\/digits\/$|\/tiny-vae\./;
function nameFaults(words) {
  return words
    .map((word) => kName.exec(word.replace(/[.,:;)]+$/, ''))?.[2])
    .filter((name) => name && !kElsewhere.test(name) && !there.has(name.replace(/\/$/, '')))
    .map((name) => `${name} is named, and not there`);
}

for (const [file, document] of documents) {
  test(`${file} refers only to what is there`, () => assert.deepEqual(faults(file, document), []));
}

test('the index lists every document once, and nothing else', () => {
  const listed = contentsOf(documents.get('docs/README.md')).flatMap(({ pages }) => pages.map((page) => page.path));
  const all = [...documents.keys()].filter((file) => /^(docs|models)\//.test(file) && file !== 'docs/README.md');
  assert.deepEqual(listed.sort(), [...all, 'CONTRIBUTING.md', 'CHANGELOG.md'].sort());
});

test('a document with a dead link, a missing anchor, a missing picture or a file that is not there has four faults', () => {
  const text =
    '# T\n[a](gone.md) [b](#gone) ![c](gone.png) `web/gone.js` `web/page/app/app.js` [d](README.md) `tests/fixtures/*.x` https://x.org';
  assert.equal(faults('docs/x.md', readDocument(markdown, text)).length, 4);
});
