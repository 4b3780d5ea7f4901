// The project's Markdown: what the documents' pages are made from, and what the link checker reads.

/** @returns {Promise<import('markdown-it').default>} without raw HTML: none of the documents needs it */
export async function loadMarkdown() {
  const { default: MarkdownIt } = await import('markdown-it');
  return new MarkdownIt({ html: false });
}

/** The anchor of a heading, as code hosts make it: "What is minimised" -> "what-is-minimised". */
export function anchorOf(text, taken = new Map()) {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
  const count = taken.get(plain) ?? 0;
  taken.set(plain, count + 1);
  return count === 0 ? plain : `${plain}-${count}`;
}

/** What a run of inline tokens says. */
export const textOf = (tokens) =>
  tokens
    .map((token) =>
      token.children
        ? textOf(token.children)
        : ['text', 'code_inline'].includes(token.type)
          ? token.content
          : ['softbreak', 'hardbreak'].includes(token.type)
            ? ' '
            : '',
    )
    .join('');

/**
 * Reads a document and gives each heading its anchor.
 * @returns {{tokens: object[], title: string, headings: {level: number, text: string, anchor: string}[]}}
 */
export function readDocument(markdown, source) {
  const tokens = markdown.parse(source, {});
  const taken = new Map();
  const headings = [];
  tokens.forEach((token, i) => {
    if (token.type !== 'heading_open') return;
    const text = textOf([tokens[i + 1]]);
    const anchor = anchorOf(text, taken);
    token.attrSet('id', anchor);
    headings.push({ level: Number(token.tag.slice(1)), text, anchor });
  });
  return { tokens, title: headings[0]?.text ?? '', headings };
}

/** Every token, those inside others too. */
export function* allTokens(tokens) {
  for (const token of tokens) {
    yield token;
    if (token.children) yield* allTokens(token.children);
  }
}

/** A reference as a document has it, taken apart: where it leads in the repository, and the anchor there. */
export function resolveReference(from, href) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//')) return { outside: href };
  const [path, anchor = ''] = decodeURI(href).split('#');
  if (path === '') return { path: from, anchor };
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return { path: parts.join('/'), anchor };
}
