// The core's reader of model files against one written apart from it in another language (reader.mjs): the same verdict on
// every file, and where both accept, the same content.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { mutant } from './mutations.mjs';
import { read } from './reader.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
const program = process.env.LATENTWALK_VERDICTS;
const kCount = process.env.LATENTWALK_FULL ? 300_000 : 10_000;
const kBatch = 10_000;

/** What the core's reader says of each of the files. */
function verdicts(files) {
  const parts = files.flatMap((bytes) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    return [size, bytes];
  });
  const run = spawnSync(program, { input: Buffer.concat(parts), maxBuffer: 1 << 30 });
  assert.equal(run.status, 0, `${program}: ${run.error ?? run.stderr}`);
  const lines = run.stdout.toString().trimEnd().split('\n');
  assert.equal(lines.length, files.length);
  return lines.map((line) => JSON.parse(line));
}

const same = (ours, core) => (ours.refused ? 'refused' in core : JSON.stringify(ours) === JSON.stringify(core));

test(`both readers say the same of ${kCount.toLocaleString('en')} mutated files`, () => {
  const disagreements = [],
    ways = new Map();
  let accepted = 0;
  for (let first = 0; first < kCount; first += kBatch) {
    const made = Array.from({ length: kBatch }, (_, i) => mutant(first + i));
    verdicts(made.map(({ bytes }) => bytes)).forEach((core, i) => {
      const { bytes, done } = made[i],
        ours = read(bytes);
      accepted += !('refused' in core);
      for (const way of done) ways.set(way, (ways.get(way) ?? 0) + 1);
      if (!same(ours, core))
        disagreements.push({
          seed: first + i,
          done,
          oracle: ours.refused ?? ours,
          core: core.refused ?? core,
          bytes: bytes.subarray(0, 600).toString('latin1'),
        });
    });
  }
  console.log(
    `# ${kCount} files, ${accepted} accepted, by ${ways.size} ways to change them; ${disagreements.length} disagreements`,
  );
  assert.deepEqual(disagreements.slice(0, 5), [], `${disagreements.length} disagreements`);
  // A reader that refuses, or accepts, everything would agree with another that does.
  assert.ok(accepted > kCount / 4 && accepted < (kCount * 3) / 4, `${accepted} of ${kCount} accepted`);
  assert.ok(ways.size >= 27, [...ways.keys()].join(' '));
});

test('both read every model of this repository, and the same in it', () => {
  const files = ['models', 'tests/fixtures', 'assets/classifier'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith('.safetensors'))
      .map((name) => path.join(root, folder, name)),
  );
  assert.ok(files.length >= 12, files.join(' '));
  const bytes = files.map((file) => fs.readFileSync(file));
  verdicts(bytes).forEach((core, i) => {
    assert.equal(core.refused, undefined, files[i]);
    assert.deepEqual(read(bytes[i]), core, files[i]);
  });
});

test('a known fault of the core would be seen: the oracle refuses what each rule forbids', () => {
  const file = (header, size = 4) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
    return Buffer.concat([length, Buffer.from(header), Buffer.alloc(size)]);
  };
  const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  assert.equal(read(file(`{"a":${entry}}`)).refused, undefined);
  for (const [header, why] of [
    [`{"a":${entry},"\\u0061":${entry}}`, /twice/],
    [`{"a":${entry}}\0`, /null byte/],
    [` {"a":${entry}}`, /begin with/],
    ['{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}', /whole numbers/],
    [`{"a":${entry},}`, /key must be/],
    [`{"a":{"dtype":"F32","shape":[${'1,'.repeat(16384)}1],"data_offsets":[0,4]}}`, /too many values/],
  ])
    assert.match(read(file(header)).refused ?? 'accepted', why, header.slice(0, 80));
});
