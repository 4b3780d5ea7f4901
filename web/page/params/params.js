// What a value in an address or an attribute may be: each parameter reads a text and writes it back. A text that makes
// no sense reads as undefined, and the default stands.

import { formatLatent, parseLatent } from './latent_text.js';

export const kSheet = 64; // digits on a sheet
const kMostIndex = 9999; // of a station: the viewer's sheets are larger (latentwalk/station.hpp)

/** A seed that nobody has chosen, short enough to read aloud. */
export const freshSeed = () => Math.floor(Math.random() * 1e6);

/** The first digit of a fresh seed, of no class in particular. */
export const freshStation = () => ({ seed: freshSeed(), index: 0, digit: null });

/** A seed as text: a whole number that JavaScript holds exactly. */
export function parseSeed(text) {
  const digits = String(text).trim();
  if (!/^\d{1,16}$/.test(digits)) return undefined;
  const seed = Number(digits);
  return Number.isSafeInteger(seed) ? seed : undefined;
}

/** A whole number from low to high. */
export function parseWhole(text, low, high) {
  if (!/^\s*\d{1,9}\s*$/.test(String(text))) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? value : undefined;
}

/** A plain decimal number from low to high; no exponents, no Infinity. */
export function parseNumber(text, low, high) {
  if (!/^-?(\d{1,9}(\.\d{0,9})?|\.\d{1,9})$/.test(String(text).trim())) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? value + 0 : undefined;
}

/**
 * One digit: '7' is the first digit of seed 7, '7:12' its digit 12, '7:12@3' the same asked to be a 3 (conditional
 * models; without it a conditional model draws digit i as class i, in turn).
 * A latent vector that no seed gives is '~' and its numbers as base64url of little-endian floats.
 * @typedef {{seed: number, index: number, digit: number | null, latent?: number[]}} Station
 * @returns {Station | undefined}
 */
export function parseStation(text) {
  const own = /^\s*~([\w-]+)(?:@(\d{1,3}))?\s*$/.exec(String(text));
  if (own) {
    const latent = parseLatent(own[1]);
    return latent && { seed: 1, index: 0, digit: own[2] === undefined ? null : Number(own[2]), latent };
  }
  const match = /^\s*(\d{1,16})(?::(\d{1,4}))?(?:@(\d{1,3}))?\s*$/.exec(String(text));
  if (!match) return undefined;
  const seed = parseSeed(match[1]);
  const index = Number(match[2] ?? 0);
  const digit = match[3] === undefined ? null : Number(match[3]);
  return seed === undefined || index > kMostIndex ? undefined : { seed, index, digit };
}

/** @param {{seed: number, index: number, digit?: number | null, latent?: number[]}} station */
export function formatStation({ seed, index, digit = null, latent }) {
  const point = latent ? `~${formatLatent(latent)}` : `${seed}${index === 0 ? '' : `:${index}`}`;
  return `${point}${digit === null ? '' : `@${digit}`}`;
}

// A class that the model does not have is no class, and a latent vector of another length gives way to the seed.
function fitting(station, model) {
  if (!station) return undefined;
  const { seed, index, digit, latent } = station;
  const own = latent?.length === model.latent_dim ? { latent } : {};
  return { seed, index, digit: digit !== null && digit < model.class_count ? digit : null, ...own };
}

// ---- Kinds of parameters.

export const whole = (otherwise, low, high) => ({
  parse: (text) => parseWhole(text, low, high),
  format: (value) => (value === null ? '' : String(value)),
  default: otherwise,
});

export const decimal = (otherwise, low, high, places = 4) => ({
  parse: (text) => parseNumber(text, low, high),
  format: (value) => String(Number(value.toFixed(places))),
  default: otherwise,
});

export const choice = (otherwise, choices) => ({
  parse: (text) => (choices.includes(text) ? text : undefined),
  format: String,
  default: otherwise,
});

// An attribute without a value, `<latent-walk loop>`, has the empty text and means true, as everywhere in HTML.
const kTrue = ['', '1', 'true'];
const kFalse = ['0', 'false'];

export const flag = (otherwise) => ({
  parse(text) {
    const word = String(text).trim().toLowerCase();
    return kTrue.includes(word) || (kFalse.includes(word) ? false : undefined);
  },
  format: (value) => (value ? '1' : '0'),
  default: otherwise,
});

