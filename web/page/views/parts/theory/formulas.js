// The formulas of Theory, each with what it says. Their numbers are the paper's.

import { el } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';
import { frac, math, row, sub, sup, under, underOver } from './mathml.js';

const best = () => sup('D', '*');
const data = () => sub('p', 'data');
const model = () => sub('p', 'g');
const mean = (of) => sub('E', of);
const posterior = () => row(sub('q', 'φ'), '(z|x)');
const likelihood = () => row(sub('p', 'θ'), '(x|z)');

/**
 * [the number in the paper or null, its key in the words, its lines]
 * @type {Record<string, () => [number | null, string, any[][]][]>}
 */
const kFormulas = {
  densities: () => [
    [
      1,
      'game',
      [
        [under('min', 'G'), under('max', 'D'), 'V(D,G)=', mean(row('x∼', data())), '[log D(x)]'],
        ['+', mean('z'), '[log(1−D(G(z)))]'],
      ],
    ],
    [13, 'best', [[best(), '(x)=', frac(row(data(), '(x)'), row(data(), '(x)+', model(), '(x)'))]]],
    [15, 'value', [['V(', best(), ',G)=−log 4+2 JSD(', data(), '‖', model(), ')']]],
    [null, 'kl', [['KL(p‖q)=∫p(x)log', frac('p(x)', 'q(x)'), 'd x']]],
  ],
  elbo: () => [
    [
      16,
      'loss',
      [
        [under('min', 'θ,φ'), '−', mean(row('z∼', posterior())), '[log', likelihood(), ']'],
        ['+KL(', posterior(), '‖p(z))'],
      ],
    ],
    [
      19,
      'evidence',
      [
        ['log p(x)=KL(', posterior(), '‖p(z|x))'],
        ['+', mean('z'), '[log', likelihood(), ']−KL(', posterior(), '‖p(z))'],
      ],
    ],
    [null, 'weighted', [weighted(), ['≤log p(x)']]],
  ],
};

const weighted = () => {
  const z = () => sub('z', 'k');
  const weight = frac(row(sub('p', 'θ'), '(x|', z(), ')p(', z(), ')'), row(sub('q', 'φ'), '(', z(), '|x)'));
  return [sub('L', 'K'), '=', mean('z'), '[log', frac('1', 'K'), underOver('∑', 'k=1', 'K'), weight, ']'];
};

/** @param {'densities' | 'elbo'} topic */
export function formulas(topic) {
  const items = kFormulas[topic]().map(([n, key, lines]) =>
    el(
      'li',
      {},
      el(
        'div',
        { class: 'formula' },
        lines.map((line) => math(...line)),
        n === null ? null : el('span', { class: 'formula-number' }, words.equation(n)),
      ),
      el('p', {}, words.formulas[key]),
    ),
  );
  return el(
    'section',
    { class: 'formulas', 'aria-label': words.formulasTitle },
    el('h2', { class: 'small' }, words.formulasTitle),
    el('ol', {}, ...items),
  );
}
