// What a view may ask for while it shows one model. Once it is taken down, or shows another model, no answer arrives any
// more: what waits for one waits for ever and is collected as garbage. No view has to check for that after an `await`.

export class Sitting {
  #end = new AbortController();

  end() {
    this.#end.abort();
  }

  /**
   * The same promise, which settles only as long as the sitting lasts.
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  during(promise) {
    const { signal } = this.#end;
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => signal.aborted || resolve(value),
        (error) => signal.aborted || reject(error),
      );
    });
  }

  /**
   * Sends a request, which is given up when the sitting ends.
   * @param {{request: import('../../engine/client/engine.js').Engine['request']}} engine
   * @param {object} message
   * @param {(part: Record<string, any>) => void} [onPart]
   */
  request(engine, message, onPart) {
    const { signal } = this.#end;
    const onPartNow = (part) => signal.aborted || onPart?.(part);
    return this.during(engine.request(message, onPartNow, signal));
  }
}
