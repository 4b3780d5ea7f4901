// A sheet of paper to draw one digit on, with mouse, finger or pen.

import { el } from '../../dom/dom.js';
import { inkOf } from '../../dom/ink.js';

export const kPadSide = 112; // pixels of a drawing, four for each of the model's
const kStroke = 9;

/**
 * @param {{label: string, onStroke: () => void}} settings onStroke: after each stroke
 */
export function drawingPad({ label, onStroke }) {
  const canvas = el('canvas', { class: 'pad', width: kPadSide, height: kPadSide, role: 'img', 'aria-label': label });
  let ink = new Float32Array(kPadSide * kPadSide);
  let last = null;

  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * kPadSide, ((event.clientY - box.top) / box.height) * kPadSide];
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || last) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = { id: event.pointerId, at: placeOf(event) };
    stroke(last.at, last.at, event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (last?.id !== event.pointerId) return;
    // All places since the last frame: a fast hand draws no corners.
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const at = placeOf(one);
      stroke(last.at, at, one);
      last.at = at;
    }
  });
  const end = (event) => {
    if (last?.id !== event.pointerId) return;
    last = null;
    onStroke();
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);

  function stroke([x0, y0], [x1, y1], { pointerType, pressure }) {
    // A pen that tells how hard it is pressed draws from half to one and a half of the usual width.
    const radius = ((pointerType === 'pen' && pressure > 0 ? 0.5 + pressure : 1) * kStroke) / 2;
    const [left, right] = [Math.min(x0, x1) - radius - 1, Math.max(x0, x1) + radius + 1];
    const [top, bottom] = [Math.min(y0, y1) - radius - 1, Math.max(y0, y1) + radius + 1];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    for (let y = Math.max(Math.floor(top), 0); y < Math.min(bottom, kPadSide); y++) {
      for (let x = Math.max(Math.floor(left), 0); x < Math.min(right, kPadSide); x++) {
        const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
        const t = length > 0 ? Math.min(Math.max((px * dx + py * dy) / length, 0), 1) : 0;
        if (Math.hypot(px - t * dx, py - t * dy) <= radius) ink[y * kPadSide + x] = 1;
      }
    }
    paint();
  }

  function paint() {
    const [red, green, blue] = inkOf(canvas);
    const image = new ImageData(kPadSide, kPadSide);
    ink.forEach((value, i) => image.data.set([red, green, blue, 255 * value], 4 * i));
    canvas.getContext('2d').putImageData(image, 0, 0);
  }

  return {
    root: canvas,
    /** kPadSide x kPadSide, 0 paper to 1 ink. */
    get drawing() {
      return ink;
    },
    show(pixels) {
      if (last) return; // a hand is drawing
      ink = Float32Array.from(pixels);
      paint();
    },
    repaint: paint,
  };
}
