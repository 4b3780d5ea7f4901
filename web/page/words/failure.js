// What is said where something went wrong, and what to do about it.

import { megabytes } from './numbers.js';

export const failure = {
  noWasm:
    'This browser cannot run WebAssembly, so it cannot draw new digits. The sheet above was drawn in advance. Use a current browser.',
  noSimd:
    'The WebAssembly of this browser is too old to draw new digits: it has no SIMD. The sheet above was drawn in advance. Use a current browser.',
  worker: (message) =>
    `The worker that draws digits could not start (${message}). The sheet above was drawn in advance. Use a current browser.`,
  manifest: (message) => `The list of models could not be read (${message}). Reload the page.`,
  unserved:
    'This page needs a web server: opened from disk, or in a sandbox without allow-same-origin, it cannot read its files.',
  unservedInstead: 'Open latentwalk-offline.html, which contains them.',
  pageInstead: 'the server sent a web page in its place',
  model: (title, message) => `${title} could not be used: ${message}. Try again, or choose another model.`,
  localModel: (file, message) =>
    `${message.includes(file) ? message : `${file}: ${message}`}. Choose a .safetensors file written by latentwalk-train export or latentwalk import.`,
  largeModel: (bytes, most) => `has ${megabytes(bytes)}; the page opens files of at most ${megabytes(most)}`,
  slowModel: (seconds) => `reading and testing it took more than ${seconds} seconds, so the page stopped`,
  notReadable: (path) =>
    `a frame without an origin cannot read ${path}: the host must send Access-Control-Allow-Origin: *, or the frame needs allow-same-origin in its sandbox`,
  notFor: (view, title, others) =>
    others.length > 0
      ? `${view} does not work with ${title}. Choose ${others.join(' or ')}.`
      : `${view} does not work on this site, because the site was built without the files it needs.`,
  recording: (message) => `The recording failed (${message}). Try another format.`,
  offline: (title) =>
    `You are offline, and ${title} is not stored on this device. Choose another model, or connect to the network.`,
  learning: (reason) => `Training stopped: ${reason}.`,
  scene: (file, message) => `${file}: ${message}. Choose a scene that the page, the viewer or you have saved.`,
  sceneIsNone: 'a scene is a JSON object such as {"model": "conv-gan", "view": "sample"}',
  sceneModel: (model, names) => `its model ${model} is not on this page, which has ${names.join(', ')}`,
  sceneView: (view, views) => `its view ${view} is none of ${views.join(', ')}`,
  sceneKey: (key, view, known) => `it has the unknown key ${key}; the view ${view} has ${known.join(', ')}`,
  sceneValue: (key, value, title) => `${key} is ${value}, which does not fit ${title}`,
  seed: 'A seed is a whole number from 0 to 9007199254740991.',
  station: 'Type a seed (7), or seed:index with an index from 0 to 9999 (7:12).',
  frames: 'The number of frames is a whole number from 2 to 240.',
  testDigit: (count) => `The number of a test digit is a whole number from 0 to ${count - 1}.`,
};
