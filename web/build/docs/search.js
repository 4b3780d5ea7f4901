// The search of the documents' pages: all in this browser, from a list that is loaded when first needed.

import MiniSearch from 'minisearch';

const kShown = 8;
/** @type {HTMLElement} */
const box = document.querySelector('.search');
const field = /** @type {HTMLInputElement} */ (document.getElementById('query'));
const list = document.getElementById('results');
const found = document.getElementById('found');
let index;

/** A classic script, which a page opened from disk may load as well. */
function load() {
  index ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'sections.js';
    script.onload = () => {
      const search = new MiniSearch({
        idField: 'id',
        fields: ['title', 'text', 'page'],
        storeFields: ['address', 'anchor', 'page', 'title', 'text'],
        searchOptions: { boost: { title: 4, page: 2 }, prefix: true, combineWith: 'AND' },
      });
      search.addAll(globalThis.latentwalkSections.map((section, id) => ({ ...section, id })));
      resolve(search);
    };
    script.onerror = () => reject(new Error('The search index could not be loaded. Try again.'));
    document.head.append(script);
  }).catch((error) => {
    index = undefined; // asked again, it is tried again
    throw error;
  });
  return index;
}

/** The words round the first place that has one of the terms, which are marked. */
function excerpt(text, terms) {
  const spot = new RegExp(terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') || '$^', 'i');
  const at = Math.max(0, text.search(spot));
  const start = at < 60 ? 0 : text.indexOf(' ', at - 60) + 1;
  const line = document.createElement('span');
  let rest = `${start > 0 ? '… ' : ''}${text.slice(start, start + 150)}`;
  for (let hit = spot.exec(rest); hit && hit[0]; hit = spot.exec(rest)) {
    const mark = document.createElement('mark');
    mark.textContent = hit[0];
    line.append(rest.slice(0, hit.index), mark);
    rest = rest.slice(hit.index + hit[0].length);
  }
  line.append(rest);
  return line;
}

function entry({ address, anchor, page, title, text, terms }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `${address}#${anchor}`;
  const heading = document.createElement('strong');
  heading.textContent = title === page ? title : `${title} · ${page}`;
  link.append(heading, excerpt(text, terms));
  link.addEventListener('click', close);
  item.append(link);
  return item;
}

function close() {
  list.hidden = true;
}

async function search() {
  const query = field.value.trim();
  if (query === '') {
    found.textContent = '';
    return close();
  }
  try {
    const sections = await load();
    const exact = sections.search(query);
    const all = exact.length > 0 ? exact : sections.search(query, { fuzzy: 0.25 }); // a slip of the hand
    if (field.value.trim() !== query) return; // a newer query has overtaken this one
    list.replaceChildren(...all.slice(0, kShown).map(entry));
    found.textContent = all.length === 0 ? 'No results' : `${all.length} result${all.length === 1 ? '' : 's'}`;
    if (all.length === 0) {
      const nothing = document.createElement('li');
      nothing.textContent = `No results for “${query}”.`;
      list.append(nothing);
    }
  } catch (error) {
    const wrong = document.createElement('li');
    wrong.textContent = error.message;
    list.replaceChildren(wrong);
    found.textContent = error.message;
  }
  list.hidden = false;
}

/** Arrow keys go through the results and back to the field, Escape leaves. */
function steer(event) {
  const links = [field, ...list.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') {
    close();
    field.focus();
  } else if (step && !list.hidden && at >= 0) {
    links[(at + step + links.length) % links.length].focus();
    event.preventDefault();
  } else if (event.key === 'Enter' && document.activeElement === field && links[1] && !list.hidden) {
    links[1].click();
  }
}

box.hidden = false;
field.addEventListener('focus', () => load().catch(() => {}));
field.addEventListener('input', search);
box.addEventListener('keydown', steer);
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || document.activeElement === field) return;
  event.preventDefault();
  field.focus();
});
const closeOutside = ({ target }) => {
  if (!box.contains(target)) close();
};
document.addEventListener('focusin', closeOutside);
document.addEventListener('click', closeOutside);

// One column: the contents are folded until asked for.
/** @type {HTMLDetailsElement} */
const contents = document.querySelector('.menu details');
if (matchMedia('(max-width: 959px)').matches) contents.open = false;
