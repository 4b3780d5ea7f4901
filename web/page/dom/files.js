// Handing files to a visitor, and what pictures in them look like.

import { el } from './dom.js';

const kKept = 60_000; // ms that the browser may take to fetch what it saves

/** Saves a file where the browser saves files. @param {Blob} blob @param {string} name */
export function saveFile(blob, name) {
  const href = URL.createObjectURL(blob);
  el('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), kKept);
}

/**
 * The colours of the theme that is on, as [red, green, blue].
 * @param {HTMLElement} root holds the stage, or is within it
 */
export function lookOf(root) {
  const stage = root.closest('.stage') ?? root.querySelector('.stage');
  const { color, backgroundColor } = getComputedStyle(stage);
  const numbers = (css) =>
    css
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map(Number);
  return { ink: numbers(color), paper: numbers(backgroundColor) };
}

/** The text of a file of the site. */
export async function textAt(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
}
