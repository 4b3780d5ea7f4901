// embed.html: the element, its attributes kept in step with the address. Works in a frame with sandbox="allow-scripts",
// which has no origin of its own, and from disk with everything inside (latentwalk-offline.html).

import './file_table.js'; // before the element starts
import '../element/element.js';
import { el } from '../dom/dom.js';
import { undoKey } from '../host/past.js';
import { fillLessons } from '../host/lesson_list.js';
import { lessonOf } from '../state/lessons.js';
import * as text from '../words/text.js';
import { viewOf } from '../views/index.js';
import { tellAnswer, tellHeight } from './tell_parent.js';

const element = document.querySelector('latent-walk');
const isWhole = document.documentElement.hasAttribute('data-whole');

// Whatever the address holds: the element checks each value, here as for any page's author, and takes no `src` from it.
function read() {
  element.hash = location.hash;
}

function write() {
  try {
    history.replaceState(null, '', element.hash);
  } catch {
    // Some browsers let no frame without an origin do it; then the address stays behind, and all else works.
  }
}

/** Opens a link of the page without leaving it. */
function follow(event) {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  element.hash = link.getAttribute('href');
}

/** Theme, size and title of the document are those of the state. */
function dress() {
  const { theme, fit, view, model, lesson } = element.state;
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  root.toggleAttribute('data-fit', fit === '1');
  if (isWhole) return;
  const { title } = element.manifest.models.find(({ name }) => name === model);
  document.title = text.share.frameTitle(
    lesson ? lessonOf(lesson, element.manifest)?.title : viewOf(view).title,
    title,
  );
  document.body.dataset.address = location.href;
}

read();
addEventListener('hashchange', read);
element.addEventListener('change', write);
element.addEventListener('change', dress);
element.addEventListener('answer', (/** @type {CustomEvent} */ { detail }) => tellAnswer(detail));
tellHeight(() => element.state !== null && element.state.fit !== '1');
// In a frame the keys mean the element wherever the focus is; what comes from within it has heard them already.
addEventListener('keydown', (event) => {
  const wish = element.contains(/** @type {Node} */ (event.target)) ? null : undoKey(event);
  if (wish) element[wish]();
});
if (isWhole) {
  document.querySelector('h1').remove(); // the masthead has one to be seen
  document.body.prepend(
    el('header', { class: 'masthead' }, el('h1', {}, 'latentwalk'), el('p', {}, text.offlineIntro)),
  );
  const list = el('section', { class: 'lessons', 'aria-label': text.labels.lessons });
  document.body.append(list);
  // Where the page has no address of its own (blob:, data:, the text of a frame), a link to a part of it may lead out of it.
  if (/^(about|blob|data):/.test(location.protocol)) list.addEventListener('click', follow);
  const show = () => element.manifest && fillLessons(list, element.manifest, element.getAttribute('lesson'));
  element.addEventListener('ready', show);
  element.addEventListener('change', show);
}
