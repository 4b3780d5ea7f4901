// The bench of Theory: a topic, chosen in the panel, fills stage and controls.

import { check, el, radios } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';
import { Densities } from './densities.js';
import { Bound } from './bound.js';

const kTopics = { densities: Densities, elbo: Bound };

export class TheoryBench {
  #host;
  #topics;
  #controls = el('div', { class: 'panel-slot' });
  #shown = null; // the topic's part
  #name = '';

  /** @param {import('../../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    const choices = Object.entries(words.topics);
    this.#topics = radios(words.topic, choices, (topic) => host.setState({ topic }), { 'data-part': 'topic' });
    host.panel.append(this.#topics, this.#controls);
  }

  async update(state, isCurrent) {
    check(this.#topics, state.topic);
    if (this.#name !== state.topic) {
      this.#shown?.destroy();
      this.#name = state.topic;
      this.#shown = new kTopics[state.topic](this.#host);
      this.#host.stage.replaceChildren(this.#shown.root);
      this.#controls.replaceChildren(...this.#shown.controls);
    }
    await this.#shown.update(state, isCurrent);
  }

  repaint() {
    this.#shown?.repaint();
  }

  destroy() {
    this.#shown?.destroy();
  }
}
