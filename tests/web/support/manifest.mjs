// A list of models of every kind, as the tests of states need it.

const model = (name, rest = {}) => ({
  name,
  title: name,
  class_count: 0,
  latent_dim: 20,
  has_encoder: false,
  family: 'gan',
  ...rest,
});
export const manifest = {
  default: 'conv-vae',
  models: [
    model('conv-vae', { has_encoder: true, family: 'vae' }),
    model('conv-gan', { latent_dim: 100 }),
    model('cgan', { class_count: 10 }),
  ],
};
