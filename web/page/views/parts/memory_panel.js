// Did it memorise? A sample and the training digit that is nearest to it.

import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import { assetUrl } from '../../../engine/client/site_urls.js';
import { packBits, unpackBits } from '../../../engine/compute/bits.js';
import { el } from '../../dom/dom.js';
import * as text from '../../words/text.js';
import { figure } from './figure.js';

/** @param {import('../view.js').Host} host */
export function memoryPanel(host) {
  const { train } = host.manifest.digits ?? {};
  const fits = ({ width, height }) => width === train.width && height === train.height;
  const sample = figure(text.labels.theSample);
  const inBits = figure(text.labels.inBits);
  const nearest = figure(text.labels.nearestDigit);
  const bar = el('progress', { max: 1, value: 0, hidden: true, 'aria-label': text.labels.loadingDigits });
  const verdict = el('p', { class: 'note' }, train ? text.notes.memory : text.notes.noTraining);
  const pair = el('div', { class: 'draw-row', hidden: true }, sample.root, inBits.root, nearest.root);

  return {
    possible: Boolean(train),
    root: el(
      'section',
      { class: 'memory', 'data-part': 'memory', 'aria-label': text.labels.memory },
      el('h2', { class: 'small' }, text.labels.memory),
      pair,
      bar,
      verdict,
    ),
    /**
     * @param {{pixels: Float32Array, width: number, height: number} | null} digit
     * @param {string} caption of its picture
     * @param {string} name what it is called in a sentence
     * @param {() => boolean} isCurrent
     */
    async show(digit, caption, name, isCurrent) {
      const isShown = Boolean(digit && train && fits(digit));
      pair.hidden = !isShown;
      if (!isShown) {
        verdict.textContent = train ? text.notes.memory : text.notes.noTraining;
        return;
      }
      const { pixels } = digit;
      sample.show(pixels, caption);
      inBits.show(unpackBits(packBits(pixels), pixels.length), text.labels.inBits);
      nearest.show(null, text.labels.nearestDigit);
      verdict.textContent = text.notes.looking(train.count, train.bytes);
      const answer = await wholeAnswer(
        host.engine,
        { kind: 'nearest', channel: 'nearest', train: assetUrl(host.assets, train.file), count: train.count, pixels },
        ({ loaded, distance }) => {
          if (loaded === undefined || !isCurrent()) return;
          bar.hidden = loaded >= train.bytes || distance !== undefined;
          bar.value = loaded / train.bytes;
        },
      ).finally(() => (bar.hidden = true));
      if (!answer || !isCurrent()) return;
      nearest.show(answer.nearest, text.labels.nearestIs(answer.index, answer.label));
      verdict.textContent = text.memoryVerdict(answer.distance, pixels.length, train.count);
      host.say(text.status.nearest(name, answer.label, answer.index));
    },
    repaint() {
      [sample, inBits, nearest].forEach((one) => one.repaint());
    },
  };
}
