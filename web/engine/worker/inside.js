// Requests about what a network computes for one digit.

import { digitsAt, pixelsOf } from './data_files.js';
import { latentsOf, modelAt } from './models.js';

/**
 * {url, station, prior, label, noise} or {url, digits, count, test, label, noise} -> {encoder, code, latent, decoder, given,
 * drawn, label}: the outputs of all layers, {layer, shape, steps, values} each. A model with an encoder encodes the picture
 * of the station or test digit and decodes draw `noise` of its code, 0 for the mean; others decode the station's latent.
 */
export async function inside({ url, station, prior, digits, count, test, label: asked, noise }, { send }) {
  const model = await modelAt(url);
  const real = test === undefined ? null : await digitsAt(digits, count);
  const own = real ? real.labels[Math.min(test, count - 1)] : station.label;
  const label = model.classCount > 0 ? (asked ?? own) : undefined;
  const classLabels = label === undefined ? undefined : [label];
  let latent = real ? null : await latentsOf(model, [{ ...station, label }], prior);
  const given = real ? pixelsOf(real, [Math.min(test, count - 1)]) : await model.decode(latent, 1, { classLabels });
  const answer = { encoder: [], code: null, given, label: label ?? null };
  if (model.info.has_encoder) {
    answer.encoder = named(model.info.encoder_layers, await model.encoderActivations(given, { classLabel: label }));
    answer.code = await model.encodeDistribution(given, 1, { classLabels });
    latent = await drawFrom(model, answer.code, noise);
  }
  const decoder = named(model.info.decoder_layers, await model.decoderActivations(latent, { classLabel: label }));
  send({ ...answer, latent, decoder, drawn: await model.decode(latent, 1, { classLabels }) });
}

const named = (layers, outputs) => layers.map((layer, i) => ({ ...layer, values: outputs[i] }));

/** A draw from a code: the mean, or for noise > 0 the mean plus that seed's normal noise times the spread. */
async function drawFrom(model, { mean, logVariance }, noise) {
  if (noise === 0) return mean;
  const normal = await model.sampleLatents(noise, 1, { prior: 'standard' });
  return mean.map((value, i) => value + Math.exp(logVariance[i] / 2) * normal[i]);
}
