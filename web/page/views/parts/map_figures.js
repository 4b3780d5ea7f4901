// What a map shows large beside it: the picture of the plane at a place and, where a real digit is meant, the digit itself
// and its reconstruction, so that nobody takes the plane for the whole space.

import { assetUrl, modelUrl } from '../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import { el, pictureOf } from '../../dom/dom.js';
import { draw, inkOf } from '../../dom/ink.js';
import * as text from '../../words/text.js';
import { LivePicture } from './live_picture.js';

export class MapFigures {
  #host;
  #live;
  #real = pictureFigure(text.labels.mapDigit);
  #back = pictureFigure(text.labels.mapReconstruction);
  #known = new Map(); // number of a real digit -> promise of {given, label, drawn}
  #knownOf = null; // the model that reconstructed them
  #meant = null; // number of the digit that is shown
  root;

  /** @param {import('../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#live = new LivePicture(host, {
      label: text.labels.underPoint,
      class: 'under',
      sentenceOf: (read, { place: [x, y], passing }) => (passing ? null : text.status.place2d(x, y, read)),
    });
    const plane = el('figure', { class: 'under-figure' }, this.#live.canvas, el('p', {}, text.labels.mapPicture));
    plane.append(this.#live.caption);
    this.root = el('div', { class: 'map-figures' }, this.#real.root, this.#back.root, plane);
    this.meanDigit(null);
  }

  /**
   * Asks for the picture at a place.
   * @param {object} message @param {number[]} place @param {boolean} passing whether a hand only passes over it
   */
  request(message, place, passing) {
    this.#live.request({ message, place, passing });
  }

  /** Shows a picture of a place that is there already. */
  show(pixels, place) {
    this.#live.show(pixels, { place, passing: true });
  }

  /** Shows a real digit and its reconstruction; null: none. @param {number | null} n */
  meanDigit(n) {
    if (this.#meant === n && n !== null) return;
    this.#meant = n;
    this.#real.root.hidden = this.#back.root.hidden = n === null;
    if (n !== null) this.#host.run(() => this.#reconstruct(n));
  }

  /** A real digit as the worker reconstructs it: {given, label, drawn}. */
  digit(n) {
    const { engine, assets, model, manifest } = this.#host;
    if (this.#knownOf !== model) this.#known.clear();
    this.#knownOf = model;
    if (!this.#known.has(n)) {
      const { file, count } = manifest.digits.test;
      const urls = { url: modelUrl(assets, model), digits: assetUrl(assets, file) };
      const asked = wholeAnswer(engine, { kind: 'reconstruct', ...urls, count, index: Math.min(n, count - 1) });
      this.#known.set(n, asked);
      asked.catch(() => this.#known.delete(n));
    }
    return this.#known.get(n);
  }

  repaint() {
    this.#live.repaint();
    this.#real.repaint();
    this.#back.repaint();
  }

  stop() {
    this.#live.stop();
  }

  async #reconstruct(n) {
    const { given, label, drawn } = await this.digit(n);
    if (this.#meant !== n) return;
    const { image_width: width, image_height: height } = this.#host.model;
    this.#real.show(given, width, height, text.labels.mapDigitIs(n, text.className(this.#host.model, label)));
    this.#back.show(drawn, width, height, text.labels.mapReconstruction);
  }
}

function pictureFigure(label) {
  const canvas = pictureOf(label);
  const caption = el('figcaption', {}, label);
  let kept = null;
  const repaint = () => kept && draw(canvas, kept.pixels, kept.width, kept.height, inkOf(canvas));
  return {
    root: el('figure', {}, canvas, caption),
    repaint,
    show(pixels, width, height, words) {
      kept = { pixels, width, height };
      caption.textContent = words;
      repaint();
    },
  };
}
