// What may be set in the view Learn.

export const kConfigs = ['small-vae', 'plane-vae', 'small-gan', 'fc-vae', 'fc-gan'];
export const kDigitCounts = ['all', '1000', '100'];
export const kMostLatents = 64;

/** What may be set for each of two runs. */
export const kRunSettings = ['rate', 'kl', 'drate', 'freeze', 'latent'];

/** The key of a setting of run 0 or 1 in the view's state. */
export const keyOf = (run, key) => (run === 0 ? key : `${key}2`);
