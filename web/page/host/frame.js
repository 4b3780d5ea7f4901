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
 * The views to choose from: links in the page, buttons in the element.
 * @param {Maker} make
 * @param {{id: string, title: string}[]} views
 * @param {(id: string) => Record<string, any>} propsOf
 */
export function tabsOf(make, views, propsOf) {
  const tabs = views.map(({ id, title }) => {
    const { href, ...props } = propsOf(id);
    const named = { 'data-view': id, 'data-text': title, ...props };
    return href === undefined
      ? make('button', { type: 'button', ...named }, title)
      : make('a', { href, ...named }, title);
  });
  return make('nav', { class: 'views', 'aria-label': labels.views, 'data-part': 'views' }, ...tabs);
}

/** The button that opens the list of models (model_menu.js). @param {Maker} make */
export const modelButtonOf = (make, title, props = {}) =>
  make(
    'button',
    { type: 'button', class: 'model-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', ...props },
    make('span', { class: 'off-screen' }, `${labels.model}: `),
    make('span', { class: 'name' }, title),
  );

/**
 * @param {Maker} make
 * @param {(file: string) => string} addressOf
 * @param {...any} more beneath the picture
 */
export const frameOf = (make, addressOf, ...more) =>
  make(
    'div',
    { class: 'bench' },
    stageOf(make, addressOf, more),
    make('div', { class: 'tray', 'data-part': 'tray' }),
    make('div', { class: 'side' }, lessonOf(make), controlsOf(make)),
  );

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
    ...more,
  );
}

const lessonOf = (make) =>
  make('section', { class: 'lesson', 'data-part': 'lesson', 'aria-label': labels.lesson, tabIndex: -1, hidden: true });

function controlsOf(make) {
  const seen = { class: 'seen', 'data-part': 'facts', 'aria-label': labels.seen };
  return make(
    'div',
    { class: 'controls waiting', 'data-part': 'controls' },
    make('div', { class: 'panel-slot' }),
    make('section', seen, make('h2', {}, labels.seen), make('p'), make('dl')),
  );
}
