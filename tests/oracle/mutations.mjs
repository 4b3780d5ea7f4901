// Seeded mutations of a small valid safetensors file: what stands in its header (values, keys, order, spelling, white space)
// and its bytes. A third and more of them leave the file valid: a reader that refuses everything must not pass.

import { kNumbers, kDtypes, kNames, kBadStrings, kBytesInStrings, kNoSpace, kSpace } from './pieces.mjs';

/** mulberry32: the same numbers for the same seed, everywhere. */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { below, chance: (share) => next() < share, one: (list) => list[below(list.length)] };
}

// A header as text to be: objects are lists of [key, value], so that a key may come twice; a Raw stands as it is.
class Raw {
  constructor(text) {
    this.text = text;
  }
}
const raw = (text) => new Raw(text);
const isObject = (value) => value?.members !== undefined;
const object = (...members) => ({ members });

/** The header and data of the file that all are made from: three tensors, one a scalar, one empty, and metadata. */
function example(dice) {
  const sizes = [
    ['a', 'F32', [2, 3], 24],
    ['b', 'F16', [1], 2],
    ['empty', dice.one(['F32', 'U8']), [0, 5], 0],
    ['s', 'F64', [], 8],
    ['w.1', 'I8', [2, 1, 2], 4],
  ];
  let position = 0;
  const tensors = sizes.slice(0, 1 + dice.below(sizes.length)).map(([name, dtype, shape, bytes]) => {
    const offsets = [position, (position += bytes)];
    return [name, object(['dtype', dtype], ['shape', shape], ['data_offsets', offsets])];
  });
  const metadata = ['__metadata__', object(['format', 'test'], ['note', 'with "quotes" and ünïcode'])];
  return {
    header: object(...(dice.chance(0.7) ? [metadata] : []), ...tensors),
    data: Buffer.from(Array.from({ length: position }, (_, i) => (i * 37) % 256)),
  };
}

const insert = (list, dice, value) => list.splice(dice.below(list.length + 1), 0, value);
const shuffle = (list, dice) => {
  for (let i = list.length - 1; i > 0; i--) {
    const j = dice.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
};
const tensorsOf = (header) => header.members.filter(([name, value]) => name !== '__metadata__' && isObject(value));
const member = (entry, key) => entry?.[1].members.find(([name]) => name === key);

/** Ways to change the header's content. */
const kChanges = {
  order: (file, dice) => shuffle(file.header.members, dice),
  orderOfKeys: (file, dice) => tensorsOf(file.header).forEach(([, value]) => shuffle(value.members, dice)),
  number: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), dice.one(['shape', 'data_offsets']));
    if (Array.isArray(found?.[1]) && found[1].length) found[1][dice.below(found[1].length)] = raw(dice.one(kNumbers));
  },
  offset: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), 'data_offsets');
    if (!Array.isArray(found?.[1])) return;
    const at = dice.below(found[1].length);
    if (typeof found[1][at] === 'number') found[1][at] += dice.one([-8, -1, 1, 2, 8]);
  },
  count: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), dice.one(['shape', 'data_offsets']));
    if (Array.isArray(found?.[1]))
      dice.chance(0.5) ? found[1].pop() : insert(found[1], dice, dice.one([0, 1, 1, 1, 2]));
  },
  onesAsAxes: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), 'shape');
    if (Array.isArray(found?.[1])) for (let i = dice.below(9); i > 0; i--) insert(found[1], dice, 1);
  },
  largeAxes: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), 'shape');
    if (Array.isArray(found?.[1]))
      for (let i = 1 + dice.below(4); i > 0; i--) insert(found[1], dice, raw(dice.one(['2147483647', '65536', '0'])));
  },
  axes: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), 'shape');
    if (Array.isArray(found?.[1])) shuffle(found[1], dice);
  },
  dtype: (file, dice) => {
    const found = member(dice.one(tensorsOf(file.header)), 'dtype');
    if (found) found[1] = dice.one(kDtypes);
  },
  tensorName: (file, dice) => {
    const tensor = dice.one(tensorsOf(file.header));
    if (tensor) tensor[0] = dice.one(kNames);
  },
  entryKey: (file, dice) => {
    const members = dice.one(tensorsOf(file.header))?.[1].members;
    if (!members?.length) return;
    const at = dice.below(members.length);
    [
      () => members.splice(at, 1),
      () => members.push([...members[at]]),
      () => {
        members[at][0] = dice.one(['Dtype', 'shape ', 'offsets', 'dtype\u0000', '']);
      },
      () => insert(members, dice, [dice.one(['x', 'strides', '__proto__']), 1]),
    ][dice.below(4)]();
  },
  value: (file, dice) => {
    const members = dice.one([file.header, ...file.header.members.map(([, value]) => value).filter(isObject)]).members;
    if (members.length)
      members[dice.below(members.length)][1] = dice.one([
        null,
        true,
        'text',
        1,
        [],
        object(),
        [[]],
        raw('nul'),
        raw('True'),
        raw(''),
      ]);
  },
  duplicate: (file, dice) => {
    const found = dice.one(file.header.members);
    if (found) insert(file.header.members, dice, [...found]);
  },
  remove: (file, dice) => {
    file.header.members.splice(dice.below(file.header.members.length), 1);
  },
  emptyTensor: (file, dice) => {
    const at = dice.chance(0.7) ? dice.one([0, file.data.length]) : dice.below(file.data.length + 2);
    insert(file.header.members, dice, [
      dice.one(kNames),
      object(['dtype', dice.one(kDtypes.slice(0, 6))], ['shape', [0]], ['data_offsets', [at, at]]),
    ]);
  },
  furtherTensor: (file, dice) => {
    const size = dice.below(5),
      begin = file.data.length;
    insert(file.header.members, dice, [
      dice.one(kNames),
      object(['dtype', 'U8'], ['shape', [size]], ['data_offsets', [begin, begin + size]]),
    ]);
    file.data = Buffer.concat([file.data, Buffer.alloc(size, 7)]);
  },
  metadata: (file, dice) => {
    let metadata = file.header.members.find(([name, value]) => name === '__metadata__' && isObject(value));
    if (!metadata) insert(file.header.members, dice, (metadata = ['__metadata__', object()]));
    const value = dice.one([
      'text',
      '',
      'x,y',
      raw(dice.one(kBadStrings)),
      raw(`"${dice.one(kBytesInStrings)}"`),
      raw(dice.one(kNumbers)),
      object(['a', 'b']),
      ['a'],
      ...(dice.chance(0.02)
        ? [','.repeat(16300 + dice.below(100)), ','.repeat(16384), raw('['.repeat(32) + ']'.repeat(32))]
        : []),
    ]);
    insert(metadata[1].members, dice, [dice.one(kNames), value]);
  },
};

