// scripts/bench inference: one digit drawn, ours against ONNX Runtime (Node and Chromium) and LibTorch. Ratios of medians
// in one run, alternating; a time by itself says little. --write puts the tables into docs/notes/performance.md.
//   [--rounds 5] [--seconds 0.5] [--only native|browser] [--write]

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'out/bench');
const kTolerance = 1e-4;
const kTasks = [
  { name: 'conv-gan', title: 'conv-gan' },
  { name: 'conv-vae', title: 'conv-vae' },
  { name: 'conv-vae', title: 'conv-vae, encode and decode', encode: true },
  { name: 'fc-vae', title: 'fc-vae' },
];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.5' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    models: { type: 'string', default: join(root, 'models') },
  },
});

function built(paths, how) {
  const found = paths.map((path) => join(root, path)).find(existsSync);
  if (!found) throw new Error(`${paths[0]} is not there; build it: ${how}`);
  return found;
}

function installRivals() {
  const folder = join(root, 'scripts/inference');
  if (existsSync(join(folder, 'node_modules/onnxruntime-node/bin'))) return;
  // Its scripts would download a GPU's libraries.
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('npm could not install the rivals: is the package npm there, and a network?');
}

/** The tasks with their ONNX files and inputs. */
async function prepare(cli, wasm) {
  const { loadModel } = await import('../web/engine/module/latentwalk-node.js');
  await mkdir(out, { recursive: true });
  const tasks = [];
  for (const task of kTasks) {
    const file = `${task.name}.safetensors`;
    const model = join(values.models, file);
    const onnx = async (suffix, args) => {
      const path = join(out, `${task.name}${suffix}.onnx`);
      execFileSync(cli, ['export-onnx', model, path, ...args]);
      return new Uint8Array(await readFile(path));
    };
    const loaded = await loadModel(model, { wasmUrl: pathToFileURL(wasm) });
    const latents = await loaded.sampleLatents(1, 64);
    tasks.push({
      ...task,
      file,
      model,
      latents,
      pictures: await loaded.decode(latents, 64),
      decoder: await onnx('', []),
      encoder: task.encode ? await onnx('-encoder', ['--network', 'encoder']) : undefined,
    });
  }
  return tasks;
}

const fixed = (value, digits) => (value === undefined ? '' : value.toFixed(digits));
const times = (value) => (value === undefined ? 'not built' : `${value.toFixed(1)} ×`);

function nativeTable(rows) {
  return [
    '| native, 1 thread | batch | ours, ms | ONNX Runtime, ms | LibTorch, ms | against ONNX Runtime | against LibTorch | largest difference |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${row.task} | ${row.batch} | ${fixed(row.ours, 3)} | ${fixed(row.onnx, 3)} | ${fixed(row.torch, 3)} | ${times(row.againstOnnx)} | ${times(row.againstTorch)} | ${row.difference?.toExponential(1) ?? ''} |`,
    ),
  ];
}

function browserTable({ chromium, rows, workers, cold, memory, size }) {
  const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return [
    `| Chromium ${chromium.split('.')[0]}, 1 thread | batch | ours, ms | onnxruntime-web, ms | ratio | largest difference |`,
    '|---|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${row.task} | ${row.batch} | ${fixed(row.ours, 3)} | ${fixed(row.onnx, 3)} | ${times(row.againstOnnx)} | ${row.difference.toExponential(1)} |`,
    ),
    '',
    '| in the page | measured |',
    '|---|---|',
    `| sheets of 64 conv-gan digits a second, 1 worker | ${(1e3 / workers.one).toFixed(1)} |`,
    `| the same, 2 workers | ${(1e3 / workers.two).toFixed(1)}, ${workers.ratio.toFixed(2)} × as many; the pictures differ by ${workers.difference.toExponential(1)} |`,
    `| import to first conv-vae digit, cold, localhost | ${cold.ours.toFixed(0)} ms (onnxruntime-web: ${cold.onnx.toFixed(0)} ms) |`,
    `| wasm memory of an instance with conv-gan | ${megabytes(memory.after)}; after 1,000 more decodes ${megabytes(memory.afterThousand)} |`,
    `| gzipped: wasm and the engine's JavaScript | ${(size.wasm / 1e3).toFixed(1)} + ${(size.scripts / 1e3).toFixed(1)} = ${((size.wasm + size.scripts) / 1e3).toFixed(1)} kB |`,
  ];
}

async function writeTable(mark, lines) {
  const path = join(root, 'docs/notes/performance.md');
  const text = await readFile(path, 'utf8');
  const pattern = new RegExp(
    `(<!-- ${mark}: written by scripts/bench inference -->\\n)[^]*?(\\n<!-- end of ${mark} -->)`,
  );
  if (!pattern.test(text)) throw new Error(`docs/notes/performance.md: no place for the table "${mark}"`);
  await writeFile(
    path,
    text.replace(pattern, (_, before, after) => `${before}\n${lines.join('\n')}\n${after}`),
  );
}

async function main() {
  installRivals();
  const cli = built(
    ['build/bin/latentwalk', 'build/core/bin/latentwalk'],
    'cmake --preset core && cmake --build --preset core',
  );
  const wasm = built(['build/wasm/bin/latentwalk.wasm'], 'cmake --preset wasm && cmake --build --preset wasm');
  const options = { tasks: await prepare(cli, wasm), rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const differences = [];
  console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}\n`);
  if (values.only !== 'browser') {
    const { benchNative } = await import('./inference/native.mjs');
    const rows = await benchNative({ ...options, cli, torch: join(root, 'build/bin/latentwalk_torch_bench') });
    differences.push(...rows.map(({ difference }) => difference ?? 0));
    console.log(`${nativeTable(rows).join('\n')}\n`);
    if (values.write) await writeTable('native', nativeTable(rows));
  }
  if (values.only !== 'native') {
    const { benchBrowser } = await import('./inference/browser.mjs');
    const chromiumPath = process.env.LATENTWALK_CHROMIUM || '/usr/bin/chromium';
    const result = await benchBrowser({ ...options, models: values.models, wasm, chromiumPath });
    differences.push(...result.rows.map(({ difference }) => difference), result.workers.difference);
    console.log(browserTable(result).join('\n'));
    if (values.write) await writeTable('browser', browserTable(result));
  }
  const worst = Math.max(...differences);
  if (!(worst <= kTolerance)) throw new Error(`the outputs differ by ${worst}, at most ${kTolerance} is allowed`);
}

main().catch((error) => {
  console.error(`scripts/bench inference: ${error.message}`);
  process.exitCode = 1;
});
