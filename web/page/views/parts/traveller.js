// A digit on its way through latent space: up to three pictures of it that the worker computed, its stations, between which
// it is blended.

const kMost = 3; // the two that it is between, and one in advance

export class Traveller {
  #stations; // {pixels, ink, factor}: the picture, and its ink enlarged by that factor
  #spans = new Array(kMost).fill(1); // seconds from each station to the next
  #count = 1;
  #share = 0; // of the way from the first station to the second
  /** Seconds on its path of the newest station that was asked for. */
  clock = 0;
  /** Counts its starts: what was asked for before one does not count. */
  turn = 0;
  /** Whether it stays where it began. */
  isResting = false;

  /** @param {Float32Array} home the picture where it begins @param {number} clock negative to begin later */
  constructor(home, clock) {
    this.home = home;
    this.clock = clock;
    this.#stations = Array.from({ length: kMost }, () => ({
      pixels: new Float32Array(home.length),
      ink: new Uint8ClampedArray(0),
      factor: 0,
    }));
    this.#stations[0].pixels.set(home);
  }

  /** Whether another station is welcome. */
  get wants() {
    return !this.isResting && this.#count < kMost;
  }

  /** Seconds until it stands still for want of a station. */
  get left() {
    return this.#count > 1 ? (1 - this.#share) * this.#spans[0] : 0;
  }

  /** Another station, `span` seconds after the last one. */
  add(pixels, span) {
    const station = this.#stations[this.#count];
    station.pixels.set(pixels);
    station.factor = 0;
    this.#spans[this.#count - 1] = span;
    this.#count++;
  }

  /** Goes on for some seconds; whether it moved. */
  advance(seconds) {
    if (this.#count === 1 || (this.#share === 1 && this.#count === 2)) return false;
    this.#share += seconds / this.#spans[0];
    while (this.#share >= 1 && this.#count > 2) {
      const over = (this.#share - 1) * this.#spans[0];
      this.#stations.push(this.#stations.shift());
      this.#spans.push(this.#spans.shift());
      this.#count--;
      this.#share = over / this.#spans[0];
    }
    this.#share = Math.min(this.#share, 1);
    return true;
  }

  /** Goes back to where it began, in some seconds, and stays there. */
  rest(seconds) {
    const [here, there] = this.#stations;
    if (this.#count > 1)
      for (let i = 0; i < here.pixels.length; i++) here.pixels[i] += this.#share * (there.pixels[i] - here.pixels[i]);
    here.factor = 0;
    this.#count = 1;
    this.#share = 0;
    this.turn++;
    this.add(this.home, seconds);
    this.isResting = true;
  }

  /** Sets out again. */
  release() {
    this.isResting = false;
    this.clock = 0;
  }

  /**
   * Writes the opacity of its ink into a picture.
   * @param {Uint8ClampedArray} data of an ImageData @param {(pixels: Float32Array) => Float32Array} enlarge @param {number} factor
   */
  paint(data, enlarge, factor) {
    const from = inkOf(this.#stations[0], enlarge, factor);
    if (this.#count === 1 || this.#share === 0) {
      for (let i = 0, o = 3; i < from.length; i++, o += 4) data[o] = from[i];
      return;
    }
    const to = inkOf(this.#stations[1], enlarge, factor);
    const share = this.#share;
    for (let i = 0, o = 3; i < from.length; i++, o += 4) data[o] = from[i] + share * (to[i] - from[i]);
  }
}

function inkOf(station, enlarge, factor) {
  if (station.factor === factor) return station.ink;
  const large = enlarge(station.pixels);
  if (station.ink.length !== large.length) station.ink = new Uint8ClampedArray(large.length);
  for (let i = 0; i < large.length; i++) station.ink[i] = 255 * large[i] + 0.5; // as draw() has it
  station.factor = factor;
  return station.ink;
}
