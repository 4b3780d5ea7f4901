// The documents as pages: docs/README.md gives their order, the Markdown files everything else. They need no script but
// for the search, no server, and work from disk.

import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { escape } from './html.mjs';
import { allTokens, loadMarkdown, readDocument, resolveReference, textOf } from './markdown.mjs';
import { kRoot, kWeb } from './places.mjs';

const kHere = join(kWeb, 'build/docs');
const kIndex = 'docs/README.md';
const kPicture = /\.(png|gif|svg|jpg|webp)$/;
const kPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** Where a document's page lies in the site: docs/study/README.md -> docs/study.html. */
function addressOf(path) {
  if (path === kIndex) return 'docs/index.html';
  const name = path
    .replace(/^docs\//, '')
    .replace(/\/README\.md$/, '')
    .replace(/\.md$/, '');
  return `docs/${name.toLowerCase().replaceAll('/', '-')}.html`;
}

/**
 * The documents in the order of the index.
 * @param {object} index as readDocument() gives it
 * @returns {{title: string, pages: {path: string, name: string}[]}[]} chapters
 */
export function contentsOf(index) {
  const chapters = [];
  const listed = new Set();
  index.tokens.forEach((token, i) => {
    if (token.type === 'heading_open' && token.tag === 'h2')
      chapters.push({ title: textOf([index.tokens[i + 1]]), pages: [] });
    if (token.type !== 'inline' || chapters.length === 0) return;
    token.children.forEach((child, j) => {
      if (child.type !== 'link_open') return;
      const { path } = resolveReference(kIndex, child.attrGet('href'));
      if (!path?.endsWith('.md') || listed.has(path)) return;
      listed.add(path);
      chapters.at(-1).pages.push({
        path,
        name: textOf(
          token.children.slice(
            j + 1,
            token.children.findIndex((end, k) => k > j && end.type === 'link_close'),
          ),
        ),
      });
    });
  });
  return chapters;
}

/**
 * Makes the pages.
 * @param {any} esbuild bundles the search
 * @param {{root?: string}} [places]
 * @returns {Promise<Map<string, Buffer>>} path in the site -> bytes
 */
export async function documentPages(esbuild, { root = kRoot } = {}) {
  const markdown = await loadMarkdown();
  const read = async (path) => readDocument(markdown, await readFile(join(root, path), 'utf8'));
  const index = await read(kIndex);
  const chapters = contentsOf(index);
  const order = [{ path: kIndex, name: 'Documentation' }, ...chapters.flatMap(({ pages }) => pages)];
  const documents = new Map([[kIndex, index]]);
  for (const { path } of order.slice(1)) documents.set(path, await read(path));

  const site = new Map();
  const pictures = new Set();
  const sections = [];
  order.forEach((entry, i) => {
    const document = documents.get(entry.path);
    link(document, entry.path, documents, pictures);
    sections.push(...sectionsOf(document, addressOf(entry.path)));
    const body = renderer(markdown).render(document.tokens, markdown.options, {});
    site.set(
      addressOf(entry.path),
      Buffer.from(page({ entry, document, body, chapters, before: order[i - 1], after: order[i + 1] })),
    );
  });
  for (const path of pictures) site.set(pictureAddress(path), await readFile(join(root, path)));
  site.set('docs/docs.css', await readFile(join(kHere, 'docs.css')));
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(kHere, 'search.js')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022'],
    logLevel: 'silent',
  });
  site.set('docs/search.js', Buffer.from(outputFiles[0].contents));
  site.set('docs/sections.js', Buffer.from(`globalThis.latentwalkSections = ${JSON.stringify(sections)};\n`));
  return site;
}

const pictureAddress = (path) => `docs/pictures/${path.replace(/^docs\//, '').replaceAll('/', '-')}`;

/** Links between documents lead to their pages; those to other files of the repository become names. */
function link(document, from, documents, pictures) {
  const here = dirname(addressOf(from));
  for (const token of allTokens(document.tokens)) {
    if (token.type === 'image') {
      const { path } = resolveReference(from, token.attrGet('src'));
      if (!path || !kPicture.test(path)) continue;
      pictures.add(path);
      token.attrSet('src', relative(here, pictureAddress(path)));
      token.attrSet('loading', 'lazy');
    }
    const aligned = /^text-align:(\w+)$/.exec(token.attrGet?.('style') ?? '');
    if (aligned) {
      // a strict policy lets no style into an attribute
      token.attrs = token.attrs.filter(([name]) => name !== 'style');
      token.attrSet('class', aligned[1]);
    }
    if (!token.children) continue;
    let dropped = false;
    token.children = token.children.filter((child) => {
      if (child.type === 'link_close' && dropped) return (dropped = false);
      if (child.type !== 'link_open') return true;
      const { outside, path, anchor } = resolveReference(from, child.attrGet('href'));
      if (outside) return true;
      const target =
        path === 'README.md' || path === 'docs' ? kIndex : documents.has(path) ? path : `${path}/README.md`;
      if (!documents.has(target)) return !(dropped = true);
      child.attrSet(
        'href',
        `${target === from ? '' : relative(here, addressOf(target))}${anchor ? `#${anchor}` : ''}` || '#',
      );
      return true;
    });
  }
}

