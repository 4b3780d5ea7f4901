// The page: holds the state, asks the worker for pictures, and keeps controls, pictures and address in step.

import { fillClasses, fillModels, showFacts } from './chooser.js';
import { Engine } from './engine.js';
import { draw, inkOf } from './ink.js';
import { Sheet } from './sheet.js';
import { formatState, formatStation, kMostFrames, kSheet, parseSeed, parseState, parseStation, parseWhole } from './state.js';
import * as text from './text.js';
import { Walk } from './walk.js';

const part = (id) => document.getElementById(id);

let manifest, state, engine;
const opened = new Map(); // model name -> promise that it is loaded in the worker
let turn = 0; // counts what was asked for, so that late answers to older wishes are dropped
const shown = { sheet: '', walk: '' }; // what the pictures in each view were drawn from
let posterThere = true;

const sheet = new Sheet(part('sheet'), (pick) => change({ pick: state.pick === pick ? null : pick }));
const walk = new Walk(
  {
    now: part('walk-now'),
    from: part('walk-from'),
    to: part('walk-to'),
    strip: part('strip'),
    scrub: part('scrub'),
    lengthsPath: part('lengths-path'),
    lengthsUsual: part('lengths-usual'),
    lengthsText: part('lengths-text'),
  },
  (t, settled) => {
    state.t = t;
    part('play').textContent = walk.playing ? text.labels.pause : text.labels.play;
    if (settled) writeAddress(false);
  },
);

start();

async function start() {
  connectControls();
  if (typeof WebAssembly !== 'object') return tell(text.failure.noWasm, true);
  try {
    engine = new Engine(new URL('worker.js', import.meta.url));
  } catch (error) {
    return tell(text.failure.worker(error.message), true);
  }
  try {
    manifest = await fetchManifest();
  } catch (error) {
    return tell(text.failure.manifest(error.message), true);
  }
  fillModels(part('models'), manifest.models, (model) => change({ model, label: null }, true));
  state = parseState(location.hash, manifest);
  window.addEventListener('hashchange', () => {
    state = parseState(location.hash, manifest);
    walk.pause();
    show();
  });
  await show();
  keepForOffline();
}

