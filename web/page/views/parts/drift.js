// A sheet whose digits drift (latentwalk/drift.hpp). The worker computes each digit at times that lie apart, a few digits a
// request, and the page blends from one to the next in every frame: the motion is even, however slow the network is.

import { enlarge, factorOf, inkOf } from '../../dom/ink.js';
import { Traveller } from './traveller.js';

const kBatchTime = 12; // ms of the worker for one request: another request waits so long at most
const kMostAtOnce = 16; // digits
const kFrame = 1000 / 60; // ms
const kShare = 0.5; // of the time in which all digits could be computed anew
const kLeastSpan = 0.1; // s from one computed picture of a digit to the next
const kMostSpan = 4;
const kMostStep = 0.3; // s on the path: a slow machine drifts more slowly, since a blend of far pictures shows both
const kReturn = 0.4; // s in which a digit goes back to where it began
const kWave = 0.08; // s from a digit's start to those of its neighbours to the right and below
const kLongestFrame = 0.1; // s
const kDearFrame = 8; // ms of painting, above which every other frame is painted
const kMemory = 0.1; // how much a new measurement counts

export class Drift {
  #host;
  #sheet;
  #columns;
  #message = null; // what is asked of the worker, once a sheet moves
  /** @type {Traveller[]} */
  #travellers = [];
  #resting = null; // the index of the digit that stays where it began
  #held = { pointer: -1, focus: -1 }; // the indexes of the digits under the pointer and with the focus
  #isPlaying = false;
  #isSeen = true;
  #frame = 0; // that is asked for; 0: none
  #before = 0; // when the last one was
  #asked = null; // {at, count, isFull}: the last request, where another follows at once; full: no digit more fits in it
  #isBusy = false;
  #pace = 0.002; // s for each digit, with all waiting
  #each = 3; // ms that the worker takes for a digit
  #paintTime = 0;
  #look = null; // {image, factor, enlarge}

