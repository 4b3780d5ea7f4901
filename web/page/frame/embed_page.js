// embed.html: the element, its attributes kept in step with the address. Works in a frame with sandbox="allow-scripts",
// which has no origin of its own, and from disk with everything inside (latentwalk-offline.html).

import './file_table.js'; // before the element starts
import { LatentWalk } from '../element/element.js';
import { el } from '../dom/dom.js';
import { fillLessons } from '../host/lesson_list.js';
import * as text from '../words/text.js';

// Everything but `src`: a link must not be able to bring models from elsewhere.
const kNames = LatentWalk.observedAttributes.filter((name) => name !== 'src');
const element = document.querySelector('latent-walk');
const isWhole = document.documentElement.hasAttribute('data-whole');

function read() {
  const values = new URLSearchParams(location.hash.slice(1));
  // All are taken as they are: the element checks each, here as for any page's author.
  for (const name of kNames) {
    if (values.has(name)) element.setAttribute(name, values.get(name));
    else element.removeAttribute(name);
  }
}

function write() {
  try {
    history.replaceState(null, '', element.hash);
  } catch {
    // Some browsers let no frame without an origin do it; then the address stays behind, and all else works.
  }
}

read();
addEventListener('hashchange', read);
element.addEventListener('change', write);
if (isWhole) {
  document.querySelector('h1').remove(); // the masthead has one to be seen
  document.body.prepend(
    el('header', { class: 'masthead' }, el('h1', {}, 'latentwalk'), el('p', {}, text.offlineIntro)),
  );
  const list = el('section', { class: 'lessons', 'aria-label': text.labels.lessons });
  document.body.append(list);
  const show = () => element.manifest && fillLessons(list, element.manifest, element.getAttribute('lesson'));
  element.addEventListener('ready', show);
  element.addEventListener('change', show);
}
