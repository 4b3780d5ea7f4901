// The frame around a view, described once: elements in the browser (el() of dom.js), HTML in the build (html.mjs), which
// puts it into index.html so that poster and text are there before any script.

import { labels } from '../words/labels.js';

/**
 * What makes a part of the frame: an element, or its HTML.
 * @typedef {(tag: any, props?: Record<string, any>, ...children: any[]) => any} Maker
 */

/**
 * The sheet that was drawn beforehand, in the theme that is on.
 * @param {Maker} make
 * @param {(file: string) => string} addressOf a picture of the site
 */
export const posterOf = (make, addressOf) =>
  make(
    'picture',
    { class: 'poster' },
    make('source', { srcset: addressOf('poster-dark.png'), media: '(prefers-color-scheme: dark)' }),
    make('img', { src: addressOf('poster-light.png'), width: 504, height: 504, alt: labels.poster }),
  );

/**
 * @param {Maker} make
 * @param {(file: string) => string} addressOf
 * @param {...any} more beneath the picture
 */
export const frameOf = (make, addressOf, ...more) =>
  make('div', { class: 'bench' }, stageOf(make, addressOf, more), controlsOf(make));

function stageOf(make, addressOf, more) {
  const range = { 'aria-valuemin': 0, 'aria-valuemax': 100 };
  const bar = { class: 'bar', role: 'progressbar', 'aria-label': labels.loading, ...range, hidden: true };
  const scene = make('div', { class: 'scene waiting' });
  return make(
    'div',
    { class: 'stage', tabIndex: -1 },
    make('div', bar, make('i')),
    make('div', { class: 'frame' }, posterOf(make, addressOf), scene),
    make('p', { class: 'status', role: 'status' }),
    make('div', { class: 'tray', 'data-part': 'tray' }),
    ...more,
  );
}

function controlsOf(make) {
  const seen = { class: 'seen waiting', 'data-part': 'facts', 'aria-label': labels.seen };
  return make(
    'div',
    { class: 'controls', 'data-part': 'controls' },
    make('div', { class: 'panel-slot' }),
    make('section', seen, make('h2', {}, labels.seen), make('p'), make('dl')),
  );
}
