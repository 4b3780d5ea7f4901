// A picture that follows a hand over sliders or a plane, and is read once the hand rests.

import { newestRequest } from '../../../engine/client/newest_request.js';
import { el, pictureOf } from '../../dom/dom.js';
import { draw, inkOf } from '../../dom/ink.js';
import * as text from '../../words/text.js';
import { readDigits } from './read_digits.js';

const kRest = 150; // ms without another picture: a sentence for each picture of a drag would be noise

export class LivePicture {
  #host;
  #sentenceOf;
  #model = null; // whose pictures are asked for
  #requests = null;
  #picture = null;
  /** @type {ReturnType<typeof setTimeout>} */
  #readTimer;
  canvas;
  caption = el('figcaption');

  /**
   * @param {import('../view.js').Host} host
   * @param {{label: string, class: string, sentenceOf: (read: object | undefined, wish: any) => string | null}} settings
   *   sentenceOf: what is said of a picture, with what was read in it; null: nothing
   */
  constructor(host, settings) {
    this.#host = host;
    this.#sentenceOf = settings.sentenceOf;
    this.canvas = pictureOf(settings.label, { class: settings.class });
  }

  /** Asks the worker for another picture. @param {{message: object} & Record<string, any>} wish */
  request(wish) {
    const { engine, model } = this.#host;
    clearTimeout(this.#readTimer); // the picture that is there is passing
    // What was asked of another model is not answered any more (sitting.js): nothing waits for it.
    if (this.#model !== model) {
      this.#model = model;
      this.#requests = newestRequest(
        engine,
        (pixels, answered) => this.show(pixels, answered),
        (error) => this.#host.run(() => Promise.reject(error)),
      );
    }
    this.#requests.send(wish);
  }

  show(pixels, wish) {
    const { image_width: width, image_height: height } = this.#host.model;
    this.#picture = { pixels, width, height };
    this.repaint();
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => this.#read(pixels, wish), kRest);
  }

  async #read(pixels, wish) {
    const say = this.#host.sayLater();
    const [read] = await readDigits(this.#host, pixels).catch(() => []);
    this.caption.textContent = text.labels.reads(read);
    const sentence = this.#sentenceOf(read, wish);
    if (sentence !== null) say(sentence);
  }

  repaint() {
    if (!this.#picture) return;
    const { pixels, width, height } = this.#picture;
    draw(this.canvas, pixels, width, height, inkOf(this.canvas));
  }

  stop() {
    clearTimeout(this.#readTimer);
    this.#requests?.stop();
  }
}
