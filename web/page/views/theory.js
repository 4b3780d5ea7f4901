// Theory: section 2 of the paper. What fills the view is loaded when it is first opened (parts/theory/).

import { base, choice, density, test, whole } from '../params/params.js';
import * as text from '../words/text.js';

export const id = 'theory';
export const title = text.views.theory;
export const accepts = () => true;
export const params = {
  topic: choice('densities', ['densities', 'elbo']),
  p: density('normal,-1,1'), // of the data
  q: density('normal,1,1'), // of the generator
  learns: choice('discriminator', ['discriminator', 'both']), // from samples of p and q
  loss: choice('minimax', ['minimax', 'non_saturating']), // of the generator that learns
  base, // the digit of the bound, unless `test` is one
  test,
  draw: whole(1, 0, 9999), // the seed of the draws of z
};

export const create = (host) => new Theory(host);

/** @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station: base, drawn }, state, model) => {
  const isReal = drawn?.test !== undefined && drawn?.test !== null && model.has_encoder;
  if (isReal) return { test: drawn.test };
  return base ? { base, test: null } : null;
};

class Theory {
  #host;
  #body = null;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {import('./view.js').State} state @param {() => boolean} isCurrent */
  async update(state, isCurrent) {
    const { TheoryBench } = await import('./parts/theory/theory.js');
    if (!isCurrent()) return;
    this.#body ??= new TheoryBench(this.#host);
    await this.#body.update(state, isCurrent);
  }

  repaint() {
    this.#body?.repaint();
  }

  destroy() {
    this.#body?.destroy();
  }
}
