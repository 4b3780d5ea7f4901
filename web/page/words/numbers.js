// Numbers in sentences, and what a classifier reads.

/** For people: groups of three, so many places, and no minus before a zero. */
export const number = (value, digits = 0) =>
  (Number(value.toFixed(digits)) + 0).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e5 ? 2 : 1)} MB`;

/** 'classified as 3' or 'not recognised as a digit'. */
export const classOf = ({ digit }) => (digit === null ? 'not recognised as a digit' : `classified as ${digit}`);

/** 'classified as 3 (97 % sure)', or nothing where nothing was read. */
export const readAs = (read) => (read ? `${classOf(read)} (${Math.round(100 * read.sure)} % sure)` : '');

/** A sentence about a digit and, where it was read, its class. */
export const withRead = (subject, read) => (read ? `${subject} is ${readAs(read)}.` : `${subject}.`);
