// Every network of every shipped model as ONNX, in ONNX Runtime, against the self-test in the model file, which LibTorch
// computed; and PyTorch's own files through import and export. (The exporter itself runs ONNX's checker on what it writes.)
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { installPackages } from '../../web/build/packages.mjs';

const kRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const kInference = path.join(kRoot, 'scripts/inference'); // where ONNX Runtime is pinned
const program = process.env.LATENTWALK;
assert.ok(program, 'CTest sets LATENTWALK, the program');
assert.equal(installPackages(kInference), '');
const { default: ort } = await import(path.join(kInference, 'node_modules/onnxruntime-node/dist/index.js'));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-onnx-'));
after(() => fs.rmSync(folder, { recursive: true }));

/// The header of a safetensors file, and its F32 tensors by name.
function readModel(file) {
  const bytes = fs.readFileSync(file),
    size = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + size).toString());
  const tensor = (name) => {
    const {
      dtype,
      shape,
      data_offsets: [from, to],
    } = header[name];
    assert.equal(dtype, 'F32', name);
    return {
      shape,
      values: new Float32Array(
        bytes.buffer.slice(bytes.byteOffset + 8 + size + from, bytes.byteOffset + 8 + size + to),
      ),
    };
  };
  return { model: JSON.parse(header.__metadata__.model), tensor };
}

/// A row for each label, one at its place.
function oneHot(labels, classes) {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, n) => {
    rows[n * classes + label] = 1;
  });
  return new ort.Tensor('float32', rows, [labels.length, classes]);
}

/// The largest difference, relative where a value is larger than 1.
const miss = (found, expected) =>
  expected.reduce((most, value, i) => Math.max(most, Math.abs(found[i] - value) / Math.max(1, Math.abs(value))), 0);

const models = fs.readdirSync(path.join(kRoot, 'models')).filter((file) => file.endsWith('.safetensors'));
test('there are the ten models', () => assert.ok(models.length >= 10, `${models}`));

/// A model whose last layer does not squash: latent 0 gives 2, -1, 0.25 and 0.5, which are drawn as 1, 0, 0.25 and 0.5.
function withoutSquashing() {
  const model = {
    name: 'no-squash',
    family: 'gan',
    image: { width: 2, height: 2, range: [0, 1] },
    latent: [{ name: 'z', prior: 'normal', dim: 1 }],
    networks: { generator: { input: [1], layers: [{ type: 'linear', out: 4 }] } },
  };
  const tensors = {
    'generator.0.bias': [[4], [2, -1, 0.25, 0.5]],
    'generator.0.weight': [
      [4, 1],
      [1, 1, 1, 1],
    ],
    'selftest.images': [
      [1, 2, 2],
      [1, 0, 0.25, 0.5],
    ],
    'selftest.latents': [[1, 1], [0]],
  };
  const header = {
    __metadata__: { format: 'latentwalk', format_version: '1', model: JSON.stringify(model), training: '{}' },
  };
  let end = 0;
  for (const [name, [shape, values]] of Object.entries(tensors))
    header[name] = { dtype: 'F32', shape, data_offsets: [end, (end += 4 * values.length)] };
  const text = Buffer.from(JSON.stringify(header)),
    length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const data = Float32Array.from(Object.values(tensors).flatMap(([, values]) => values));
  const file = path.join(folder, 'no-squash.safetensors');
  fs.writeFileSync(file, Buffer.concat([length, text, Buffer.from(data.buffer)]));
  return file;
}

/// Runs a network as ONNX on the latents, images and labels of a model file's self-test. Returns how far off it is.
async function missInOnnxRuntime(source, network, more = []) {
  const { model, tensor } = readModel(source);
  const target = path.join(folder, `${model.name}-${network}.onnx`);
  const run = spawnSync(program, ['export', source, target, '--network', network, ...more], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const session = await ort.InferenceSession.create(target);
  const [input, output] = network === 'encoder' ? ['images', 'codes'] : ['latents', 'images'];
  const given = tensor(`selftest.${input}`),
    expected = tensor(`selftest.${output}`);
  const feeds = { [input]: new ort.Tensor('float32', given.values, given.shape) };
  if (model.class_count > 0) feeds.classes = oneHot(tensor('selftest.labels').values, model.class_count);
  assert.deepEqual([...session.inputNames].sort(), Object.keys(feeds).sort());
  const { [output]: found } = await session.run(feeds);
  assert.deepEqual([...found.dims], expected.shape);
  return miss(found.data, expected.values);
}

for (const source of [...models.map((file) => path.join(kRoot, 'models', file)), withoutSquashing()]) {
  const { model } = readModel(source);
  for (const network of Object.keys(model.networks)) {
    test(`${network} of ${model.name} gives in ONNX Runtime what its self-test says, in operator sets 13 and 17`, async () => {
      for (const opset of ['13', '17']) {
        const off = await missInOnnxRuntime(source, network, ['--opset', opset]);
        assert.ok(off < 1e-4, `off by ${off}`);
      }
    });
  }
}

// Files that PyTorch wrote, with the pictures that it drew (tests/fixtures/torch/make.py).
for (const name of ['dcgan', 'vae', 'checkpoint', 'cgan', 'enlarging', 'lyeoni', 'pythae', 'pythae-conv']) {
  for (const ending of ['pt', 'onnx']) {
    const file = path.join(kRoot, 'tests/fixtures/torch', `${name}.${ending}`);
    if (!fs.existsSync(file)) continue;
    test(`${name}.${ending} of PyTorch, imported and exported, gives in ONNX Runtime what PyTorch drew`, async () => {
      const imported = path.join(folder, `${name}-${ending}.safetensors`);
      const check = path.join(kRoot, 'tests/fixtures/torch', `${name}.drawn.pt`);
      const run = spawnSync(program, ['import', file, imported, '--storage', 'f32', '--check', check], {
        encoding: 'utf8',
      });
      assert.equal(run.status, 0, run.stderr);
      assert.ok(Number(/by at most ([\d.]+)/.exec(run.stdout)[1]) < 1e-5, run.stdout);
      for (const network of Object.keys(readModel(imported).model.networks)) {
        const off = await missInOnnxRuntime(imported, network);
        assert.ok(off < 1e-5, `${network}: off by ${off}`);
      }
    });
  }
}
