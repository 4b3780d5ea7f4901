// Which class a conditional model is asked for.

/** The class of a station: the one it names, else its index's, in turn; null where the model has no classes. */
export const labelOf = (model, { index, digit }) =>
  model.class_count === 0 ? null : (digit ?? index % model.class_count);