/** The header's text, latin-1, a character a byte; here and there spelt in another way. */
function spell(value, dice, style) {
  const space = () =>
    style.odd && dice.chance(0.01) ? dice.one(kNoSpace) : style.loose && dice.chance(0.3) ? dice.one(kSpace) : '';
  const escaped = (character) =>
    [...Array(character.length).keys()]
      .map((i) => {
        const digits = character.charCodeAt(i).toString(16).padStart(4, '0');
        return `\\u${dice.chance(0.5) ? digits : digits.toUpperCase()}`;
      })
      .join('');
  const text = (string) =>
    '"' +
    [...string]
      .map((character) => {
        if (style.escapes && dice.chance(0.2)) return escaped(character);
        if (character < ' ' || '"\\'.includes(character)) return JSON.stringify(character).slice(1, -1);
        return character < '\x80' ? character : Buffer.from(character).toString('latin1');
      })
      .join('') +
    '"';
  const comma = () => (style.odd && dice.chance(0.01) ? dice.one(['', ',,', ';']) : ',');
  const list = (open, items, close) => {
    const inside = items.map((item, i) => space() + item() + space() + (i < items.length - 1 ? comma() : '')).join('');
    return open + inside + (style.odd && dice.chance(0.01) ? ',' : '') + space() + close;
  };
  if (value instanceof Raw) return value.text;
  if (typeof value === 'string') return text(value);
  if (isObject(value))
    return list(
      '{',
      value.members.map(
        ([key, inner]) =>
          () =>
            text(key) + space() + (style.odd && dice.chance(0.01) ? '=' : ':') + space() + spell(inner, dice, style),
      ),
      '}',
    );
  if (Array.isArray(value))
    return list(
      '[',
      value.map((inner) => () => spell(inner, dice, style)),
      ']',
    );
  return JSON.stringify(value);
}

/** Ways to change the file's bytes. */
const kBreaks = {
  flip: (file, dice) => {
    if (file.length) file[dice.below(Math.min(file.length, 400))] ^= 1 << dice.below(8);
    return file;
  },
  byte: (file, dice) => {
    if (file.length > 8)
      file[8 + dice.below(file.length - 8)] = dice.one([
        0,
        0x22,
        0x2c,
        0x3a,
        0x5b,
        0x5c,
        0x5d,
        0x7b,
        0x7d,
        0x80,
        0xff,
        dice.below(256),
      ]);
    return file;
  },
  cut: (file, dice) =>
    file.subarray(0, dice.chance(0.5) ? dice.below(file.length + 1) : Math.max(0, file.length - 1 - dice.below(4))),
  grow: (file, dice) => Buffer.concat([file, Buffer.alloc(1 + dice.below(8))]),
  length: (file, dice) => {
    const length = file.readBigUInt64LE(0);
    file.writeBigUInt64LE(
      dice.one([
        length + 1n,
        length - 1n,
        length + 8n,
        length - 8n,
        0n,
        1n,
        2n,
        8n << 20n,
        (8n << 20n) + 1n,
        2n ** 32n + length,
        2n ** 63n,
        2n ** 64n - 1n,
        2n ** 64n - 8n,
      ]) &
        (2n ** 64n - 1n),
    );
    return file;
  },
};

/** The file of a seed, and what was done to it. */
export function mutant(seed) {
  const dice = random(seed);
  const file = example(dice),
    done = [];
  const pick = (ways, apply) => {
    const name = dice.one(Object.keys(ways));
    done.push(name);
    return apply(ways[name]);
  };
  for (let i = dice.one([0, 0, 0, 1, 1, 2]); i > 0; i--) pick(kChanges, (change) => change(file, dice));
  const style = { loose: dice.chance(0.4), escapes: dice.chance(0.3), odd: dice.chance(0.1) };
  done.push(...Object.keys(style).filter((name) => style[name]));
  let header = spell(file.header, dice, style);
  if (dice.chance(0.03)) ((header = dice.one([' ', '\n', '\xEF\xBB\xBF', '[', '']) + header), done.push('before'));
  if (dice.chance(0.06)) ((header += dice.one([' ', '\n\t', 'x', '{}', ',', '\x00', '}', '//'])), done.push('behind'));
  if (dice.chance(0.6)) header += ' '.repeat((8 - (header.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  let bytes = Buffer.concat([length, Buffer.from(header, 'latin1'), file.data]);
  for (let i = dice.one([0, 0, 0, 0, 0, 0, 1, 2]); i > 0; i--)
    if (bytes.length >= 8) bytes = pick(kBreaks, (damage) => damage(bytes, dice));
  return { bytes, done };
}