export const station = (otherwise) => ({
  parse: (text, model) => fitting(parseStation(text), model),
  format: formatStation,
  default: parseStation(otherwise),
});

/** From `least` to `most` digits: '1:27,1:29'. */
export const stations = (otherwise, least, most) => {
  const parse = (text, model) => {
    if (text === '' && least === 0) return [];
    const list = String(text)
      .split(',')
      .map((one) => fitting(parseStation(one), model));
    return list.length >= least && list.length <= most && list.every(Boolean) ? list : undefined;
  };
  return {
    parse,
    format: (list) => list.map(formatStation).join(','),
    default: otherwise === '' ? [] : otherwise.split(',').map(parseStation),
  };
};

/** Names, each once: 'a,b'. Those that `allowed` refuses make the whole text nonsense; '' is no name. */
export const names = (otherwise, allowed, most = 32) => ({
  parse: (text) => {
    const list = String(text).split(',').filter(Boolean);
    return list.length <= most && new Set(list).size === list.length && list.every(allowed) ? list : undefined;
  },
  format: (list) => list.join(','),
  default: otherwise,
});

/** Up to `most` points, each two decimal numbers from low to high: '0.5,-1,2,0'. */
export const pairs = (low, high, most, places) => ({
  parse: (text) => {
    if (text === '') return [];
    const list = String(text)
      .split(',')
      .map((one) => parseNumber(one, low, high));
    const isWhole = list.length % 2 === 0 && list.length <= 2 * most;
    return isWhole && list.every((value) => value !== undefined) ? list : undefined;
  },
  format: (list) => list.map((value) => String(Number(value.toFixed(places)) + 0)).join(','),
  default: [],
});

// ---- Parameters that several views share: the very same object in each.

/** The seed of the sheet. */
export const seed = { parse: parseSeed, format: String, default: 1 };

/** The real digit that is shown, by its number among the test digits; null: none. */
export const test = whole(null, 0, 100000);

/** The class asked of a conditional model; null: each digit its own. */
export const digit = {
  parse: (text, model) => (model.class_count > 0 ? parseWhole(text, 0, model.class_count - 1) : undefined),
  format: (value) => (value === null ? '' : String(value)),
  default: null,
};

/** Which digit of the seed's sheet; null: none. */
export const pick = whole(null, 0, kSheet - 1);

/** The digit that a view starts from. */
export const base = station('1:27');

/** The prior of a VAE; null: the fitted one where the file has one. */
export const prior = choice(null, ['fitted', 'standard']);

const kShapes = ['normal', 'uniform', 'bumps'];

/**
 * A density on a line: 'normal,-1,0.8' is its shape, centre and width (latentwalk/theory.hpp).
 * @typedef {import('../../engine/module/explore.js').LineDensity} LineDensity
 * @returns {LineDensity | undefined}
 */
export function parseDensity(text) {
  const [shape, ...rest] = String(text).split(',');
  const [centre, width] = [parseNumber(rest[0], -3, 3), parseNumber(rest[1], 0.2, 2)];
  if (rest.length !== 2 || !kShapes.includes(shape) || centre === undefined || width === undefined) return undefined;
  return { shape: /** @type {LineDensity['shape']} */ (shape), centre, width };
}

export const density = (otherwise) => ({
  parse: parseDensity,
  format: ({ shape, centre, width }) =>
    [shape, ...[centre, width].map((value) => Number(value.toFixed(2)) + 0)].join(','),
  default: parseDensity(otherwise),
});

/** The round way or the straight one. */
export const path = choice('slerp', ['slerp', 'lerp']);

/** Changes of single coordinates: '3:1.5,17:-2'. @returns a Param whose values are {[coordinate]: number} */
export const changes = (low, high, most) => ({
  parse(text, model) {
    const entries = String(text)
      .split(',')
      .filter(Boolean)
      .map((one) => {
        const match = /^(\d{1,5}):(-?[\d.]{1,12})$/.exec(one);
        const value = match ? parseNumber(match[2], low, high) : undefined;
        return value === undefined || Number(match[1]) >= model.latent_dim ? undefined : [Number(match[1]), value];
      });
    return entries.length <= most && entries.every(Boolean) ? Object.fromEntries(entries) : undefined;
  },
  format: (value) =>
    Object.entries(value)
      .map(([i, to]) => `${i}:${Number(to.toFixed(3)) + 0}`)
      .join(','),
  default: {},
});
