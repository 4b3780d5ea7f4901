// From frames of ink to files: an animated GIF, a WebM video, a PNG strip. Long work is cut into short tasks.

import { enlarge } from './ink.js';

const kFactor = 8; // 28 pixels become 224
const kMostFps = 30;
const kShades = 32; // of ink in a GIF: its palette, evenly from paper to ink
const kStrip = 12; // digits on a strip, at most

/** @typedef {{pixels: Float32Array, width: number, height: number}} Frame */
/** @typedef {{ink: number[], paper: number[], fps: number, signal?: AbortSignal}} Look colours as [red, green, blue] */

/**
 * The frames that show a walk in so many seconds, and how many a second: all of them, or at most 30 a second.
 * @param {Frame[]} frames
 * @param {number} seconds
 */
export function atSpeed(frames, seconds) {
  const count = Math.max(2, Math.min(frames.length, Math.round(seconds * kMostFps)));
  const chosen = Array.from({ length: count }, (_, i) => frames[Math.round((i * (frames.length - 1)) / (count - 1))]);
  return { chosen, fps: count / seconds };
}

/**
 * @param {Frame[]} frames
 * @param {Look} look
 * @param {(share: number) => void} [onProgress]
 * @returns {Promise<Blob>}
 */
export async function gifOf(frames, { ink, paper, fps, signal }, onProgress) {
  const { GIFEncoder } = await import('../../vendor/gifenc.js');
  const gif = GIFEncoder();
  const palette = Array.from({ length: kShades }, (_, i) => mix(paper, ink, i / (kShades - 1)));
  for (const [i, { pixels, width, height }] of frames.entries()) {
    await breathe(signal);
    const large = enlarge(pixels, width, height, kFactor);
    const shades = Uint8Array.from(large, (value) => Math.round(value * (kShades - 1)));
    // GIF times in hundredths of a second: 30 a second are 3.3, so that 3, 3 and 4 take turns.
    const endOf = (frame) => Math.round((100 * frame) / fps);
    gif.writeFrame(shades, width * kFactor, height * kFactor, {
      palette: i === 0 ? palette : undefined,
      delay: 10 * (endOf(i + 1) - endOf(i)),
    });
    onProgress?.((i + 1) / frames.length);
  }
  gif.finish();
  return new Blob([gif.bytes()], { type: 'image/gif' });
}

const kVideoTypes = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];
const videoType = () => kVideoTypes.find((type) => MediaRecorder.isTypeSupported(type));

export const canRecordVideo = () =>
  typeof MediaRecorder === 'function' &&
  typeof HTMLCanvasElement.prototype.captureStream === 'function' &&
  videoType() !== undefined;

/** Records in real time, for that is how MediaRecorder works. Each frame ends when it is due, however long painting took. */
export async function videoOf(frames, look, onProgress) {
  const [{ width, height }] = frames;
  const canvas = canvasOf(width * kFactor, height * kFactor);
  paint(canvas, frames[0], look, 0, 0, kFactor);
  const stream = canvas.captureStream(); // a frame of it for each that is painted
  const recorder = new MediaRecorder(stream, { mimeType: videoType(), videoBitsPerSecond: 4e6 });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done, failed) => {
    recorder.onstop = done;
    recorder.onerror = ({ error }) => failed(error ?? new Error('the browser stopped recording'));
  });
  recorder.start();
  const start = performance.now();
  try {
    for (const [i, frame] of frames.entries()) {
      paint(canvas, frame, look, 0, 0, kFactor);
      await wait(start + (1000 * (i + 1)) / look.fps - performance.now(), look.signal);
      onProgress?.((i + 1) / frames.length);
    }
  } finally {
    if (recorder.state !== 'inactive') recorder.stop();
    stream.getTracks().forEach((track) => track.stop());
  }
  await stopped;
  return new Blob(parts, { type: 'video/webm' });
}

/** Up to twelve digits of the way side by side. */
export async function stripOf(frames, look) {
  const count = Math.min(kStrip, frames.length);
  const [{ width, height }] = frames;
  const gutter = 16;
  const canvas = canvasOf(count * (width * 4 + gutter) + gutter, height * 4 + 2 * gutter);
  const context = canvas.getContext('2d');
  context.fillStyle = `rgb(${look.paper.join(' ')})`;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (let i = 0; i < count; i++) {
    await breathe(look.signal);
    paint(
      canvas,
      frames[Math.round((i * (frames.length - 1)) / Math.max(count - 1, 1))],
      look,
      gutter + i * (width * 4 + gutter),
      gutter,
      4,
    );
  }
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the browser could not write a PNG'))), 'image/png'),
  );
}

const mix = (from, to, share) => from.map((value, i) => Math.round(value + share * (to[i] - value)));
const canvasOf = (width, height) => Object.assign(document.createElement('canvas'), { width, height });

function paint(canvas, { pixels, width, height }, { ink, paper }, left, top, factor) {
  const large = enlarge(pixels, width, height, factor);
  const image = new ImageData(width * factor, height * factor);
  large.forEach((value, i) => image.data.set([...mix(paper, ink, value), 255], 4 * i));
  canvas.getContext('2d').putImageData(image, left, top);
}

async function breathe(signal) {
  await wait(0, signal);
}

function wait(milliseconds, signal) {
  return new Promise((done, failed) => {
    setTimeout(() => (signal?.aborted ? failed(new DOMException('stopped', 'AbortError')) : done()), milliseconds);
  });
}
