// The page: keeps the address and the state in step, and shows the state through a ViewHost.

import { whyUnsupported } from '../host/browser_support.js';
import { fillModels } from '../host/chooser.js';
import { el } from '../dom/dom.js';
import { printLight } from '../dom/print.js';
import { Engine } from '../../engine/client/engine.js';
import { ViewHost } from '../host/host.js';
import { fillLessons, showLesson } from '../host/lesson_list.js';
import { lessonOf } from '../state/lessons.js';
import { LocalModels, onModelFiles } from './local_models.js';
import { Share } from './share.js';
import { parseScene } from '../state/scene.js';
import { changeState, formatState, parseState } from '../state/state.js';
import { printable } from '../words/printable.js';
import * as text from '../words/text.js';
import { kViews } from '../views/index.js';

const part = (id) => document.getElementById(id);
const kAssets = new URL('.', import.meta.url);
const kWorker = new URL('worker.js', import.meta.url);
const kMostSceneBytes = 1e6;
const early = self.latentwalkStart; // start.js
const { manifest } = early;

let state, engine, host, share, ownModels;

start();

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
  showModels();
  part('views').replaceChildren(...kViews.map(tabOf));
  // A site that was built without its bundles has nothing to embed.
  if (manifest.embeds) share = new Share(part('share'), { site: kAssets.href, manifest, host: part('host'), copy });
  else part('share').hidden = true;
  host = new ViewHost(part('host'), {
    engine,
    manifest,
    assets: kAssets.href,
    onState: change,
    openFile: (file) => ownModels.open([file]),
  });
  state = parseState(location.hash, manifest);
  window.addEventListener('hashchange', () => {
    state = parseState(location.hash, manifest);
    show();
  });
  onModelFiles(part('local-model'), openFiles);
  await show();
  keepForOffline();
}

function showModels() {
  const choose = (model) => change({ model }, { step: true });
  fillModels(part('models'), manifest.models, choose, (name) => ownModels.close(name));
}

// A model of the visitor's own has come or gone (local_models.js).

function onOpened(model) {
  showModels();
  change({ model }, { step: true });
}

function onClosed(isWanted) {
  host.forgetOpened();
  if (!isWanted) return; // another is opened in its place
  showModels();
  change({}); // the default one, where this was shown
  /** @type {HTMLElement} */ (part('models').querySelector('input:checked')).focus();
}

/** Scenes are shown one after the other, so that the last one stays; model files are read. */
async function openFiles(files) {
  const isScene = ({ name }) => name.toLowerCase().endsWith('.json');
  for (const file of files.filter(isScene)) {
    try {
      if (file.size > kMostSceneBytes) throw new Error(text.failure.sceneIsNone);
      change(parseScene(await file.text(), state, manifest), { step: true });
    } catch (error) {
      sayInSight(text.failure.scene(printable(file.name, 80), printable(error.message, 500)));
    }
  }
  const models = files.filter((file) => !isScene(file));
  if (models.length > 0) ownModels.open(models);
}

function sayInSight(sentence) {
  host.say(sentence, true);
  part('host').querySelector('.status').scrollIntoView({ block: 'nearest' });
}

/** Takes changes over and shows them. `step`: the browser's Back leads to where we were; `quiet`: they are shown already. */
function change(patch, { step = false, quiet = false } = {}) {
  state = changeState(state, patch, manifest);
  const address = `${location.pathname}${location.search}${formatState(state)}`;
  if (step) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  if (quiet) showEmbeds();
  else show();
}

function show() {
  for (const radio of part('models').querySelectorAll('input')) radio.checked = radio.value === state.model;
  for (const tab of part('views').querySelectorAll('a')) {
    tab.href = `${location.href.split('#')[0]}${formatState({ ...state, view: tab.dataset.view })}`;
    if (tab.dataset.view === state.view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  // Where they stand in one line to swipe along, the chosen ones are in sight.
  bringIntoSight(part('models'), part('models').querySelector('input:checked')?.parentElement);
  bringIntoSight(part('views'), part('views').querySelector('[aria-current]'));
  showLesson(part('lesson'), lessonOf(state.lesson, manifest));
  fillLessons(part('lessons'), manifest, state.lesson);
  showEmbeds();
  return host.show(state);
}

function bringIntoSight(row, chosen) {
  if (chosen) row.scrollLeft = chosen.offsetLeft - row.offsetLeft - (row.clientWidth - chosen.offsetWidth) / 2;
}

function tabOf({ id, title }) {
  return el(
    'a',
    {
      'data-view': id,
      'data-text': title,
      onclick(event) {
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        change({ view: id }, { step: true });
      },
    },
    title,
  );
}

function showEmbeds() {
  const model = manifest.models.find(({ name }) => name === state.model);
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
  let timer;
  const repaint = () => {
    clearTimeout(timer);
    timer = setTimeout(() => host?.repaint(), 100);
  };
  printLight(() => host?.repaint());
  window.addEventListener('resize', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
}

async function copy(button, from) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(from.textContent); // there on secure addresses only
    button.textContent = text.status.copied;
    setTimeout(() => (button.textContent = label), 2000);
  } catch {
    host?.say(text.status.notCopied, true);
    getSelection().selectAllChildren(from);
  }
}

// ---- Offline.

// After the first picture, so that it does not compete with it. Where it is not allowed (no service workers, an
// insecure address, a sandbox) the page works all the same, with a connection.
function keepForOffline() {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register(new URL('sw.js', import.meta.url)).catch(() => {});
}
