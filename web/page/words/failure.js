// What is said where something went wrong, and what to do about it.

import { megabytes } from './numbers.js';

export const failure = {
  noWasm:
    'This browser cannot run WebAssembly, so no fresh digits can be drawn here; the sheet above was drawn beforehand.',
  noSimd:
    "This browser's WebAssembly is too old to draw fresh digits here (it lacks SIMD); the sheet above was drawn beforehand. Try a current browser.",
  worker: (message) =>
    `The part that draws could not start (${message}); the sheet above was drawn beforehand. Try a current browser.`,
  manifest: (message) => `The list of models could not be read (${message}). Reload the page.`,
  model: (title, message) => `${title} could not be used: ${message}. Try again, or choose another model.`,
  localModel: (file, message) =>
    `${message.includes(file) ? message : `${file}: ${message}`}. A model file ends in .safetensors and comes from latentwalk-train export or latentwalk import.`,
  largeModel: (bytes, most) => `${megabytes(bytes)}, the page opens files of at most ${megabytes(most)}`,
  slowModel: (seconds) => `reading and testing it took more than ${seconds} seconds, and was given up`,
  notReadable: (path) =>
    `${path} may not be read in a frame without an origin: the host must send Access-Control-Allow-Origin: *, or the frame needs allow-same-origin in its sandbox`,
  notFor: (view, title, others) =>
    others.length > 0
      ? `${view} is not to be had with ${title}. Choose ${others.join(' or ')}.`
      : `${view} is not to be had on this site: it was built without what it needs.`,
  recording: (message) => `The recording failed (${message}). Try another kind of file.`,
  offline: (title) =>
    `You are offline, and ${title} is not stored on this device yet. Choose another model, or come back with a connection.`,
  seed: 'A seed is a whole number from 0 to 9007199254740991.',
  station: 'Give a seed such as 7, or seed:digit with a digit from 0 to 63, such as 7:12.',
  frames: 'Frames is a whole number from 2 to 240.',
  testDigit: (count) => `A test digit is a whole number from 0 to ${count - 1}.`,
};
