// Training: the same latents after each epoch, and the losses beside them.

import { ask } from '../../engine/client/whole_answer.js';
import { assetUrl } from '../../engine/client/site_urls.js';
import { el, slider } from '../dom/dom.js';
import { whole } from '../params/params.js';
import * as text from '../words/text.js';
import { lossPlot } from './parts/loss_plot.js';
import { Sheet } from './parts/sheet.js';

export const id = 'training';
export const title = text.views.training;
export const accepts = (model, manifest) => (manifest.history ?? []).some((entry) => entry.model === model.name);
const nameOf = ({ model, preset }) => `${model}-${preset}`;
export const params = {
  run: { parse: (value) => (/^[\w.-]{1,60}$/.test(value) ? value : undefined), format: String, default: null },
  epoch: whole(null, 0, 100000), // null: the last
};

export function create(host) {
  let state,
    shown = '',
    run = null,
    sheet = null,
    playing = 0;
  // Runs of models that this site has: the others could not be chosen above.
  const runs = host.manifest.history.filter(({ model }) => host.manifest.models.some(({ name }) => name === model));
  const choose = (entry) => host.setState({ model: entry.model, run: nameOf(entry), epoch: null }, { step: true });
  const select = el(
    'select',
    { 'data-field': 'run', onchange: () => choose(runs.find((entry) => nameOf(entry) === select.value)) },
    runs.map((entry) => el('option', { value: nameOf(entry) }, text.labels.runName(titleOf(entry), entry.preset))),
  );
  const slot = el('div', { class: 'epoch-sheet' });
  const note = el('p', { class: 'note run-note' });
  const epochs = slider({
    label: text.labels.epoch,
    min: 0,
    max: 1,
    step: 1,
    part: 'epoch',
    say: (row) => (run ? text.labels.epochOf(run.epochs[row], run.epochs.at(-1)) : ''),
    oninput: (row) => {
      stop();
      showRow(row);
    },
    onchange: (row) => settle(row),
  });
  const plot = lossPlot(host.signal, (epoch) => {
    stop();
    showRow(rowOf(epoch));
    settle(rowOf(epoch));
  });
  const play = el(
    'button',
    { type: 'button', class: 'primary', 'data-action': 'play', onclick: () => (playing ? stop() : start()) },
    text.labels.play,
  );
  host.stage.append(el('div', { class: 'training' }, slot, epochs.root, plot.root));
  host.panel.append(
    el('div', { class: 'row', 'data-part': 'play' }, play),
    el('label', { class: 'field', 'data-part': 'run' }, text.labels.run, select),
    note,
  );

  function titleOf({ model }) {
    return host.manifest.models.find(({ name }) => name === model)?.title ?? model;
  }

  // Of the chosen model the run that is asked for, else the best.
  function chosen() {
    const own = runs.filter(({ model }) => model === state.model);
    return own.find((entry) => nameOf(entry) === state.run) ?? own.find(({ preset }) => preset === 'best') ?? own[0];
  }
  const rowOf = (epoch) =>
    run.epochs.reduce((best, one, i) => (Math.abs(one - epoch) < Math.abs(run.epochs[best] - epoch) ? i : best), 0);

  function showRow(row) {
    const { columns, width, height, epochs: list } = run;
    const pixels = new Float32Array(columns * width * height);
    for (let digit = 0; digit < columns; digit++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          pixels[(digit * height + y) * width + x] =
            1 - run.shades[(row * height + y) * columns * width + digit * width + x] / 255;
        }
      }
    }
    sheet.add(0, pixels, false);
    sheet.name((i) => text.labels.digitAt(i, list[row]), width, height);
    epochs.show(row);
    plot.mark(list[row]);
    state = { ...state, epoch: list[row] };
  }

  function settle(row) {
    host.note({ epoch: run.epochs[row] });
    host.say(text.status.epoch(titleOf(run.entry), run.entry.preset, run.epochs[row], run.epochs.at(-1)));
  }

  function start() {
    let row = state.epoch === run.epochs.at(-1) ? 0 : rowOf(state.epoch);
    play.textContent = text.labels.pause;
    playing = setInterval(() => {
      showRow(row);
      if (++row >= run.epochs.length) stop();
    }, 250);
  }

  function stop() {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    play.textContent = text.labels.play;
    if (!host.signal.aborted) settle(rowOf(state.epoch));
  }

  return {
    async update(to, isCurrent) {
      state = to;
      const entry = chosen();
      if (!playing || shown !== nameOf(entry)) stop();
      select.value = nameOf(entry);
      if (shown !== nameOf(entry)) {
        const answer = await ask(host.engine, {
          kind: 'history',
          data: assetUrl(host.assets, entry.data),
          picture: assetUrl(host.assets, entry.picture),
        });
        if (!isCurrent()) return;
        run = { ...answer.history, shades: answer.shades, entry };
        checkRun(run, answer);
        sheet = new Sheet({ count: run.columns, columns: 4, label: text.labels.epochSheet });
        slot.replaceChildren(sheet.root);
        sheet.name(() => '', run.width, run.height);
        epochs.input.max = run.epochs.length - 1;
        note.textContent = run.note ?? '';
        note.hidden = !run.note;
        await plot.show(run.losses, host.stage);
        if (!isCurrent()) return;
        shown = nameOf(entry);
      }
      const row = to.epoch === null ? run.epochs.length - 1 : rowOf(to.epoch);
      showRow(row);
      host.explain(text.seenOnTraining(run.losses, entry.preset !== 'best'));
      host.say(text.status.epoch(titleOf(entry), entry.preset, run.epochs[row], run.epochs.at(-1)));
    },
    repaint() {
      sheet?.repaint();
      plot.repaint();
    },
    destroy: stop,
  };
}

function checkRun({ columns, width, height, epochs, entry }, picture) {
  if (picture.width !== columns * width || picture.height !== epochs.length * height) {
    throw new Error(
      `${entry.picture} is ${picture.width} x ${picture.height}, expected ${columns * width} x ${epochs.length * height}`,
    );
  }
}
