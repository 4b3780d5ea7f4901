// Walk: from digit to digit through latent space, played, scrubbed and recorded.

import { modelUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { button, check, el, radios, selectOf, textField, tickBox } from '../dom/dom.js';
import { isMotionWelcome } from '../dom/ink.js';
import { choice, decimal, flag, formatStation, parseWhole, path, prior, stations, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { classNames, labelOf } from './parts/class_choice.js';
import { Player } from './parts/player.js';
import { priorChoice, priorOf } from './parts/prior_choice.js';
import { readDigits } from './parts/read_digits.js';
import { recordPanel } from './parts/record_panel.js';
import { StationList } from './parts/station_list.js';

const kMostFrames = 240; // of a leg
const kMostStations = 64; // as in latentwalk/scene.hpp
const kMostNumbers = 2 ** 25; // in all latents or pictures of a walk
/** @type {[string, string][]} */
const kSpeeds = [
  ['0.25', '¼'],
  ['0.5', '½'],
  ['1', '1'],
  ['2', '2'],
  ['4', '4'],
];

export const id = 'walk';
export const title = text.views.walk;
export const accepts = () => true;
export const params = {
  stations: stations('1:27,1:29', 2, kMostStations),
  path,
  prior,
  frames: whole(60, 2, kMostFrames),
  loop: flag(false),
  speed: {
    ...choice(
      '1',
      kSpeeds.map(([value]) => value),
    ),
    number: true,
  },
  t: decimal(0, 0, 1),
  play: flag(false), // begins to play by itself, unless less motion is wanted
};

export const create = (host) => new Walk(host);

/** From the digit on; to it where it is on the way already. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station }, { stations: through, loop }, model) => {
  if (!station) return null;
  const textOf = (one) => formatStation({ ...one, digit: labelOf(model, one) });
  const at = through.findIndex((one) => textOf(one) === textOf(station));
  if (at >= 0) return { t: at / (loop ? through.length : through.length - 1) };
  return { stations: [station, ...through.slice(1)], t: 0 };
};

// Latents and pictures of a whole walk are kept: of a model of very large ones there are fewer than asked for.
export const framesOf = ({ latent_dim: dim, image_width: width, image_height: height }, { length: legs }, wanted) =>
  Math.min(wanted, Math.max(2, Math.floor(kMostNumbers / Math.max(dim, width * height) / legs)));

class Walk {
  #host;
  #state;
  #shown = ''; // which walk
  #hasBegun = false;
  #walk = null; // what was asked of the worker
  #player = new Player((t, settled) => this.#placed(t, settled));
  #playButton = button('play', text.labels.play, () => this.#toggle(), { class: 'primary' });
  #stations;
  #paths;
  #priors;
  #frames;
  #speed;
  #loop;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#stations = new StationList({
      least: 2,
      most: kMostStations,
      onChange: (to) => host.setState({ stations: to }),
    });
    const kinds = [
      ['slerp', text.labels.round],
      ['lerp', text.labels.straight],
    ];
    this.#paths = radios(text.labels.path, kinds, (to) => host.setState({ path: to }), { 'data-part': 'path' });
    this.#priors = priorChoice(host);
    this.#frames = textField({
      label: text.labels.frames,
      note: text.notes.frames,
      wrong: text.failure.frames,
      part: 'frames',
      parse: (value) => parseWhole(value, 2, kMostFrames),
      take: (frames) => host.setState({ frames }),
    });
    this.#speed = selectOf('speed', kSpeeds, (speed) => {
      host.setState({ speed });
      if (this.#player.playing) this.#player.play(Number(speed));
    });
    this.#loop = tickBox({ field: 'loop', label: text.labels.loop, onChange: (loop) => host.setState({ loop }) });
    host.stage.append(this.#player.root);
    this.#fillPanel();
  }

  #fillPanel() {
    const record = recordPanel(
      this.#host,
      () => this.#player.frames,
      () => text.stageFile({ ...this.#state, model: this.#host.model.name }),
      () => this.#player.seconds(Number(this.#state.speed)),
    );
    const reverse = button('reverse', text.labels.reverse, () => this.#reverse());
    const speed = el('label', { class: 'field' }, text.labels.speed, this.#speed);
    this.#host.panel.append(
      el('div', { class: 'row', 'data-part': 'play' }, this.#playButton, reverse),
      this.#stations.root,
      this.#paths,
      this.#priors.root,
      el(
        'details',
        { 'data-part': 'speed' },
        el('summary', {}, text.labels.framesAndSpeed),
        el('div', { class: 'row' }, this.#frames.root, speed),
        this.#frames.note,
        this.#loop.root,
      ),
      record.root,
    );
  }

  async update(state, isCurrent) {
    const player = this.#player;
    this.#state = player.playing ? { ...state, t: player.t } : state;
    const { model } = this.#host;
    this.#stations.show(state.stations, classNames(model));
    check(this.#paths, state.path);
    this.#priors.show([model], state.prior);
    this.#frames.show(String(state.frames));
    this.#speed.value = state.speed;
    this.#loop.input.checked = state.loop;
    const { stations: through, path: how, frames, loop } = state;
    const key = JSON.stringify([model.name, through, how, frames, loop, priorOf(model, state.prior)]);
    if (this.#shown === key) {
      if (!player.playing) player.place(state.t);
    } else if (!(await this.#drawWalk(state, isCurrent))) return;
    this.#shown = key;
    this.#host.say(text.status.walk(model.title, text.stationsWords(state.stations, model), player.count));
    if (state.play && !this.#hasBegun && isMotionWelcome()) this.#toggle();
    this.#hasBegun = true;
  }

  repaint() {
    this.#player.repaint();
  }

  destroy() {
    this.#player.destroy();
  }

  /** Whether the walk is still the one that is wanted once it is drawn. */
  async #drawWalk({ stations: through, path: how, frames: wanted, loop, t, prior: asked }, isCurrent) {
    const { engine, assets, model } = this.#host;
    const frames = framesOf(model, through, wanted);
    this.#shown = '';
    this.#begin(through, frames, loop);
    if (!this.#player.playing) this.#player.place(t);
    const labelled = through.map((station) => ({ ...station, label: labelOf(model, station) }));
    const from = priorOf(model, asked);
    const walk = { url: modelUrl(assets, model), frames, path: how, loop, stations: labelled, prior: from };
    this.#walk = walk;
    const size = model.image_width * model.image_height;
    const end = await engine.request({ kind: 'walk', channel: 'stage', ...walk }, (part) => {
      if (!isCurrent()) return;
      if (part.lengths) {
        this.#player.measure(part.lengths, part.usual);
        this.#host.explain(text.seenOnWalk(how, from, part.lengths[Math.floor((frames - 1) / 2)], part.usual));
      } else {
        this.#player.add(part.first, part.pixels);
        this.#host.say(text.status.drawing(part.first + part.pixels.length / size, this.#player.count));
      }
    });
    return end !== 'stale' && isCurrent();
  }

  #begin(through, frames, loop) {
    const { image_width: width, image_height: height } = this.#host.model;
    const legs = loop ? through.length : through.length - 1;
    this.#player.begin({
      count: legs * (frames - 1) + (loop ? 0 : 1),
      legs,
      loop,
      width,
      height,
      names: [through[0], loop ? through[0] : through.at(-1)].map((station) =>
        text.labels.station(station, this.#host.model),
      ),
    });
  }

  #placed(t, settled) {
    this.#state = { ...this.#state, t };
    this.#namePlayButton();
    if (!settled) return;
    this.#host.noteState({ t });
    this.#readPlace();
    this.#host.run(() => this.#pickPlace());
  }

  /** Makes the digit where the walk stands the current one: a station, or a point between two. */
  async #pickPlace() {
    const { current: picture, frame, count } = this.#player;
    const walk = this.#walk;
    if (!picture || !walk) return;
    const { stations } = walk;
    const leg = frame / (walk.frames - 1);
    const { seed, index, label, latent } = stations[Math.round(leg) % stations.length];
    const isStation = Number.isInteger(leg);
    const station = { seed, index, digit: label };
    let name = text.digitNames.walkPoint(frame, count);
    if (isStation && !latent) name = text.digitNames.seed(seed, index);
    else if (isStation) station.latent = latent;
    else {
      const message = { ...walk, kind: 'walkPoint', channel: 'point', frame };
      const answer = await wholeAnswer(this.#host.engine, message);
      if (!answer || this.#walk !== walk) return;
      Object.assign(station, { seed: 1, index: 0, latent: Array.from(answer.latents) });
    }
    this.#host.setCurrent({ ...picture, name, station, of: isStation ? undefined : 'walk' });
  }

  // What is shown where the walk stands still.
  async #readPlace() {
    const { current, frame, count } = this.#player;
    if (!current) return;
    const say = this.#host.sayLater();
    const [read] = await readDigits(this.#host, current.pixels).catch(() => []);
    if (!read || this.#player.current !== current) return;
    say(text.status.placeRead(frame + 1, count, read));
  }

  #toggle() {
    if (this.#player.playing) this.#player.pause();
    else this.#player.play(Number(this.#state.speed));
    this.#namePlayButton();
  }

  #namePlayButton() {
    this.#playButton.textContent = this.#player.playing ? text.labels.pause : text.labels.play;
  }

  #reverse() {
    const { stations: through, t } = this.#state;
    this.#host.setState({ stations: [...through].reverse(), t: 1 - t });
  }
}
