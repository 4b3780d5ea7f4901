// The page's state and its form in the address: `#model=conv-vae&view=walk&from=7:12&to=9&path=slerp&t=0.25`.
// Whatever comes from an address is checked here; a value that makes no sense is as if it were not there.

export const kSheet = 64; // digits on a sheet
export const kMostFrames = 240;

/**
 * @typedef {{seed: number, index: number}} Station one digit of the sheet that a seed gives
 * @typedef {object} State
 * @property {string} model a name from the manifest
 * @property {'sample' | 'walk'} view
 * @property {number} seed of the sheet
 * @property {number | null} pick the chosen digit of the sheet
 * @property {number | null} label the class asked of a conditional model; null: each digit its own
 * @property {Station} from
 * @property {Station} to
 * @property {'slerp' | 'lerp'} path
 * @property {number} frames
 * @property {number} t the place on the way, 0 to 1
 */

/** A seed as text: a whole number that JavaScript holds exactly. null where it is none. */
export function parseSeed(text) {
  const digits = String(text).trim();
  if (!/^\d{1,16}$/.test(digits)) return null;
  const seed = Number(digits);
  return Number.isSafeInteger(seed) ? seed : null;
}

/** '7' or '7:12'; null where it is neither. */
export function parseStation(text) {
  const match = /^\s*(\d{1,16})(?::(\d{1,2}))?\s*$/.exec(String(text));
  if (!match) return null;
  const seed = parseSeed(match[1]);
  const index = Number(match[2] ?? 0);
  return seed === null || index >= kSheet ? null : { seed, index };
}

export function formatStation({ seed, index }) {
  return index === 0 ? String(seed) : `${seed}:${index}`;
}

/** A whole number from low to high, else null. */
export function parseWhole(text, low, high) {
  if (!/^\s*\d{1,9}\s*$/.test(String(text))) return null;
  const value = Number(text);
  return value >= low && value <= high ? value : null;
}

function parsePlace(text) {
  if (!/^(0|1|0?\.\d{1,6}|1\.0{1,6}|0\.\d{1,6})$/.test(String(text))) return null;
  return Number(text);
}

/**
 * @param {string} hash with or without its '#'
 * @param {{default: string, models: {name: string, class_count: number}[]}} manifest
 * @returns {State}
 */
export function parseState(hash, manifest) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const read = (key, parse, otherwise) => {
    const text = values.get(key);
    return (text === null ? null : parse(text)) ?? otherwise;
  };
  const oneOf = (choices) => (text) => (choices.includes(text) ? text : null);
  const model = read('model', oneOf(manifest.models.map(({ name }) => name)), manifest.default);
  const classes = manifest.models.find(({ name }) => name === model).class_count;
  return {
    model,
    view: read('view', oneOf(['sample', 'walk']), 'sample'),
    seed: read('seed', parseSeed, 1),
    pick: read('pick', (text) => parseWhole(text, 0, kSheet - 1), null),
    label: classes > 0 ? read('class', (text) => parseWhole(text, 0, classes - 1), null) : null,
    from: read('from', parseStation, { seed: 1, index: 32 }),
    to: read('to', parseStation, { seed: 1, index: 34 }),
    path: read('path', oneOf(['slerp', 'lerp']), 'slerp'),
    frames: read('frames', (text) => parseWhole(text, 2, kMostFrames), 60),
    t: read('t', parsePlace, 0),
  };
}

/** The hash that parseState reads back as the same state. */
export function formatState(state) {
  const values = [`model=${encodeURIComponent(state.model)}`, `view=${state.view}`, `seed=${state.seed}`];
  if (state.pick !== null) values.push(`pick=${state.pick}`);
  if (state.label !== null) values.push(`class=${state.label}`);
  if (state.view === 'walk') {
    values.push(`from=${formatStation(state.from)}`, `to=${formatStation(state.to)}`, `path=${state.path}`);
    values.push(`frames=${state.frames}`, `t=${Number(state.t.toFixed(4))}`);
  }
  return `#${values.join('&')}`;
}