/** What the search knows: a document's text, cut at its headings of the first three levels. */
function sectionsOf({ tokens, title, headings }, address) {
  const sections = [];
  let heading = 0;
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const { text, anchor, level } = headings[heading++];
      if (level <= 3)
        sections.push({ address: address.replace(/^docs\//, ''), anchor, page: title, title: text, text: '' });
    } else if (sections.length > 0 && tokens[i - 1]?.type !== 'heading_open') {
      const text =
        token.type === 'inline' ? textOf([token]) : ['fence', 'code_block'].includes(token.type) ? token.content : '';
      if (text) sections.at(-1).text += `${text.trim()} `;
    }
  });
  return sections;
}

/** Wide tables and code scroll by themselves, by keyboard too; no heading of a table stands over nothing. */
function renderer(markdown) {
  const { renderer: original } = markdown;
  const rules = { ...original.rules };
  let tables = 0;
  rules.table_open = () => `<div class="scroll" tabindex="0" role="region" aria-label="Table ${++tables}"><table>\n`;
  rules.table_close = () => '</table></div>\n';
  rules.th_open = (tokens, i, options, env, self) =>
    tokens[i + 1].content === '' ? `<td${self.renderAttrs(tokens[i])}>` : self.renderToken(tokens, i, options);
  rules.th_close = (tokens, i, options, env, self) =>
    tokens[i - 1].content === '' ? '</td>' : self.renderToken(tokens, i, options);
  rules.fence = (tokens, i) => `<pre tabindex="0"><code>${escape(tokens[i].content)}</code></pre>\n`;
  rules.code_block = rules.fence;
  return Object.assign(Object.create(Object.getPrototypeOf(original)), original, { rules });
}

function page({ entry, document, body, chapters, before, after }) {
  const isHere = ({ path }) => path === entry.path;
  const href = ({ path }) => addressOf(path).replace(/^docs\//, '');
  const menu = chapters
    .map(
      ({ title, pages }) =>
        `<h2>${escape(title)}</h2>\n<ul>${pages
          .map(
            (one) =>
              `<li><a href="${href(one)}"${isHere(one) ? ' aria-current="page"' : ''}>${escape(one.name)}</a></li>`,
          )
          .join('\n')}</ul>`,
    )
    .join('\n');
  const parts = document.headings.filter(({ level }) => level === 2);
  const inside =
    entry.path !== kIndex && parts.length > 2
      ? `<nav class="parts" aria-label="On this page"><ul>${parts.map(({ text, anchor }) => `<li><a href="#${anchor}">${escape(text)}</a></li>`).join('\n')}</ul></nav>`
      : '';
  const turn = (one, rel, word) =>
    one ? `<a rel="${rel}" href="${href(one)}"><span>${word}</span> ${escape(one.name)}</a>` : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(document.title)} · latentwalk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${kPolicy}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../style.css">
<link rel="stylesheet" href="docs.css">
<script src="search.js" defer></script>
</head>
<body class="docs">
<a class="skip" href="#text">Skip to the text</a>
<header class="top">
<p><a class="home" href="../index.html">latentwalk</a> <a href="index.html">Documentation</a></p>
<div class="search" role="search" hidden>
<label class="off-screen" for="query">Search the documentation</label>
<input id="query" type="search" autocomplete="off" placeholder="Search" aria-describedby="found">
<p id="found" class="off-screen" role="status"></p>
<ol id="results" hidden></ol>
</div>
</header>
<div class="spread">
<nav class="menu" aria-label="Contents"><details open><summary>Contents</summary>
${menu}
</details></nav>
<main id="text" tabindex="-1">
${body.replace('</h1>\n', () => `</h1>\n${inside}`)}
<nav class="turn" aria-label="Next and previous page">${turn(before, 'prev', 'Previous:')}${turn(after, 'next', 'Next:')}</nav>
</main>
</div>
</body>
</html>
`;
}
