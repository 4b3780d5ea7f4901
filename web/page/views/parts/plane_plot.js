// The plane of the map: digits on paper, and a point that is dragged over it.

import { el } from '../../dom/dom.js';
import { enlarge, inkOf } from '../../dom/ink.js';

const kMargin = 12; // so that marks at the edge are whole

/**
 * @param {{label: string, onMove: (x: number, y: number, settled: boolean) => void, signal: AbortSignal}} settings
 *   x and y go from 0 (left, bottom) to 1
 */
export function planePlot({ label, onMove, signal }) {
  const canvas = el('canvas', { class: 'plane', role: 'img', 'aria-label': label });
  let glyphs = [],
    tiles = null,
    point = { x: 0.5, y: 0.5 },
    backdrop = null,
    dragging = false;

  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, size) => Math.min(Math.max((value - kMargin) / (size - 2 * kMargin), 0), 1);
    return [within(event.clientX - box.left, box.width), 1 - within(event.clientY - box.top, box.height)];
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    dragging = true;
    canvas.setPointerCapture(event.pointerId);
    onMove(...placeOf(event), false);
  });
  canvas.addEventListener('pointermove', (event) => dragging && onMove(...placeOf(event), false));
  const end = (event) => {
    if (!dragging) return;
    dragging = false;
    onMove(...placeOf(event), true);
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  signal.addEventListener('abort', () => (backdrop = null));

  function sizeOf() {
    const scale = devicePixelRatio || 1;
    const side = Math.max(Math.round(canvas.clientWidth * scale), 1);
    return { side, scale };
  }

  // What does not move: glyphs or small digits, drawn once for each size and theme.
  function makeBackdrop({ side, scale }) {
    const sheet = el('canvas', { width: side, height: side });
    const context = sheet.getContext('2d');
    const [red, green, blue] = inkOf(canvas);
    const inner = side - 2 * kMargin * scale;
    if (tiles) {
      const tile = Math.floor(inner / tiles.across / tiles.width) * tiles.width || tiles.width;
      const factor = Math.max(tile / tiles.width, 1);
      tiles.pictures.forEach((pixels, i) => {
        const image = new ImageData(tiles.width * factor, tiles.height * factor);
        enlarge(pixels, tiles.width, tiles.height, factor).forEach((value, p) =>
          image.data.set([red, green, blue, 150 * value], 4 * p),
        );
        const [column, row] = [i % tiles.across, Math.floor(i / tiles.across)];
        const left = kMargin * scale + (inner * (column + 0.5)) / tiles.across - image.width / 2;
        const top = kMargin * scale + (inner * (row + 0.5)) / tiles.across - image.height / 2;
        context.putImageData(image, Math.round(left), Math.round(top));
      });
    }
    // Smaller where the plane is small, so that they stay apart.
    context.font = `${Math.round((canvas.clientWidth < 360 ? 8 : 11) * scale)}px ${getComputedStyle(canvas).fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = `rgb(${red} ${green} ${blue} / 55%)`;
    for (const { x, y, glyph } of glyphs) {
      context.fillText(glyph, kMargin * scale + x * inner, kMargin * scale + (1 - y) * inner);
    }
    return sheet;
  }

  function paint() {
    const size = sizeOf();
    if (canvas.width !== size.side || canvas.height !== size.side) {
      canvas.width = canvas.height = size.side;
      backdrop = null;
    }
    backdrop ??= makeBackdrop(size);
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, size.side, size.side);
    context.drawImage(backdrop, 0, 0);
    const inner = size.side - 2 * kMargin * size.scale;
    const [x, y] = [kMargin * size.scale + point.x * inner, kMargin * size.scale + (1 - point.y) * inner];
    const accent = getComputedStyle(canvas).getPropertyValue('--accent').trim() || '#d9480f';
    const ring = (radius, width, colour) => {
      context.beginPath();
      context.arc(x, y, radius * size.scale, 0, 2 * Math.PI);
      context.lineWidth = width * size.scale;
      context.strokeStyle = colour;
      context.stroke();
    };
    ring(9, 5, getComputedStyle(canvas).getPropertyValue('--paper').trim() || '#fff');
    ring(9, 3, accent);
  }

  return {
    root: canvas,
    /** Marks: {x, y, glyph}, 0 to 1. */
    showGlyphs(marks) {
      glyphs = marks;
      tiles = null;
      backdrop = null;
      paint();
    },
    /** across x across small digits, row by row from the top left. */
    showTiles(across, pictures, width, height) {
      tiles = { across, pictures, width, height };
      glyphs = [];
      backdrop = null;
      paint();
    },
    place(x, y) {
      point = { x, y };
      paint();
    },
    repaint() {
      backdrop = null;
      paint();
    },
  };
}
