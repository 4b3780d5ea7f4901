// Formulas in MathML, from a short notation: words are identifiers, numbers numbers, all else operators.

const element = (tag, ...children) => {
  const made = document.createElementNS('http://www.w3.org/1998/Math/MathML', tag);
  made.append(...children);
  return made;
};

const kOperators = /^(log|max|min)$/;
const kToken = /[A-Za-zθφα]+|\d+(?:\.\d+)?|\s+|./gu;

/** Plain text as MathML: 'log D(x)'. */
function tokens(text) {
  const words = (text.match(kToken) ?? []).filter((word) => word.trim() !== '');
  return words.map((word) => {
    if (/^\d/.test(word)) return element('mn', word);
    if (kOperators.test(word)) return element('mo', word);
    const made = element(/^[\p{L}]/u.test(word) ? 'mi' : 'mo', word);
    if ('()[]'.includes(word)) made.setAttribute('stretchy', 'false');
    return made;
  });
}

const asNode = (part) => (typeof part === 'string' ? row(part) : part);

/** Parts one after the other; texts are notation. */
export const row = (...parts) =>
  element('mrow', ...parts.flatMap((part) => (typeof part === 'string' ? tokens(part) : [part])));
export const frac = (above, below) => element('mfrac', asNode(above), asNode(below));
export const sub = (of, below) => element('msub', asNode(of), asNode(below));
export const sup = (of, above) => element('msup', asNode(of), asNode(above));
export const under = (of, below) => element('munder', asNode(of), asNode(below));
export const underOver = (of, below, above) => element('munderover', asNode(of), asNode(below), asNode(above));

/** A formula, in a line of its own. */
export function math(...parts) {
  const made = element('math', row(...parts));
  made.setAttribute('display', 'block');
  return made;
}
