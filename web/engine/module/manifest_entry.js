// What the list of models says of one: made from the loaded file, for the site's manifest and for a visitor's own.

/**
 * @param {import('./latentwalk.js').Model} model
 * @param {string} file its path below models/
 * @param {number} bytes the file's size
 */
export function describeModel(model, file, bytes) {
  const { info } = model;
  return {
    name: info.name,
    title: info.name,
    family: info.family,
    file,
    bytes,
    description: info.description,
    latent: info.latent,
    latent_dim: model.latentDim,
    class_count: model.classCount,
    classes: info.classes,
    image_width: model.imageWidth,
    image_height: model.imageHeight,
    has_encoder: info.has_encoder,
    has_fitted_prior: model.hasFittedPrior,
    storage: info.storage,
    parameter_count: info.parameter_count,
    selftest_error: info.selftest_error,
    training: info.training,
  };
}
