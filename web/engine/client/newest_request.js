// Pictures that follow a hand: one request at a time, and after it the newest wish, so that nothing queues up.

/**
 * @param {Pick<import('./engine.js').Engine, 'request'>} engine
 * @param {(pixels: Float32Array, wish: any) => void} onPicture
 * @param {(error: Error) => void} onError
 */
export function newestRequest(engine, onPicture, onError) {
  let busy = false;
  let waiting = null;

  async function go(wish) {
    busy = true;
    try {
      await engine.request(wish.message, ({ pixels }) => pixels && onPicture(pixels, wish));
    } catch (error) {
      onError(error);
    }
    busy = false;
    const next = waiting;
    waiting = null;
    if (next) go(next);
  }

  return {
    /** @param {{message: object} & Record<string, any>} wish */
    send(wish) {
      if (busy) waiting = wish;
      else go(wish);
    },
    stop() {
      waiting = null;
    },
  };
}
