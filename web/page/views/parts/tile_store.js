// Small pictures in ink by name, in a few canvases: a browser copies a whole canvas that changes after it was drawn from.
// When they are full, those that were not asked for longest make room.

import { el } from '../../dom/dom.js';

const kMost = 4096;
const kAcross = 16; // and as many down on each sheet
const kSide = 32; // pixels of a picture at most: larger ones are stored smaller

export class TileStore {
  #slots = new Map(); // name -> number of its slot, the longest unused first
  #sheets = []; // contexts
  #given = el('canvas');
  #size = { width: 0, height: 0 };
  #ink = [0, 0, 0];
  #image = new ImageData(1, 1); // one for all pictures, whose room is not given back at once

  /** Forgets all pictures; those to come have this size. */
  reset(width, height) {
    this.#slots.clear();
    const scale = Math.min(1, kSide / Math.max(width, height));
    this.#size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    this.#sheets = [];
    this.#given.width = width;
    this.#given.height = height;
    this.#image = new ImageData(width, height);
  }

  /** The ink of all pictures, as [red, green, blue]. */
  setInk(ink) {
    if (ink.join() === this.#ink.join()) return;
    this.#ink = ink;
    for (const context of this.#sheets) {
      context.globalCompositeOperation = 'source-in';
      context.fillStyle = `rgb(${ink.join(' ')})`;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      context.globalCompositeOperation = 'source-over';
    }
  }

  has(name) {
    return this.#slots.has(name);
  }

  /** @param {Float32Array} pixels */
  add(name, pixels) {
    const { width, height } = this.#given;
    const image = this.#image;
    for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
      image.data[at] = this.#ink[0];
      image.data[at + 1] = this.#ink[1];
      image.data[at + 2] = this.#ink[2];
      image.data[at + 3] = 255 * pixels[i] + 0.5;
    }
    const slot = this.#freeSlot(name);
    this.#slots.set(name, slot);
    const [x, y, w, h] = this.#boxOf(slot);
    const context = this.#sheetOf(slot);
    if (w === width && h === height) return void context.putImageData(image, x, y);
    this.#given.getContext('2d', { willReadFrequently: true }).putImageData(image, 0, 0);
    context.clearRect(x, y, w, h);
    context.drawImage(this.#given, x, y, w, h);
  }

  /** Draws a picture in place of what is there; nothing where there is none. */
  draw(context, name, left, top, width, height) {
    const slot = this.#slots.get(name);
    if (slot === undefined) return;
    this.#slots.delete(name);
    this.#slots.set(name, slot);
    context.clearRect(left, top, width, height);
    context.drawImage(this.#sheetOf(slot).canvas, ...this.#boxOf(slot), left, top, width, height);
  }

  #freeSlot(name) {
    const own = this.#slots.get(name);
    if (own !== undefined) return own;
    if (this.#slots.size < kMost) return this.#slots.size;
    const [[oldest, slot]] = this.#slots;
    this.#slots.delete(oldest);
    return slot;
  }

  /** @returns {[number, number, number, number]} */
  #boxOf(slot) {
    const { width, height } = this.#size;
    return [(slot % kAcross) * width, (Math.floor(slot / kAcross) % kAcross) * height, width, height];
  }

  #sheetOf(slot) {
    const { width, height } = this.#size;
    const make = () => el('canvas', { width: kAcross * width, height: kAcross * height });
    return (this.#sheets[Math.floor(slot / kAcross ** 2)] ??= make().getContext('2d', { willReadFrequently: true }));
  }
}