async function fetchManifest() {
  const response = await fetch(new URL('models/manifest.json', import.meta.url));
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

const modelOf = (name) => manifest.models.find((model) => model.name === name);

// ---- State.

/** Takes changes over and shows them. `step`: the browser's Back leads to where we were. */
function change(changes, step = false) {
  if (!state) return;
  Object.assign(state, changes);
  writeAddress(step);
  show();
}

function writeAddress(step) {
  const address = `${location.pathname}${location.search}${formatState(state)}`;
  if (step) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  showEmbeds();
}

// ---- Showing.

async function show() {
  const mine = ++turn;
  const model = modelOf(state.model);
  showControls(model);
  try {
    await open(model, mine);
    if (mine !== turn) return;
    part('bar').hidden = true;
    await (state.view === 'sample' ? drawSheet(model, mine) : drawWalk(model, mine));
  } catch (error) {
    if (mine !== turn) return;
    part('bar').hidden = true;
    walk.pause();
    const offline = navigator.onLine === false && !opened.has(model.name);
    if (engine.fault) tell(text.failure.worker(error.message), true);
    else tell(offline ? text.failure.offline(model.title) : text.failure.model(model.title, error.message), true);
  }
}

function showControls(model) {
  const sampling = state.view === 'sample';
  for (const [id, visible] of [['sample-stage', sampling], ['sample-panel', sampling], ['walk-stage', !sampling], ['walk-panel', !sampling]]) {
    part(id).hidden = !visible;
  }
  part(sampling ? 'to-sample' : 'to-walk').setAttribute('aria-current', 'page');
  part(sampling ? 'to-walk' : 'to-sample').removeAttribute('aria-current');
  part('to-sample').href = formatState({ ...state, view: 'sample' });
  part('to-walk').href = formatState({ ...state, view: 'walk' });
  for (const radio of part('models').querySelectorAll('input')) radio.checked = radio.value === state.model;
  // Where the models stand in one line to swipe along, the chosen one is in sight.
  const chosen = part('models').querySelector('input:checked').parentElement;
  part('models').scrollLeft = chosen.offsetLeft - part('models').offsetLeft - 16;
  for (const radio of document.querySelectorAll('input[name=path]')) radio.checked = radio.value === state.path;
  setField('seed', String(state.seed));
  setField('from', formatStation(state.from));
  setField('to', formatStation(state.to));
  setField('frames', String(state.frames));
  part('walk-from-name').textContent = text.labels.station(state.from);
  part('walk-to-name').textContent = text.labels.station(state.to);
  part('classes').hidden = model.class_count === 0;
  fillClasses(part('classes'), model.class_count, state.label, (label) => change({ label }));
  showFacts(part('facts'), model);
  if (sampling) part('seen').textContent = text.seenOnSheet(model);
  showEmbeds();
  sheet.choose(state.pick);
  showPicked();
}

function open(model, mine) {
  if (!opened.has(model.name)) {
    const url = new URL(`models/${model.file}`, import.meta.url).href;
    const asked = engine.request({ kind: 'open', url }, ({ loaded }) => {
      if (loaded !== undefined && state.model === model.name) showProgress(model, loaded);
    });
    opened.set(model.name, asked);
    asked.catch(() => opened.delete(model.name));
    if (mine === turn) showProgress(model, 0);
  }
  return opened.get(model.name);
}

function showProgress(model, loaded) {
  const share = Math.min(loaded / model.bytes, 1);
  part('bar').hidden = share === 1;
  part('bar').setAttribute('aria-valuenow', Math.round(100 * share));
  part('bar').firstElementChild.style.width = `${100 * share}%`;
  tell(text.status.loading(model.title, loaded, model.bytes));
}

// A conditional model draws each digit of a sheet as its own class, in turn, unless one is chosen.
const classOf = (model, index) => (model.class_count === 0 ? null : (state.label ?? index % model.class_count));

async function drawSheet(model, mine) {
  const { seed } = state;
  const key = JSON.stringify([model.name, seed, state.label]);
  if (shown.sheet !== key) {
    shown.sheet = '';
    sheet.name(seed, model.image_width, model.image_height);
    const labels = model.class_count > 0 ? Array.from({ length: kSheet }, (_, i) => classOf(model, i)) : undefined;
    const waiting = []; // the poster stays until the first sheet is whole
    const url = new URL(`models/${model.file}`, import.meta.url).href;
    const end = await engine.request({ kind: 'sheet', channel: 'stage', url, seed, count: kSheet, labels }, ({ first, pixels }) => {
      if (mine !== turn) return;
      if (posterThere) waiting.push([first, pixels]);
      else sheet.add(first, pixels, isMotionWelcome());
    });
    if (end === 'stale' || mine !== turn) return;
    waiting.forEach(([first, pixels]) => sheet.add(first, pixels, false));
    hidePoster();
    shown.sheet = key;
  } else {
    sheet.repaint();
  }
  showPicked();
  tell(text.status.sheet(kSheet, seed, model.title));
}

async function drawWalk(model, mine) {
  const { from, to, path, frames } = state;
  const label = classOf(model, from.index);
  const key = JSON.stringify([model.name, from, to, path, frames, label]);
  if (shown.walk === key) {
    walk.place(state.t);
    walk.repaint();
    return;
  }
  shown.walk = '';
  walk.begin(frames, model.image_width, model.image_height);
  walk.place(state.t);
  const url = new URL(`models/${model.file}`, import.meta.url).href;
  const request = { kind: 'walk', channel: 'stage', url, stations: [from, to], frames, path, label };
  const end = await engine.request(request, ({ first, pixels, lengths, usual }) => {
    if (mine !== turn) return;
    if (lengths) {
      walk.measure(lengths, usual);
      part('seen').textContent = text.seenOnWalk(path, lengths[lengths.length >> 1], usual);
    } else {
      walk.add(first, pixels);
      tell(text.status.drawing(Math.min(first + 4, frames), frames));
    }
  });
  if (end === 'stale' || mine !== turn) return;
  shown.walk = key;
  tell(text.status.walk(model.title, formatStation(from), formatStation(to), frames, label));
}

function showPicked() {
  const picture = state.pick === null ? null : sheet.picture(state.pick);
  const canvas = part('picked-digit');
  if (picture) draw(canvas, picture.pixels, picture.width, picture.height, inkOf(canvas));
  else canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
  part('picked-name').textContent = picture ? text.labels.digit(state.pick, state.seed) : text.labels.pickHint;
  part('walk-from-here').disabled = part('walk-to-here').disabled = !picture;
}

function hidePoster() {
  posterThere = false;
  part('poster').hidden = true;
}

function showEmbeds() {
  part('embed-frame').textContent = text.embedFrame(`${location.href.split('#')[0]}${formatState(state)}`);
  part('embed-code').textContent = text.embedCode(new URL('.', location.href).href, modelOf(state.model));
}

function tell(sentence, wrong = false) {
  const status = part('status');
  if (status.textContent !== sentence) status.textContent = sentence;
  status.classList.toggle('wrong', wrong);
}

const isMotionWelcome = () => !matchMedia('(prefers-reduced-motion: reduce)').matches;

// ---- Controls.

function setField(id, value, wrong = '') {
  const field = part(id);
  if (document.activeElement !== field || !wrong) field.value = value;
  const noteId = field.getAttribute('aria-describedby');
  field.setAttribute('aria-invalid', String(wrong !== ''));
  const note = part(noteId);
  note.textContent = wrong || text.notes[noteId.replace('-note', '')];
  note.classList.toggle('wrong', wrong !== '');
}

/** A text field that changes the state once what it holds makes sense, and says so where it does not. */
function connectField(id, parse, wrong, take) {
  const field = part(id);
  field.addEventListener('change', () => {
    const value = parse(field.value);
    if (value === null) setField(id, field.value, wrong);
    else take(value);
  });
}

function connectControls() {
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault(); // the address holds the state
    part('stage').focus();
  });
  for (const form of document.forms) form.addEventListener('submit', (event) => event.preventDefault());
  for (const [id, view] of [['to-sample', 'sample'], ['to-walk', 'walk']]) {
    part(id).addEventListener('click', (event) => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      walk.pause();
      change({ view }, true);
    });
  }
  connectField('seed', parseSeed, text.failure.seed, (seed) => change({ seed }));
  connectField('from', parseStation, text.failure.station, (from) => change({ from }));
  connectField('to', parseStation, text.failure.station, (to) => change({ to }));
  connectField('frames', (value) => parseWhole(value, 2, kMostFrames), text.failure.frames, (frames) => change({ frames }));
  part('sample').addEventListener('click', () => change({ seed: freshSeed(), pick: null }));
  part('walk-from-here').addEventListener('click', () => walkWith('from'));
  part('walk-to-here').addEventListener('click', () => walkWith('to'));
  part('play').addEventListener('click', () => (walk.playing ? walk.pause() : walk.play(Number(part('speed').value))));
  part('speed').addEventListener('change', () => walk.playing && walk.play(Number(part('speed').value)));
  part('swap').addEventListener('click', () => change({ from: state.to, to: state.from, t: 1 - state.t }));
  part('new-pair').addEventListener('click', () =>
    change({ from: { seed: freshSeed(), index: 0 }, to: { seed: freshSeed(), index: 0 } }),
  );
  for (const radio of document.querySelectorAll('input[name=path]')) {
    radio.addEventListener('change', () => change({ path: radio.value }));
  }
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', () => copy(button));
  }
  let soon = 0;
  const repaint = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      sheet.repaint();
      walk.repaint();
      if (state) showPicked();
    }, 100);
  };
  window.addEventListener('resize', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
}

async function copy(button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(part(button.dataset.copy).textContent); // there on secure addresses only
    button.textContent = text.status.copied;
    setTimeout(() => (button.textContent = label), 2000);
  } catch {
    tell(text.status.notCopied, true);
    getSelection().selectAllChildren(part(button.dataset.copy));
  }
}

function walkWith(end) {
  change({ [end]: { seed: state.seed, index: state.pick }, view: 'walk', t: end === 'from' ? 0 : 1 }, true);
}

const freshSeed = () => Math.floor(Math.random() * 1e6);

// ---- Offline.

// After the first picture, so that it does not compete with it. Where it is not allowed (no service workers, an
// insecure address, a sandbox) the page works all the same, with a connection.
function keepForOffline() {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register(new URL('sw.js', import.meta.url)).catch(() => {});
}
