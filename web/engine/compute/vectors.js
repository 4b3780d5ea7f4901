// What is asked of a list of numbers, however long it is: the arguments of a function are limited.

/** The first of the largest. @param {ArrayLike<number>} values */
export function indexOfLargest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** -Infinity of none. @param {ArrayLike<number>} values */
export const largestOf = (values) => (values.length > 0 ? values[indexOfLargest(values)] : -Infinity);
