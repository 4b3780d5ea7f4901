// What callers hand in. Lengths and whole numbers are checked here, since wasm would cut or wrap them in silence;
// everything else the core checks.

/** The most samples of one call: keeps every size in a whole 32-bit number. */
const kMostSamples = 1 << 20;

export function checkCount(count, what, least = 1) {
  if (!Number.isInteger(count) || count < least || count > kMostSamples) {
    throw new Error(`${what} is ${show(count)}, expected a whole number from ${least} to ${kMostSamples}`);
  }
}

export function checkRows(values, count, width, what) {
  if (count === undefined) {
    if (values.length === 0 || values.length % width !== 0) {
      throw new Error(`${what} has ${values.length} numbers, expected a multiple of ${width}`);
    }
    count = values.length / width;
  }
  checkCount(count, 'count');
  if (values.length !== count * width) {
    throw new Error(`${what} has ${values.length} numbers, expected ${count} x ${width} = ${count * width}`);
  }
  return count;
}

export function floats(values, what) {
  if (values instanceof Float32Array) return values;
  const list = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (!list) throw new Error(`${what} is ${show(values)}, expected a Float32Array`);
  return Float32Array.from(/** @type {ArrayLike<number>} */ (values));
}

export function labelArray(labels, count) {
  if (labels === undefined || labels === null) return null;
  if (typeof labels !== 'object' || !Number.isInteger(labels.length)) {
    throw new Error(`classLabels is ${show(labels)}, expected an array with one integer a sample`);
  }
  if (labels.length !== count) {
    throw new Error(`classLabels has ${labels.length} entries, expected one for each of the ${count} samples`);
  }
  return Int32Array.from(labels, (label, i) => {
    if (!Number.isInteger(label) || label !== (label | 0)) {
      throw new Error(`classLabels[${i}] is ${show(label)}, expected a whole number`);
    }
    return label;
  });
}

export function seedHalves(seed) {
  const whole = typeof seed === 'bigint' ? seed >= 0n && seed < 1n << 64n : Number.isSafeInteger(seed) && seed >= 0;
  if (!whole) {
    throw new Error(`seed is ${show(seed)}, expected a whole number from 0 to 2^53 - 1, or a BigInt up to 2^64 - 1`);
  }
  const wide = BigInt(seed);
  return [Number(wide & 0xffffffffn), Number(wide >> 32n)];
}

/** A value for a message, on one short line. */
export function show(value) {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (typeof value === 'object' && value !== null) return `a ${value.constructor?.name ?? 'object'}`;
  return typeof value === 'function' ? 'a function' : String(value);
}

const kShapes = ['normal', 'uniform', 'bumps'];

/** Densities on a line as the C interface takes them. @param {...{shape: string, centre: number, width: number}} densities */
export const densitiesIn = (...densities) =>
  Float32Array.from(densities.flatMap(({ shape, centre, width }) => [kShapes.indexOf(shape), centre, width]));
