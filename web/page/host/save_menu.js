// Saving what is shown: the current digit, its latent vector, the stage, and the scene.

import { button, el, selectOf } from '../dom/dom.js';
import { lookOf, saveFile } from '../dom/files.js';
import { digitPng, digitSvg, npyOf, stagePng, stageSvg } from '../dom/saving.js';
import { formatScene } from '../state/scene.js';
import * as text from '../words/text.js';

/** @type {[string, string][]} */
const kWidths = ['224', '448', '896', '1792'].map((width) => [width, text.tray.pixels(width)]);

const kGroups = { digit: ['png', 'svg', 'json', 'npy'], stage: ['png', 'svg'], scene: ['json'] };

/** A state that shows a digit on its sliders. */
const dimensionsOf = (state, { digit, latent }) => ({
  ...state,
  model: digit.model ?? state.model,
  view: 'dimensions',
  base: { seed: 1, index: 0, digit: digit.station.digit, latent },
  z: {},
  digit: null,
  lesson: null,
});

/**
 * @param {object} settings
 * @param {HTMLElement} settings.scene
 * @param {() => {state: import('../views/view.js').State, digit: import('../views/view.js').Digit | null}} settings.shown
 * @param {() => Promise<{digit: import('../views/view.js').Digit, latent: number[]}>} settings.latent of the current digit
 * @param {(sentence: string, wrong?: boolean) => void} settings.say
 */
export function saveMenu({ scene, shown, latent, say }) {
  let width = '448';
  const works = worksOf(scene, shown, latent, () => Number(width));
  const save = async (action) => {
    try {
      const { blob, name } = await works[action]();
      saveFile(blob, name);
      say(text.tray.saved(name));
    } catch (error) {
      say(text.tray.notSaved(error.message), true);
    }
  };
  const widths = selectOf('save-width', kWidths, (to) => (width = to));
  widths.value = width;
  const groups = Object.entries(kGroups).map(([name, endings]) =>
    el(
      'fieldset',
      { class: `choice save-${name}`, disabled: name === 'digit' }, // until the menu opens and looks
      el('legend', {}, text.tray.groups[name]),
      endings.map((ending) =>
        button(`save-${name}-${ending}`, text.tray.files[name][ending], () => save(`${name}-${ending}`)),
      ),
    ),
  );
  const field = el('label', { class: 'field' }, text.tray.width, widths);
  const menu = el('div', { class: 'save-menu' }, field, groups);
  const root = el('details', { class: 'save' }, el('summary', {}, text.tray.save), menu);
  root.addEventListener('toggle', () => {
    /** @type {HTMLFieldSetElement} */ (root.querySelector('.save-digit')).disabled = !shown().digit;
  });
  closeAgain(root);
  return root;
}

/** What each action saves: {blob, name}. */
function worksOf(scene, shown, latent, width) {
  const ofDigit = (blob, ending) => ({ blob, name: `${text.digitFile(shown().state, shown().digit)}.${ending}` });
  const ofStage = (blob, ending) => ({ blob, name: `${text.stageFile(shown().state)}.${ending}` });
  const sceneOf = (state) => new Blob([formatScene(state)], { type: 'application/json' });
  const look = () => lookOf(scene);
  return {
    'digit-png': async () => ofDigit(await digitPng(shown().digit, look(), width()), 'png'),
    'digit-svg': async () => ofDigit(digitSvg(shown().digit, look()), 'svg'),
    'digit-npy': async () => ofDigit(npyOf((await latent()).latent), 'npy'),
    // A scene of Dimensions, which page, viewer and `latentwalk render` open.
    'digit-json': async () => ofDigit(sceneOf(dimensionsOf(shown().state, await latent())), 'json'),
    'stage-png': async () => ofStage(await stagePng(scene, look(), width()), 'png'),
    'stage-svg': async () => ofStage(await stageSvg(scene, look()), 'svg'),
    'scene-json': async () => ofStage(sceneOf(shown().state), 'json'),
  };
}

/** Escape closes the menu, and so does leaving it. */
function closeAgain(root) {
  root.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !root.open) return;
    root.open = false;
    root.querySelector('summary').focus();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget)) root.open = false;
  });
}
