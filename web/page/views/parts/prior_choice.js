// The prior that samples of a VAE are drawn from, and choosing it.

import { check, radios } from '../../dom/dom.js';
import { labels as words } from '../../words/text.js';

/** The prior of a model: the one that is asked for, else the fitted one where its file has one. */
export const priorOf = (model, prior) => (model.has_fitted_prior ? (prior ?? 'fitted') : 'standard');

/**
 * The switch between the two priors of a model; hidden where there is only one.
 * @param {import('../view.js').Host} host
 */
export function priorChoice(host) {
  const choices = ['fitted', 'standard'].map((prior) => [prior, words.priors[prior]]);
  const root = radios(words.prior, choices, (prior) => host.setState({ prior }), { 'data-part': 'prior' });
  return {
    root,
    show(models, prior) {
      root.hidden = !models.some((model) => model.has_fitted_prior);
      check(root, prior ?? 'fitted');
    },
  };
}