  /**
   * @param {import('../view.js').Host} host
   * @param {import('./sheet.js').Sheet} sheet
   * @param {number} columns
   */
  constructor(host, sheet, columns) {
    this.#host = host;
    this.#sheet = sheet;
    this.#columns = columns;
    const { root } = sheet;
    const on = (type, who, take) => root.addEventListener(type, ({ target }) => (this.#held[who] = take(target)));
    on('pointerover', 'pointer', (target) => sheet.indexOf(target));
    on('focusin', 'focus', (target) => sheet.indexOf(target));
    on('pointerleave', 'pointer', () => -1);
    on('focusout', 'focus', () => -1);
    const observer = new IntersectionObserver((entries) => {
      this.#isSeen = entries.at(-1).isIntersecting;
      this.#run();
    });
    observer.observe(root);
    host.signal.addEventListener('abort', () => {
      observer.disconnect();
      this.end();
    });
  }

  /** Sets the digits of a complete sheet in motion, from where they are. @param {{url: string, sheet: object}} message */
  begin(message) {
    if (message === this.#message) return;
    this.end();
    this.#message = message;
    this.#travellers = Array.from({ length: this.#sheet.count }, (_, i) => {
      const { pixels } = this.#sheet.picture(i);
      return new Traveller(pixels, -kWave * ((i % this.#columns) + Math.floor(i / this.#columns)));
    });
    if (this.#resting !== null) this.#travellers[this.#resting].isResting = true;
    this.#run();
  }

  /** Nothing moves any more, and nothing is computed. */
  end() {
    this.#message = null;
    this.#travellers = [];
    this.#look = null;
    this.#isBusy = false;
    this.#run();
  }

  get isPlaying() {
    return this.#isPlaying;
  }

  set isPlaying(isPlaying) {
    this.#isPlaying = isPlaying;
    this.#run();
  }

  /** Has a digit go back to where it began and stay there; the one before sets out again. @param {number | null} index */
  rest(index) {
    if (index === this.#resting) return;
    const [before, now] = [this.#travellers[this.#resting], this.#travellers[index]];
    before?.release();
    now?.rest(kReturn);
    this.#resting = index;
    this.#run();
  }

  /** Draws everything again, for another size or theme. */
  repaint() {
    this.#look = null;
    this.#travellers.forEach((_, i) => this.#paint(i));
  }

  #isHeld(i) {
    return i === this.#held.pointer || i === this.#held.focus;
  }

  // Frames come only while the sheet moves or a digit goes back, and never in a hidden tab.
  #run() {
    const isWanted = this.#travellers.length > 0 && this.#isSeen && (this.#isPlaying || this.#resting !== null);
    if (isWanted === (this.#frame !== 0)) return;
    if (isWanted) {
      this.#before = 0;
      this.#asked = null;
      this.#frame = requestAnimationFrame(this.#step);
    } else {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    }
  }

  #step = (now) => {
    this.#frame = requestAnimationFrame(this.#step);
    const seconds = this.#before ? Math.min((now - this.#before) / 1000, kLongestFrame) : 0;
    if (this.#paintTime > kDearFrame && seconds < 0.025) return;
    this.#before = now;
    const start = performance.now();
    let isMoving = false;
    this.#travellers.forEach((traveller, i) => {
      const isStill = !traveller.isResting && (!this.#isPlaying || this.#isHeld(i));
      if (isStill || !traveller.advance(seconds)) return;
      isMoving = true;
      this.#paint(i);
    });
    this.#paintTime += kMemory * (performance.now() - start - this.#paintTime);
    if (this.#isPlaying) this.#ask(now);
    else if (!isMoving && seconds > 0) this.#stopFrames();
  };

  #stopFrames() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  // Those that would stand still first come first.
  async #ask(now) {
    if (this.#isBusy) return;
    const indexes = Array.from(this.#travellers.keys()).filter((i) => this.#travellers[i].wants && !this.#isHeld(i));
    if (indexes.length === 0) return void (this.#asked = null);
    const most = Math.min(Math.max(Math.floor(kBatchTime / this.#each), 1), kMostAtOnce);
    indexes.sort((a, b) => this.#travellers[a].left - this.#travellers[b].left);
    const which = indexes.slice(0, most);
    this.#measure(now);
    this.#asked = { at: now, count: which.length, isFull: which.length === most };
    const span = Math.min(Math.max((this.#travellers.length * this.#pace) / kShare, kLeastSpan), kMostSpan);
    const asked = which.map((i) => this.#travellers[i]);
    const turns = asked.map((traveller) => traveller.turn);
    const times = asked.map((traveller) => (traveller.clock += Math.min(span, kMostStep)));
    const message = this.#message;
    this.#isBusy = true;
    try {
      await this.#host.engine.request({ kind: 'drift', ...message, which, times }, ({ pixels, each }) => {
        const size = pixels.length / which.length;
        this.#each += kMemory * (each - this.#each);
        asked.forEach((traveller, i) => {
          if (traveller.turn === turns[i]) traveller.add(pixels.subarray(i * size, (i + 1) * size), span);
        });
      });
    } catch {
      if (this.#message === message) this.end(); // the digits stay where they are, and whoever asks next says why
    }
    if (this.#message === message) this.#isBusy = false;
  }

  // How soon all digits could be computed anew shows in full requests only: a smaller one takes a whole frame, too.
  #measure(now) {
    const { at, count, isFull } = this.#asked ?? {};
    if (isFull) this.#pace += kMemory * ((now - at) / 1000 / count - this.#pace);
    else if (count) this.#pace += kMemory * (this.#leastPace - this.#pace);
  }

  // For full requests, one in every frame.
  get #leastPace() {
    return Math.max(this.#each, kFrame / kMostAtOnce) / 1000;
  }

  #paint(i) {
    const { image, factor, enlarged } = (this.#look ??= this.#newLook(i));
    this.#travellers[i].paint(image.data, enlarged, factor);
    this.#sheet.put(i, image);
  }

  #newLook(i) {
    const { width, height } = this.#sheet.picture(i);
    const factor = factorOf(this.#sheet.shownWidth, width);
    const image = new ImageData(width * factor, height * factor);
    const ink = inkOf(this.#sheet.root);
    for (let o = 0; o < image.data.length; o += 4) image.data.set(ink, o);
    const room = {};
    return { image, factor, enlarged: (pixels) => enlarge(pixels, width, height, factor, room) };
  }
}
