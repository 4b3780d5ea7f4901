// Networks trained on the two densities: a discriminator against p and q, or a GAN whose generator starts with q.

import { createLineGan } from '../../../../engine/learn/learn.js';
import { button, check, el, radios } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';

const kLook = 60; // ms between two looks at the curves

export class LineTraining {
  #host;
  #show;
  #key = '';
  #state = null;
  #making = null; // promise of the training
  #gan = null; // once it is there
  #isTraining = false;
  #train = button('train', words.train, () => (this.#isTraining ? this.#pause() : this.#start()));
  #step = button('step', words.oneStep, () => this.#stepOnce());
  #rewind = button('rewind', words.rewind, () => this.#forget());
  #learns;
  #loss;
  controls;

  /**
   * @param {import('../../view.js').Host} host
   * @param {(curves: any, steps: number) => void} show curves: null where there is no training
   */
  constructor(host, show) {
    this.#host = host;
    this.#show = show;
    this.#learns = radios(words.learns, Object.entries(words.learners), (learns) => host.setState({ learns }));
    this.#loss = radios(words.loss, Object.entries(words.losses), (loss) => host.setState({ loss }));
    this.controls = el(
      'div',
      { class: 'density-controls', 'data-part': 'line-training' },
      this.#learns,
      this.#loss,
      el('div', { class: 'row' }, this.#train, this.#step, this.#rewind),
      el('p', { class: 'note' }, words.trainingNote),
    );
  }

  /** @param {Record<string, any>} state */
  update(state) {
    const { p, q, learns, loss } = state;
    check(this.#learns, learns);
    check(this.#loss, loss);
    this.#loss.hidden = learns !== 'both';
    const key = JSON.stringify([p, q, learns, learns === 'both' && loss]);
    if (key === this.#key) return;
    this.#key = key;
    this.#state = state;
    this.#forget();
  }

  /** Whether the curves are those of a training that has begun. */
  get hasBegun() {
    return this.#gan?.steps > 0;
  }

  destroy() {
    this.#end();
  }

  #end() {
    this.#isTraining = false;
    this.#making?.then(
      (gan) => gan.close(),
      () => {},
    );
    this.#making = this.#gan = null;
  }

  #forget() {
    this.#end();
    this.#nameButtons();
    this.#show(null, 0);
  }

  #nameButtons() {
    this.#train.textContent = this.#isTraining ? words.pause : words.train;
    this.#rewind.disabled = !this.hasBegun;
  }

  #pause() {
    this.#isTraining = false;
    this.#nameButtons();
  }

  #start() {
    this.#isTraining = true;
    this.#nameButtons();
    this.#host.run(async () => {
      let count = 1;
      while (this.#isTraining) {
        const before = performance.now();
        if (!(await this.#advance(count))) return;
        const took = performance.now() - before;
        count = Math.max(1, Math.min(2 * count, Math.round((count * kLook) / Math.max(took, 1))));
        await new Promise((resume) => requestAnimationFrame(resume));
      }
    });
  }

  #stepOnce() {
    this.#pause();
    this.#host.run(() => this.#advance(1));
  }

  /** Trains and shows; false where the training is not wanted any more. */
  async #advance(count) {
    const making = (this.#making ??= this.#make());
    try {
      const gan = await making;
      if (this.#making !== making) return false;
      this.#gan = gan;
      await gan.step(count);
      const curves = await gan.curves();
      if (this.#making !== making) return false;
      this.#nameButtons();
      this.#show(curves, gan.steps);
      return true;
    } catch (error) {
      if (this.#making !== making) return false;
      this.#end();
      this.#nameButtons();
      throw error;
    }
  }

  async #make() {
    const { p, q, learns, loss } = this.#state;
    const makeWorker = await this.#host.learningWorkers();
    return createLineGan(p, q, { trainsGenerator: learns === 'both', loss, makeWorker });
  }
}
