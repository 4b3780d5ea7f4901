// Light, dark, or as the device is: what the visitor chose stays until it is changed.

import * as text from '../words/text.js';

const kThemes = ['auto', 'light', 'dark'];
const kKey = 'latentwalk-theme'; // start.js reads it before anything is drawn

/**
 * @param {HTMLButtonElement} button changes to the next theme
 * @param {() => void} onChange
 */
export function connectTheme(button, onChange) {
  const root = document.documentElement;
  // The browser's own bar is tinted like the page.
  const bars = Array.from(/** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('[name=theme-color]')));
  const tints = bars.map(({ media, content }) => ({ theme: media.includes('dark') ? 'dark' : 'light', content }));
  const tell = () => {
    const chosen = root.dataset.theme;
    bars.forEach((bar, i) => (bar.content = tints.find(({ theme }) => theme === (chosen ?? tints[i].theme)).content));
    const words = text.header.themes[root.dataset.theme ?? 'auto'];
    button.title = words;
    button.setAttribute('aria-label', words);
  };
  button.addEventListener('click', () => {
    const next = kThemes[(kThemes.indexOf(root.dataset.theme ?? 'auto') + 1) % kThemes.length];
    if (next === 'auto') delete root.dataset.theme;
    else root.dataset.theme = next;
    keep(next);
    tell();
    onChange();
  });
  tell();
}

function keep(theme) {
  try {
    if (theme === 'auto') localStorage.removeItem(kKey);
    else localStorage.setItem(kKey, theme);
  } catch {
    // Where nothing may be stored, it lasts as long as the page.
  }
}
