// Walk: from digit to digit through latent space, played, scrubbed and recorded.

import { modelUrl } from '../../engine/client/site_urls.js';
import { check, el, radios, textField } from '../dom/dom.js';
import { isMotionWelcome } from '../dom/ink.js';
import { choice, decimal, flag, parseWhole, path, stations, whole } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { labelOf } from './parts/class_choice.js';
import { Player } from './parts/player.js';
import { recordPanel } from './parts/record_panel.js';
import { stationList } from './parts/station_list.js';

const kMostFrames = 240; // of a leg
const kMostStations = 8;

export const id = 'walk';
export const title = text.views.walk;
export const accepts = () => true;
export const params = {
  stations: stations('1:27,1:29', 2, kMostStations),
  path,
  frames: whole(60, 2, kMostFrames),
  loop: flag(false),
  speed: choice('1', ['0.25', '0.5', '1', '2', '4']),
  t: decimal(0, 0, 1),
  play: flag(false), // begins to play by itself, unless less motion is wanted
};

export function create(host) {
  let state,
    shown = '',
    begun = false;
  const player = new Player((t, settled) => {
    state = { ...state, t };
    playButton.textContent = player.playing ? text.labels.pause : text.labels.play;
    if (!settled) return;
    host.note({ t });
    readPlace();
  });
  const playButton = el(
    'button',
    { type: 'button', class: 'primary', 'data-action': 'play', onclick: toggle },
    text.labels.play,
  );
  const list = stationList({ least: 2, most: kMostStations, onChange: (to) => host.setState({ stations: to }) });
  const paths = radios(
    text.labels.path,
    [
      ['slerp', text.labels.round],
      ['lerp', text.labels.straight],
    ],
    (value) => host.setState({ path: value }),
    { 'data-part': 'path' },
  );
  const frames = textField({
    label: text.labels.frames,
    note: text.notes.frames,
    wrong: text.failure.frames,
    part: 'frames',
    parse: (value) => parseWhole(value, 2, kMostFrames),
    take: (value) => host.setState({ frames: value }),
  });
  const speed = el(
    'select',
    {
      'data-field': 'speed',
      onchange: () => {
        host.setState({ speed: speed.value });
        if (player.playing) player.play(Number(speed.value));
      },
    },
    [
      ['0.25', '¼'],
      ['0.5', '½'],
      ['1', '1'],
      ['2', '2'],
      ['4', '4'],
    ].map(([value, name]) => el('option', { value }, name)),
  );
  const loop = el('input', {
    type: 'checkbox',
    'data-field': 'loop',
    onchange: () => host.setState({ loop: loop.checked }),
  });
  const record = recordPanel(
    host,
    () => player.frames,
    () => `latentwalk-${host.model.name}`,
  );
  host.stage.append(player.root);
  host.panel.append(
    el(
      'div',
      { class: 'row', 'data-part': 'play' },
      playButton,
      el(
        'button',
        {
          type: 'button',
          'data-action': 'reverse',
          onclick: () =>
            host.setState({ stations: state.stations.toReversed?.() ?? [...state.stations].reverse(), t: 1 - state.t }),
        },
        text.labels.reverse,
      ),
    ),
    list.root,
    paths,
    el(
      'details',
      { 'data-part': 'speed' },
      el('summary', {}, text.labels.framesAndSpeed),
      el('div', { class: 'row' }, frames.root, el('label', { class: 'field' }, text.labels.speed, speed)),
      frames.note,
      el('label', { class: 'tick' }, loop, text.labels.loop),
    ),
    record.root,
  );

  // What is shown where the walk stands still.
  async function readPlace() {
    const { current } = player;
    if (!current) return;
    const say = host.sayLater();
    const [read] = await readDigits(host, current.pixels).catch(() => []);
    if (!host.signal.aborted && read && player.current === current)
      say(text.status.placeRead(player.frame + 1, player.count, read));
  }

  function toggle() {
    if (player.playing) player.pause();
    else player.play(Number(state.speed));
    playButton.textContent = player.playing ? text.labels.pause : text.labels.play;
  }

  return {
    async update(to, isCurrent) {
      state = player.playing ? { ...to, t: player.t } : to;
      const { model } = host;
      list.show(to.stations, model.class_count);
      check(paths, to.path);
      frames.show(String(to.frames));
      speed.value = to.speed;
      loop.checked = to.loop;
      const key = JSON.stringify([model.name, to.stations, to.path, to.frames, to.loop]);
      if (shown === key) {
        if (!player.playing) player.place(to.t);
      } else if (!(await drawWay(to, isCurrent))) return;
      shown = key;
      host.say(text.status.walk(model.title, to.stations.map(text.stationWords), player.frames.length));
      if (to.play && !begun && isMotionWelcome()) toggle();
      begun = true;
    },
    repaint: () => player.repaint(),
    destroy: () => player.destroy(),
  };

  async function drawWay({ stations: through, path: how, frames: each, loop: round, t }, isCurrent) {
    const { model } = host;
    const legs = round ? through.length : through.length - 1;
    const count = legs * (each - 1) + (round ? 0 : 1);
    shown = '';
    player.begin({
      count,
      legs,
      loop: round,
      width: model.image_width,
      height: model.image_height,
      names: [text.labels.station(through[0]), text.labels.station(round ? through[0] : through.at(-1))],
    });
    if (!player.playing) player.place(t);
    const message = {
      kind: 'walk',
      channel: 'stage',
      url: modelUrl(host.assets, model),
      frames: each,
      path: how,
      loop: round,
      stations: through.map((station) => ({
        seed: station.seed,
        index: station.index,
        label: labelOf(model, station),
      })),
    };
    const end = await host.engine.request(message, ({ first, pixels, lengths, usual }) => {
      if (!isCurrent()) return;
      if (lengths) {
        player.measure(lengths, usual);
        host.explain(text.seenOnWalk(how, lengths[Math.floor((each - 1) / 2)], usual));
      } else {
        player.add(first, pixels);
        host.say(text.status.drawing(first + pixels.length / (model.image_width * model.image_height), count));
      }
    });
    return end !== 'stale' && isCurrent();
  }
}
