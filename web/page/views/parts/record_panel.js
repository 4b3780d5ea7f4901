// Taking a walk along: as GIF, as WebM where the browser can, as one PNG strip.

import { el } from '../../dom/dom.js';
import { inkOf } from '../../dom/ink.js';
import { canRecordVideo, gifOf, stripOf, videoOf } from '../../dom/recording.js';
import * as text from '../../words/text.js';

/**
 * @param {import('../view.js').Host} host
 * @param {() => {pixels: Float32Array, width: number, height: number}[] | null} framesOf
 * @param {() => string} nameOf of the file, without its ending
 */
export function recordPanel(host, framesOf, nameOf) {
  let busy = false;
  const kinds = [['gif', gifOf], ...(canRecordVideo() ? [['webm', videoOf]] : []), ['png', stripOf]];
  const buttons = kinds.map(([ending, make]) =>
    el(
      'button',
      { type: 'button', 'data-record': ending, onclick: () => record(ending, make) },
      text.labels.record[ending],
    ),
  );
  const root = el(
    'details',
    { 'data-part': 'record' },
    el('summary', {}, text.labels.recordTitle),
    el('div', { class: 'row' }, buttons),
    el('p', { class: 'note' }, text.notes.record),
  );

  async function record(ending, make) {
    const frames = framesOf();
    if (!frames || busy) return host.say(text.status.notYet, true);
    busy = true;
    try {
      const look = { ink: inkOf(host.stage), paper: paperOf(host.root), signal: host.signal };
      const blob = await make(frames, look, (share) => host.say(text.status.recording(ending, share)));
      if (host.signal.aborted) return;
      save(blob, `${nameOf()}.${ending}`);
      host.say(text.status.recorded(`${nameOf()}.${ending}`, blob.size));
    } catch (error) {
      if (error.name !== 'AbortError') host.say(text.failure.recording(error.message), true);
    } finally {
      busy = false;
    }
  }
  return { root };
}

const paperOf = (root) =>
  getComputedStyle(root.querySelector('.stage'))
    .backgroundColor.match(/[\d.]+/g)
    .slice(0, 3)
    .map(Number);

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  el('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
