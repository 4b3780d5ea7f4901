// configs/schema.json against the configurations, and against the trainer's own parser: neither may know a key or a
// range that the other does not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { installPackages } from '../../web/build/packages.mjs';

const kHere = path.dirname(fileURLToPath(import.meta.url)),
  kRoot = path.join(kHere, '../..');
assert.ok(process.env.LATENTWALK_CONFIG_CHECK, 'CTest sets LATENTWALK_CONFIG_CHECK');
assert.equal(installPackages(kHere), '');
const { default: Ajv } = await import('ajv/dist/2020.js');

const read = (file) => JSON.parse(fs.readFileSync(path.join(kRoot, 'configs', file), 'utf8'));
const schema = read('schema.json');
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);
const names = fs
  .readdirSync(path.join(kRoot, 'configs'))
  .filter((file) => file !== 'schema.json')
  .map((file) => path.parse(file).name);

// The trainer's parser, a configuration a line in, a complaint a line out.
const parser = spawn(process.env.LATENTWALK_CONFIG_CHECK, { stdio: ['pipe', 'pipe', 'inherit'] });
after(() => parser.kill());
const answers = readline.createInterface({ input: parser.stdout })[Symbol.asyncIterator]();

/// What the parser says of a configuration; empty where it is sound.
async function complaint(config) {
  parser.stdin.write(`${JSON.stringify(config)}\n`);
  const { value, done } = await answers.next();
  assert.ok(!done, 'the parser has ended');
  return value;
}

