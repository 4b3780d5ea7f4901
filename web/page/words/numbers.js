// Numbers in sentences, and what a classifier reads.

/** For people: groups of three, so many places, and no minus before a zero. */
export const number = (value, digits = 0) =>
  (Number(value.toFixed(digits)) + 0).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e5 ? 2 : 1)} MB`;

/** ', read as 3 (97 %)', or nothing where nothing was read. */
export const readAs = (read) => (read ? `read as ${read.digit} (${Math.round(100 * read.sure)} % sure)` : '');

export const withRead = (sentence, read) => (read ? `${sentence}, ${readAs(read)}.` : `${sentence}.`);
