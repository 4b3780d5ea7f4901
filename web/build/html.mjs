// Elements as HTML, from the same calls that make them in a browser (el() of page/dom/dom.js).

const kVoid = ['img', 'input', 'source'];

/** Text that is HTML already. */
export class Html {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

export const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(string | Html)} children
 */
export function html(tag, props = {}, ...children) {
  const attributes = Object.entries(props).map(([name, value]) => {
    if (value === undefined || value === null || value === false) return '';
    return value === true ? ` ${name}` : ` ${name.toLowerCase()}="${escape(String(value))}"`;
  });
  const start = `<${tag}${attributes.join('')}>`;
  if (kVoid.includes(tag)) return new Html(start);
  const inside = children.map((child) => (child instanceof Html ? child.text : escape(child)));
  return new Html(`${start}${inside.join('')}</${tag}>`);
}