/// RFC 7396.
function mergePatch(target, patch) {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const merged = target !== null && typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

const said = () => validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');

/// A configuration with the best preset alone, so that a change to it changes what is trained.
const plain = (name) => ({ ...read(`${name}.json`), presets: { best: {} } });

const changed = (config, place, value) => {
  const copy = structuredClone(config);
  const holder = place.slice(0, -1).reduce((at, key) => at[key], copy);
  if (value === undefined) delete holder[place.at(-1)];
  else holder[place.at(-1)] = value;
  return copy;
};

// A place of each kind of object, in a configuration that has one, and the part of the schema that is to describe it.
const kPlaces = [
  ['cgan', [], 'configuration'],
  ['cgan', ['image'], 'image'],
  ['cgan', ['latent', 0], 'plain_block'],
  ['infogan', ['latent', 2], 'uniform_block'],
  ['cgan', ['networks', 'generator'], 'network'],
  ['cgan', ['networks', 'generator', 'layers', 0], 'linear'],
  ['cgan', ['networks', 'generator', 'layers', 1], 'batch_norm'],
  ['cgan', ['networks', 'generator', 'layers', 2], 'plain_layer'],
  ['cgan', ['networks', 'generator', 'layers', 6], 'reshape'],
  ['cgan', ['networks', 'generator', 'layers', 7], 'convolution'],
  ['cgan', ['networks', 'discriminator', 'layers', 0], 'convolution'],
  ['cgan', ['networks', 'discriminator', 'layers', 1], 'leaky_relu'],
  ['conv-gan', ['presets', 'paper', 'networks', 'discriminator', 'layers', 2], 'max_pool2d'],
  ['cgan', ['objective'], 'gan'],
  ['infogan', ['objective'], 'infogan'],
  ['conv-vae', ['objective'], 'vae'],
  ['infovae', ['objective'], 'infovae'],
  ['cgan', ['training'], 'training'],
  ['cgan', ['training', 'init'], 'init'],
  ['cgan', ['training', 'schedule'], 'schedule'],
  ['cgan', ['training', 'optimisers', 'generator'], 'optimiser'],
];

const start = ([name, place]) => (place[0] === 'presets' ? read(`${name}.json`) : plain(name));

describe('the schema', () => {
  test('holds for every configuration, and for each after each of its presets', () => {
    assert.ok(names.length >= 8, `${names}`);
    for (const name of names) {
      const config = read(`${name}.json`);
      assert.equal(config.$schema, 'schema.json', name);
      assert.ok(validate(config), `${name}: ${said()}`);
      const { presets, ...rest } = config;
      for (const [preset, patch] of Object.entries(presets)) {
        assert.ok(validate({ ...mergePatch(rest, patch), preset }), `${name}, ${preset}: ${said()}`);
      }
    }
  });

  test('has every kind of object among the places below', () => {
    // Those that only choose between others.
    const choosing = ['patch', 'block', 'shape', 'layer', 'objective', 'generator_loss'];
    assert.deepEqual(
      Object.keys(schema.$defs).sort(),
      [...new Set(kPlaces.map(([, , part]) => part)), ...choosing].sort(),
    );
  });
});

// What neither may let pass: a configuration, a place in it, and what is put there.
const kWrong = {
  'no name': ['cgan', ['name'], undefined],
  'a name with a space': ['cgan', ['name'], 'my gan'],
  'an unknown family': ['cgan', ['family'], 'flow'],
  "a VAE's family with a GAN's networks": ['cgan', ['family'], 'vae'],
  'no latent block': ['cgan', ['latent'], []],
  'an unknown prior': ['cgan', ['latent', 0, 'prior'], 'gaussian'],
  'low on a normal block': ['cgan', ['latent', 0, 'low'], -1],
  'a uniform prior under a VAE': ['conv-vae', ['latent', 0, 'prior'], 'uniform'],
  'a range of [0, 255]': ['cgan', ['image', 'range'], [0, 255]],
  'a VAE with images in [-1, 1]': ['conv-vae', ['image', 'range'], [-1, 1]],
  'an unknown layer': ['cgan', ['networks', 'generator', 'layers', 2, 'type'], 'gelu'],
  'a layer without a type': ['cgan', ['networks', 'generator', 'layers', 2, 'type'], undefined],
  'a linear layer without a width': ['cgan', ['networks', 'generator', 'layers', 0, 'out'], undefined],
  'a bias that is a number': ['cgan', ['networks', 'generator', 'layers', 0, 'bias'], 0],
  'a shape of two axes': ['cgan', ['networks', 'generator', 'layers', 6, 'shape'], [128, 49]],
  'no layers': ['cgan', ['networks', 'generator', 'layers'], []],
  'a network that the family lacks': ['cgan', ['networks', 'encoder'], { input: [784], layers: [{ type: 'relu' }] }],
  'an unknown objective': ['cgan', ['objective', 'type'], 'wgan'],
  "a VAE's objective on a GAN": ['cgan', ['objective'], { type: 'vae', kl_weight: 1 }],
  'an unknown loss': ['cgan', ['objective', 'generator_loss'], 'hinge'],
  'a VAE without a weight': ['conv-vae', ['objective', 'kl_weight'], undefined],
  'half a training': ['cgan', ['training', 'seed'], undefined],
  'an unknown start': ['cgan', ['training', 'init', 'type'], 'xavier'],
  'a width of a start that has none': ['cgan', ['training', 'init'], { type: 'torch', std: 0.02 }],
  'an unknown schedule': ['cgan', ['training', 'schedule', 'type'], 'cosine'],
  'a linear schedule without an end': ['cgan', ['training', 'schedule', 'to'], undefined],
  'ends of a constant schedule': ['cgan', ['training', 'schedule'], { type: 'constant', to: 0.1 }],
  'one beta': ['cgan', ['training', 'optimisers', 'generator', 'betas'], [0.5]],
  'a beta of 1': ['cgan', ['training', 'optimisers', 'generator', 'betas'], [0.5, 1]],
  'a network without an optimiser': ['cgan', ['training', 'optimisers', 'generator'], undefined],
  'an optimiser without a network': ['cgan', ['training', 'optimisers', 'encoder'], { lr: 0.1 }],
  'no presets': ['cgan', ['presets'], undefined],
  'presets that are a list': ['cgan', ['presets'], []],
  "a list in the file's place": ['cgan', [], undefined],
};

describe('schema and parser', () => {
  for (const row of kPlaces) {
    const [name, place, part] = row;
    test(`know the same keys: ${part} (${name}${place.map((key) => `.${key}`).join('')})`, async () => {
      const config = changed(start(row), [...place, 'unknown_key'], 1);
      assert.ok(!validate(config) || place[0] === 'presets', 'the schema lets an unknown key pass');
      const text = await complaint(config);
      const known = /unknown key "unknown_key"; known keys: (.*)$/.exec(text)?.[1].split(', ');
      assert.ok(known, text);
      // $schema and presets are gone before the parser looks.
      const described = Object.keys(schema.$defs[part].properties).filter(
        (key) => !['$schema', 'presets'].includes(key),
      );
      assert.deepEqual(described.sort(), known.sort());
    });

    const limits = Object.entries(schema.$defs[part].properties).filter(([, { minimum }]) => minimum !== undefined);
    if (limits.length === 0) continue;
    test(`allow the same numbers: ${part} (${name})`, async () => {
      for (const [key, { type, minimum, maximum }] of limits) {
        const step = type === 'integer' ? 1 : 1e-6 * Math.max(1, maximum);
        const asks = async (value) =>
          /must be a (whole )?number from/.test(await complaint(changed(start(row), [...place, key], value)));
        assert.deepEqual(
          [await asks(minimum), await asks(maximum)],
          [false, false],
          `${key}: the parser refuses ${minimum} or ${maximum}`,
        );
        assert.ok(
          await asks(type === 'integer' ? minimum - 1 : minimum - Math.max(minimum, 1e-3)),
          `${key}: the parser takes less than ${minimum}`,
        );
        assert.ok(
          await asks(Math.min(maximum + step, Number.MAX_SAFE_INTEGER + 1)),
          `${key}: the parser takes more than ${maximum}`,
        );
        if (type === 'integer') assert.ok(await asks(minimum + 0.5), `${key}: the parser takes ${minimum + 0.5}`);
      }
    });
  }

  test('know the same objectives', async () => {
    const text = await complaint(changed(plain('fc-vae'), ['objective', 'type'], 'nothing'));
    const known = /known: (.*)$/.exec(text)?.[1].split(', ');
    assert.ok(known, text);
    assert.deepEqual([...schema.$defs.objective.properties.type.enum].sort(), known.sort());
  });

  test('both let every configuration pass', async () => {
    for (const name of names) assert.equal(await complaint(read(`${name}.json`)), '', name);
  });

  for (const [what, [name, place, value]] of Object.entries(kWrong)) {
    test(`both refuse ${what}`, async () => {
      const config = place.length === 0 ? [] : changed(plain(name), place, value);
      assert.ok(!validate(config), 'the schema lets it pass');
      assert.notEqual(await complaint(config), '', 'the parser lets it pass');
    });
  }
});
