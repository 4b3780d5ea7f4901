// Taking a walk along: as GIF, as WebM where the browser can, as one PNG strip.

import { el } from '../../dom/dom.js';
import { lookOf, saveFile } from '../../dom/files.js';
import { atSpeed, canRecordVideo, gifOf, stripOf, videoOf } from '../../dom/recording.js';
import * as text from '../../words/text.js';

/**
 * @param {import('../view.js').Host} host
 * @param {() => {pixels: Float32Array, width: number, height: number}[] | null} framesOf
 * @param {() => string} nameOf of the file, without its ending
 * @param {() => number} secondsOf the whole walk at the speed that is chosen
 */
export function recordPanel(host, framesOf, nameOf, secondsOf) {
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
      const look = { ...lookOf(host.stage), signal: host.signal };
      const { chosen, fps } = atSpeed(frames, secondsOf());
      const blob = await make(ending === 'png' ? frames : chosen, { ...look, fps }, (share) =>
        host.say(text.status.recording(ending, share)),
      );
      if (host.signal.aborted) return;
      saveFile(blob, `${nameOf()}.${ending}`);
      host.say(text.status.recorded(`${nameOf()}.${ending}`, blob.size));
    } catch (error) {
      if (error.name !== 'AbortError') host.say(text.failure.recording(error.message), true);
    } finally {
      busy = false;
    }
  }
  return { root };
}
