// The search for a GAN's nearest digit: started, watched and given up.

import { modelUrl } from '../../../engine/client/site_urls.js';
import { el, pictureOf } from '../../dom/dom.js';
import { draw, inkOf } from '../../dom/ink.js';
import * as text from '../../words/text.js';
import { differenceOf } from './figure.js';

/**
 * @param {import('../view.js').Host} host
 * @param {(found: Float32Array) => void} onFound
 */
export function searchPanel(host, onFound) {
  const ganOf = () =>
    host.model.family === 'gan'
      ? host.model
      : host.manifest.models.find(({ family, class_count }) => family === 'gan' && class_count === 0);
  const canvas = pictureOf(text.labels.ganNearest);
  const caption = el('figcaption', {}, text.labels.ganWaits);
  const root = el('figure', { class: 'search' }, canvas, caption);
  const begin = el('button', { type: 'button', 'data-action': 'search', onclick: () => start() }, text.labels.search);
  const cancel = el(
    'button',
    { type: 'button', 'data-action': 'cancel', hidden: true, onclick: () => stop() },
    text.labels.cancel,
  );
  const bar = el('progress', { max: 1, value: 0, hidden: true, 'aria-label': text.labels.search });
  const controls = el('div', { class: 'row', 'data-part': 'search' }, begin, cancel, bar);
  let target = null,
    digit = null,
    found = null,
    running = 0;

  function showRunning(is) {
    begin.hidden = is;
    cancel.hidden = bar.hidden = !is;
  }

  async function start() {
    const gan = ganOf();
    if (!target || !gan) return;
    const mine = ++running;
    const current = () => mine === running && !host.signal.aborted;
    const focused = begin.getRootNode().activeElement === begin;
    showRunning(true);
    if (focused) cancel.focus();
    bar.value = 0;
    try {
      await host.open(gan);
      if (!current()) return;
      const url = modelUrl(host.assets, gan);
      const message = {
        kind: 'search',
        channel: 'search',
        url,
        pixels: target.pixels,
        label: digit ?? target.label ?? 0,
      };
      await host.engine.request(message, ({ share, drawn }) => {
        if (!current()) return;
        bar.value = share;
        found = drawn;
        paint();
        caption.textContent = text.labels.ganBy(gan.title, differenceOf(target.pixels, drawn));
      });
      if (!current()) return;
      onFound(found);
      host.say(text.status.searched(gan.title, differenceOf(target.pixels, found)));
    } catch (error) {
      if (current()) host.say(text.failure.model(gan.title, error.message), true);
    }
    if (current()) done();
  }

  function done() {
    const focused = cancel.getRootNode().activeElement === cancel;
    showRunning(false);
    if (focused) begin.focus();
  }

  function stop() {
    if (cancel.hidden) return;
    running++;
    done();
    host.engine.request({ kind: 'cancel', channel: 'search' }).catch(() => {});
  }

  const paint = () => found && draw(canvas, found, 28, 28, inkOf(canvas));

  return {
    root,
    controls,
    start,
    stop,
    repaint: paint,
    /** Another digit to look for; null where there is none. */
    reset(to, asDigit) {
      stop();
      target = to;
      digit = asDigit;
      found = null;
      canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
      caption.textContent = text.labels.ganWaits;
      root.hidden = controls.hidden = !ganOf() || !to;
    },
  };
}
