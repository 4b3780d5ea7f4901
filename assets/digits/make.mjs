// Makes the committed subset of MNIST's test set: the first 100 digits of each class, in the order of the full set.
// node assets/digits/make.mjs DATA, where DATA holds the raw t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const PER_CLASS = 100;
const source = process.argv[2];
if (!source) {
  console.error('make.mjs: the folder with the full test set is missing');
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const images = readFileSync(join(source, 't10k-images-idx3-ubyte'));
const labels = readFileSync(join(source, 't10k-labels-idx1-ubyte'));
const count = labels.readUInt32BE(4);
const pixels = images.readUInt32BE(8) * images.readUInt32BE(12);

const taken = new Array(10).fill(0);
const chosen = [];
for (let i = 0; i < count; ++i) {
  if (taken[labels[8 + i]]++ < PER_CLASS) chosen.push(i);
}

// The headers stay but for the count, bytes 4 to 7 in both files.
const withCount = (header) => {
  const copy = Buffer.from(header);
  copy.writeUInt32BE(chosen.length, 4);
  return copy;
};
const subsetImages = chosen.map((i) => images.subarray(16 + i * pixels, 16 + (i + 1) * pixels));
const write = (name, parts) => writeFileSync(join(here, name), gzipSync(Buffer.concat(parts), { level: 9 }));
write('t10k-images-idx3-ubyte.gz', [withCount(images.subarray(0, 16)), ...subsetImages]);
write('t10k-labels-idx1-ubyte.gz', [withCount(labels.subarray(0, 8)), Buffer.from(chosen.map((i) => labels[8 + i]))]);
console.log(`${chosen.length} digits, ${taken.map((n) => Math.min(n, PER_CLASS)).join(' ')} of the classes 0 to 9`);
