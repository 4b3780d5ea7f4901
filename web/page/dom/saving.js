// A digit or a whole stage as PNG or SVG, and a latent vector as .npy.

import { svg } from './dom.js';
import { enlarge } from './ink.js';

const kFactor = 16; // from which on the browser enlarges what is drawn already
const kShades = 64; // of ink in an SVG

/** @typedef {{ink: number[], paper: number[]}} Look @typedef {{pixels: Float32Array, width: number, height: number}} Picture */

const rgb = (colour) => `rgb(${colour.join(' ')})`;
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** A digit, this many pixels wide at least. @param {Picture} picture @param {Look} look */
export async function digitPng({ pixels, width, height }, { ink, paper }, wanted) {
  const scale = Math.max(1, Math.ceil(wanted / width));
  const factor = Math.min(scale, kFactor);
  const large = enlarge(pixels, width, height, factor);
  const image = new ImageData(width * factor, height * factor);
  for (let i = 0; i < large.length; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = paper[c] + large[i] * (ink[c] - paper[c]) + 0.5;
    image.data[4 * i + 3] = 255;
  }
  const drawn = blank(image.width, image.height, paper);
  drawn.getContext('2d').putImageData(image, 0, 0);
  if (factor === scale) return pngOf(drawn);
  const canvas = blank(width * scale, height * scale, paper);
  canvas.getContext('2d').drawImage(drawn, 0, 0, canvas.width, canvas.height);
  return pngOf(canvas);
}

/** A digit as squares of ink: what the network drew, at any size. @param {Picture} picture @param {Look} look */
export function digitSvg({ pixels, width, height }, { ink, paper }) {
  const runs = new Map(); // shade -> path
  const shadeAt = (x, y) => Math.round(Math.min(Math.max(pixels[y * width + x], 0), 1) * kShades);
  for (let y = 0; y < height; y++) {
    for (let x = 0, end; x < width; x = end) {
      const shade = shadeAt(x, y);
      for (end = x + 1; end < width && shadeAt(end, y) === shade; end++);
      if (shade > 0) runs.set(shade, `${runs.get(shade) ?? ''}M${x} ${y}h${end - x}v1h-${end - x}z`);
    }
  }
  const paths = Array.from(runs, ([shade, d]) => `<path fill-opacity="${shade / kShades}" d="${d}"/>`);
  return svgBlob(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" fill="${rgb(ink)}" shape-rendering="crispEdges">` +
      `<rect width="${width}" height="${height}" fill="${rgb(paper)}"/>${paths.join('')}</svg>`,
  );
}

/** The pictures of a stage as they lie on it, this many pixels wide. @param {HTMLElement} scene @param {Look} look */
export async function stagePng(scene, { paper }, wanted) {
  const box = scene.getBoundingClientRect();
  const scale = wanted / box.width;
  const canvas = blank(Math.round(wanted), Math.round(box.height * scale), paper);
  const context = canvas.getContext('2d');
  for (const [part, at] of partsOf(scene, 'canvas'))
    context.drawImage(part, at.x * scale, at.y * scale, at.width * scale, at.height * scale);
  return pngOf(canvas);
}

/** The same as SVG, with its charts. @param {HTMLElement} scene @param {Look} look */
export async function stageSvg(scene, { paper }) {
  const { width, height } = scene.getBoundingClientRect();
  // In a document that is never shown, so that nothing loads the pictures: the page's policy forbids it.
  const unseen = document.implementation.createDocument('http://www.w3.org/2000/svg', 'svg');
  const root = unseen.documentElement;
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.append(svg('rect', { width, height, fill: rgb(paper) }));
  for (const [part, at] of partsOf(scene, 'canvas, svg')) {
    await pause(); // each takes a while, and there may be many
    if (part instanceof SVGElement) root.append(styledCopy(part, at));
    else {
      const image = root.appendChild(unseen.createElementNS(root.namespaceURI, 'image'));
      for (const [name, value] of Object.entries({ ...at, href: part.toDataURL() })) image.setAttribute(name, value);
    }
  }
  return svgBlob(new XMLSerializer().serializeToString(root));
}

/** Everything to be seen that a selector finds, and where it is. @returns {[any, {x: number, y: number, width: number, height: number}][]} */
function partsOf(scene, selector) {
  const origin = scene.getBoundingClientRect();
  return [...scene.querySelectorAll(selector)]
    .filter((part) => part.getClientRects().length > 0 && !part.closest('svg svg') && part.width !== 0)
    .map((part) => {
      const { left, top, width, height } = part.getBoundingClientRect();
      return [part, { x: left - origin.left, y: top - origin.top, width, height }];
    });
}

// Outside of the page there is no style sheet: what it says goes into the copy.
function styledCopy(part, at) {
  const copy = part.cloneNode(true);
  const originals = part.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((one, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'vector-effect'])
      one.setAttribute(name, style.getPropertyValue(name));
  });
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  return copy;
}

/** Latent vectors as NumPy writes an array of 32-bit floats: [1, numbers]. @param {ArrayLike<number>} latent */
export function npyOf(latent) {
  const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (1, ${latent.length}), }`;
  const size = 64 * Math.ceil((10 + about.length + 1) / 64); // the numbers begin at a multiple of 64
  const header = `\x93NUMPY\x01\x00${String.fromCharCode((size - 10) & 255, (size - 10) >> 8)}`;
  const start = Uint8Array.from(`${header}${about.padEnd(size - 11)}\n`, (letter) => letter.charCodeAt(0));
  const numbers = new DataView(new ArrayBuffer(4 * latent.length));
  for (let i = 0; i < latent.length; i++) numbers.setFloat32(4 * i, latent[i], true);
  return new Blob([start, numbers.buffer], { type: 'application/octet-stream' });
}

function blank(width, height, paper) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  context.fillStyle = rgb(paper);
  context.fillRect(0, 0, width, height);
  return canvas;
}

const pngOf = (canvas) =>
  new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the browser could not write a PNG'))), 'image/png'),
  );

const svgBlob = (text) => new Blob([text], { type: 'image/svg+xml' });
