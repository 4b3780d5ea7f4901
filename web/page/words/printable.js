// Texts that strangers wrote, made fit to be shown.

// Controls, line and paragraph separators, characters without width, and those that turn the direction of writing, also
// of what stands beside them.
const kUnseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu; // joiners belong to scripts and emoji

/**
 * A text on one line of at most `most` characters: unseen characters as \u{…}, the middle of a long one as …
 * @param {unknown} text
 * @param {number} [most]
 */
export function printable(text, most = 200) {
  const start = String(text).slice(0, 4 * most);
  const seen = start.replace(kUnseen, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  const characters = Array.from(seen);
  if (characters.length <= most && start.length === String(text).length) return seen;
  return `${characters.slice(0, most - 1).join('')}…`;
}

/** The same value with all of its texts printable. */
export function allPrintable(value) {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(allPrintable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, allPrintable(inner)]));
}
