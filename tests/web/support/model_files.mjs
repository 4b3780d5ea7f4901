// Model files made for a test: networks without training whose pictures are known beforehand.

/**
 * A file of the safetensors format.
 * @param {object} model as the metadata hold it
 * @param {Record<string, {shape: number[], values: Float32Array}>} tensors
 * @param {Record<string, string>} [training]
 */
export function modelFile(model, tensors, training = {}) {
  let end = 0;
  const places = Object.entries(tensors).map(([name, { shape, values }]) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
  });
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: {
        format: 'latentwalk',
        format_version: '1',
        model: JSON.stringify({ description: '', image: { width: 28, height: 28, range: [0, 1] }, ...model }),
        training: JSON.stringify(training),
      },
      ...Object.fromEntries(places),
    }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const bytes = ({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([length, header, ...Object.values(tensors).map(bytes)]);
}

const filled = (shape, value = 0) => ({
  shape,
  values: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});

/**
 * A GAN of 65,536 numbers and hardly any weights: each pixel is the largest of 81 of them, through a sigmoid.
 * @param {{prior?: string, name?: string}} [settings]
 */
export function widestGan({ prior = 'normal', name = 'widest' } = {}) {
  const layers = [
    { type: 'reshape', shape: [1, 256, 256] },
    { type: 'max_pool2d', kernel: 9, stride: 9 },
    { type: 'sigmoid' },
  ];
  const model = { name, family: 'gan', latent: [{ name: 'z', prior, dim: 65536 }], class_count: 0 };
  const latents = filled([1, 65536]);
  return modelFile(
    { ...model, networks: { generator: { input: [65536], layers } } },
    { 'selftest.latents': latents, 'selftest.images': filled([1, 28, 28], 0.5) },
  );
}

/** A VAE of 65,536 numbers: each is a copy of a pixel, more or less, and it draws as the widest GAN does. */
export function widestVae() {
  const decoder = [
    { type: 'reshape', shape: [1, 256, 256] },
    { type: 'max_pool2d', kernel: 9, stride: 9 },
    { type: 'sigmoid' },
  ];
  const encoder = [
    { type: 'reshape', shape: [1, 28, 28] },
    { type: 'conv_transpose2d', out: 2, kernel: 13, stride: 9, bias: false },
    { type: 'flatten' },
  ];
  const weight = filled([1, 2, 13, 13]);
  for (let k = 0; k < 169; k++) weight.values[k] = 0.02 * (k % 13);
  const codes = filled([1, 131072]); // of the grey picture that latents of 0 give
  for (let pixel = 0; pixel < 784; pixel++) {
    const [y, x] = [9 * Math.floor(pixel / 28), 9 * (pixel % 28)];
    for (let k = 0; k < 169; k++) {
      codes.values[256 * (y + Math.floor(k / 13)) + x + (k % 13)] += 0.5 * weight.values[k];
    }
  }
  return modelFile(
    {
      name: 'widest',
      family: 'vae',
      latent: [{ name: 'z', prior: 'normal', dim: 65536 }],
      class_count: 0,
      networks: { decoder: { input: [65536], layers: decoder }, encoder: { input: [784], layers: encoder } },
    },
    {
      'encoder.1.weight': weight,
      'selftest.latents': filled([1, 65536]),
      'selftest.images': filled([1, 28, 28], 0.5),
      'selftest.codes': codes,
    },
  );
}

/** A small file with much to compute: a 63 x 63 convolution of 1,024 x 1,024 values for each of eight self-test images. */
export function slowGan() {
  const growing = { type: 'conv_transpose2d', out: 1, kernel: 32, stride: 32, bias: false };
  const layers = [
    { type: 'reshape', shape: [1, 1, 1] },
    growing,
    growing,
    { type: 'conv2d', out: 1, kernel: 63, padding: 31, bias: false },
    { type: 'max_pool2d', kernel: 36, stride: 36 },
    { type: 'sigmoid' },
  ];
  return modelFile(
    {
      name: 'slow',
      family: 'gan',
      latent: [{ name: 'z', prior: 'normal', dim: 1 }],
      class_count: 0,
      networks: { generator: { input: [1], layers } },
    },
    {
      'generator.1.weight': filled([1, 1, 32, 32]),
      'generator.2.weight': filled([1, 1, 32, 32]),
      'generator.3.weight': filled([1, 1, 63, 63]),
      'selftest.latents': filled([8, 1]),
      'selftest.images': filled([8, 28, 28], 0.5),
    },
  );
}

/** A small GAN that draws even grey; `training` makes files differ. */
export function greyGan(name, training, grey = 0.5) {
  const logit = Math.log(grey / (1 - grey));
  const layers = [{ type: 'linear', out: 784 }, { type: 'sigmoid' }];
  return modelFile(
    {
      name,
      family: 'gan',
      latent: [{ name: 'z', prior: 'normal', dim: 4 }],
      class_count: 0,
      networks: { generator: { input: [4], layers } },
    },
    {
      'generator.0.weight': filled([784, 4]),
      'generator.0.bias': filled([784], logit),
      'selftest.latents': filled([1, 4]),
      'selftest.images': filled([1, 28, 28], grey),
    },
    training,
  );
}

/** A conditional GAN that draws even grey, whose classes have names. @param {string} name @param {string[]} classes */
export function namedGan(name, classes) {
  const size = 4 + classes.length;
  return modelFile(
    {
      name,
      family: 'gan',
      latent: [{ name: 'z', prior: 'normal', dim: 4 }],
      class_count: classes.length,
      classes,
      networks: { generator: { input: [size], layers: [{ type: 'linear', out: 784 }, { type: 'sigmoid' }] } },
    },
    {
      'generator.0.weight': filled([784, size]),
      'generator.0.bias': filled([784]),
      'selftest.latents': filled([1, 4]),
      'selftest.labels': filled([1]),
      'selftest.images': filled([1, 28, 28], 0.5),
    },
  );
}
