// The page: keeps the address and the state in step, and shows the state through a ViewHost.

import { Address } from './address.js';
import { whyUnsupported } from '../host/browser_support.js';
import { button } from '../dom/dom.js';
import { textAt } from '../dom/files.js';
import { printLight } from '../dom/print.js';
import { Engine } from '../../engine/client/engine.js';
import { ViewHost } from '../host/host.js';
import { fillLessons } from '../host/lesson_list.js';
import { ModelMenu } from '../host/model_menu.js';
import { lessonOf } from '../state/lessons.js';
import { LocalModels, onModelFiles } from './local_models.js';
import { Share } from './share.js';
import { connectTheme } from './theme.js';
import { parseScene } from '../state/scene.js';
import { changeState, formatState, parseState, stateOfStep } from '../state/state.js';
import { kViews } from '../views/index.js';
import { printable } from '../words/printable.js';
import * as text from '../words/text.js';

const part = (id) => document.getElementById(id);
const kAssets = new URL('.', import.meta.url);
const kWorker = new URL('worker.js', import.meta.url);
const kMostSceneBytes = 1e6;
const early = self.latentwalkStart; // start.js
const { manifest } = early;

const address = new Address({
  format: formatState,
  parse,
  show(to) {
    state = to;
    show();
  },
});

const readText = (file) => textAt(new URL(file, kAssets));
const kit = { manifest, views: kViews, readText };
const writeLesson = button('write-lesson', text.labels.writeLesson, openWriter, { 'aria-expanded': 'false' });

let state, engine, host, share, ownModels, menu;

if (self.origin !== 'null') start(); // start.js

async function start() {
  connectPage();
  const unsupported = whyUnsupported();
  if (unsupported) return fail(unsupported);
  await early.up;
  try {
    engine = new Engine(kWorker, { existing: early.worker });
  } catch (error) {
    return fail(text.failure.worker(error.message));
  }
  ownModels = new LocalModels({
    root: part('local-task'),
    worker: kWorker,
    assets: kAssets,
    manifest,
    engine,
    onOpened,
    onClosed,
    onError: sayInSight,
  });
  menu = new ModelMenu({
    root: part('models'),
    onChoose: (model) => change({ model }),
    onClose: (name) => ownModels.close(name),
    onOpenFile: () => part('local-model').click(),
  });
  onLinks(part('views'), ({ dataset: { view } }) => host.openView(view));
  onLinks(part('lessons'), ({ hash }) => openLesson(new URLSearchParams(hash.slice(1)).get('lesson')));
  // A site that was built without its bundles has nothing to embed.
  if (manifest.embeds) share = new Share(part('share'), { site: kAssets.href, manifest, host: part('host'), copy });
  else part('share').hidden = true;
  host = new ViewHost(part('host'), {
    engine,
    manifest,
    assets: kAssets.href,
    onState: change,
    onLesson: openLesson,
    readText,
    steps: address,
    keys: window,
    openFile: (file) => ownModels.open([file]),
    loadCharts: () => import('../../vendor/uplot.js'),
  });
  state = parse(location.hash);
  address.begin(state);
  onModelFiles(part('local-model'), openFiles);
  await show();
  keepForOffline();
}

// A model of the visitor's own has come or gone (local_models.js).

function onOpened(model) {
  change({ model });
}

function onClosed(isWanted) {
  host.forgetOpened();
  if (isWanted) change({}, { step: false }); // the default one, where this was shown; else another is opened in its place
}

/** Scenes and lessons are shown one after the other, so that the last one stays; model files are read. */
async function openFiles(files) {
  const isScene = ({ name }) => name.toLowerCase().endsWith('.json');
  for (const file of files.filter(isScene)) {
    try {
      if (file.size > kMostSceneBytes) throw new Error(text.failure.sceneIsNone);
      const content = await file.text();
      if (/"steps"\s*:/.test(content)) {
        await ownLessons(async ({ lessonInText }) => openLesson((await lessonInText(content, kit)).id));
        continue;
      }
      change(parseScene(content, state, manifest));
    } catch (error) {
      sayInSight(text.failure.scene(printable(file.name, 80), printable(error.message, 500)));
    }
  }
  const models = files.filter((file) => !isScene(file));
  if (models.length > 0) ownModels.open(models);
}

function sayInSight(sentence) {
  host?.say(sentence, true);
  part('host').querySelector('.status').scrollIntoView({ block: 'nearest' });
}

