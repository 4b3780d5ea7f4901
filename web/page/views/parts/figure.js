// A picture of 28 x 28 with a caption that can be drawn again, and how far two pictures are from each other.

import { el, pictureOf } from '../../dom/dom.js';
import { clear, draw, inkOf } from '../../dom/ink.js';

/** The mean difference of a pixel, in per cent of full ink. */
export function differenceOf(a, b) {
  return (100 * a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0)) / a.length;
}

/** A picture with a caption that can be drawn again. */
export function figure(label) {
  const canvas = pictureOf(label);
  const caption = el('figcaption', {}, label);
  let kept = null;
  const repaint = () => kept && draw(canvas, kept, 28, 28, inkOf(canvas));
  return {
    root: el('figure', {}, canvas, caption),
    repaint,
    show(pixels, sentence) {
      kept = pixels;
      if (pixels) repaint();
      else clear(canvas);
      if (sentence) caption.textContent = sentence;
    },
  };
}