/** Takes changes over and shows them. `step`: Back and Undo lead to where we were; `quiet`: they are shown already. */
function change(patch, { step = true, quiet = false } = {}) {
  const before = formatState(state);
  state = changeState(state, patch, manifest);
  const isChange = formatState(state) !== before;
  address.take(state, { step: step && isChange, slide: quiet ? Object.keys(patch).join() : '' });
  if (!quiet) return void show();
  host.note(state);
  showAddress();
}

function show() {
  menu.show(manifest.models, state.model);
  for (const tab of part('views').querySelectorAll('a')) {
    const { view } = tab.dataset;
    tab.href = `${location.href.split('#')[0]}${formatState(changeState(state, { view }, manifest))}`;
    if (view === state.view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  showTabs();
  fillLessons(part('lessons'), manifest, state.lesson, writeLesson);
  showAddress();
  return host.show(state);
}

/** Brings the tab of the view in sight, where they stand in one line to swipe along. */
function showTabs() {
  const row = part('views').querySelector('nav');
  const chosen = /** @type {HTMLElement} */ (row.querySelector('[aria-current]'));
  row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
}

/** Takes over what links lead to, as far as it is to be opened here. */
function onLinks(root, open) {
  root.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
}

function openLesson(lesson, step = 1) {
  if (!lesson) return change({ lesson });
  state = stateOfStep(state, lesson, step, manifest);
  address.take(state, { step: true });
  show();
  const panel = /** @type {HTMLElement} */ (part('host').querySelector('.lesson'));
  panel.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  panel.scrollIntoView({ block: 'nearest' }); // on a phone it is below the stage
}

/** The state of an address. A lesson that it carries is opened once it is read. */
function parse(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const lesson = values.get('lesson');
  if (lesson?.startsWith('~') && !lessonOf(lesson, manifest))
    ownLessons(async ({ lessonInLink }) => {
      await lessonInLink(lesson, kit);
      state = parseState(hash, manifest);
      address.take(state, { step: false });
      show();
    });
  return parseState(hash, manifest);
}

/** Does something with lessons that are not the site's, and says what is wrong with them. */
async function ownLessons(work) {
  try {
    await work(await import('../lessons/own.js'));
  } catch (error) {
    host.complain(error.message);
    part('host').querySelector('.status').scrollIntoView({ block: 'nearest' });
  }
}

async function openWriter() {
  const { showWriter } = await import('../lessons/writer.js');
  showWriter(part('writer'), { ...kit, openLesson, address: location.href.split('#')[0] });
  writeLesson.setAttribute('aria-expanded', 'true');
}

/** What says elsewhere in the page and in its window what is shown. */
function showAddress() {
  const model = manifest.models.find(({ name }) => name === state.model);
  document.title = text.documentTitle(state, lessonOf(state.lesson, manifest), model);
  share?.show(
    state,
    manifest.models.filter(({ local, name }) => local && Object.values(state).flat().includes(name)),
  );
  document.body.dataset.address = location.href; // for print
  part('embed-code').textContent = text.embedCode(kAssets.href, model);
}

// Where there is no host yet, there is a frame to tell it in.
function fail(sentence) {
  const status = part('host').querySelector('.status');
  status.textContent = sentence;
  status.classList.add('wrong');
}

function connectPage() {
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault(); // the address holds the state
    /** @type {HTMLElement} */ (part('host').querySelector('.stage')).focus();
  });
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll('[data-copy]');
  for (const button of buttons) button.addEventListener('click', () => copy(button, part(button.dataset.copy)));
  const link = part('copy-link');
  link.addEventListener('click', () => copy(link));
  part('to-embed').addEventListener('click', () => {
    part('embed-title').scrollIntoView();
    part('embed-title').focus();
  });
  let timer;
  const repaint = () => {
    clearTimeout(timer);
    timer = setTimeout(() => host?.repaint(), 100);
  };
  printLight(() => host?.repaint());
  window.addEventListener('resize', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  connectTheme(/** @type {HTMLButtonElement} */ (part('theme')), repaint);
}

/** Copies the text of an element, or the address where none is given. */
async function copy(button, from = null) {
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(from?.textContent ?? location.href); // there on secure addresses only
    button.textContent = text.status.copied;
    setTimeout(() => (button.textContent = button.dataset.label), 2000);
  } catch {
    sayInSight(from ? text.status.notCopied : text.status.linkNotCopied);
    if (from) getSelection().selectAllChildren(from);
  }
}

// ---- Offline.

// After the first picture, so that it does not compete with it. Where it is not allowed (no service workers, an
// insecure address, a sandbox) the page works all the same, with a connection.
function keepForOffline() {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register(new URL('sw.js', import.meta.url)).catch(() => {});
}
