// What hands and keys do on a map: a drag of the ring moves the point, any other drag moves the map; a wheel, two fingers
// or keys zoom; while a path is drawn, a drag draws.

const kStill = 5; // pixels that a click may move
const kRing = { mouse: 14, other: 26 }; // pixels around the point that belong to its ring
const kWheel = 0.0016; // zoom of a pixel of a wheel, as a power of e
const kKeyZoom = 1.5;

/**
 * @typedef {object} PlaneActions all in pixels of the page from the top left corner
 * @property {() => number[]} point where the ring is
 * @property {() => boolean} draws whether a drag draws a path
 * @property {(dx: number, dy: number) => void} onPan
 * @property {(factor: number, x: number, y: number) => boolean} onZoom whether there was anything to zoom
 * @property {(x: number, y: number, settled: boolean) => void} onPoint
 * @property {(x: number, y: number) => void} onClick
 * @property {(x: number, y: number, settled: boolean) => void} onDraw
 * @property {(x: number, y: number) => void} onHover
 * @property {() => void} onLeave
 * @property {(key: 'reset' | 'pick') => void} onKey
 */

export class PlaneGestures {
  #root;
  #actions;
  #hands = new Map(); // pointer -> {x, y}
  #doing = null; // 'point', 'pan', 'draw' or 'pinch'
  #moved = 0;

  /** @param {HTMLElement} root @param {PlaneActions} actions */
  constructor(root, actions) {
    this.#root = root;
    this.#actions = actions;
    root.addEventListener('pointerdown', (event) => this.#begin(event));
    root.addEventListener('pointermove', (event) => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) root.addEventListener(end, (event) => this.#end(event));
    root.addEventListener('pointerleave', () => this.#hands.size === 0 && actions.onLeave());
    root.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
    root.addEventListener('keydown', (event) => this.#press(event));
  }

  #at(event) {
    const box = this.#root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #begin(event) {
    if (event.button !== 0) return;
    const { x, y } = this.#at(event);
    this.#hands.set(event.pointerId, { x, y });
    this.#root.setPointerCapture(event.pointerId);
    if (this.#hands.size > 1) return void (this.#doing = 'pinch');
    const [ringX, ringY] = this.#actions.point();
    const isRing = Math.hypot(x - ringX, y - ringY) <= (event.pointerType === 'mouse' ? kRing.mouse : kRing.other);
    this.#doing = this.#actions.draws() ? 'draw' : isRing ? 'point' : 'pan';
    this.#moved = 0;
    if (this.#doing === 'draw') this.#actions.onDraw(x, y, false);
  }

  #move(event) {
    const before = this.#hands.get(event.pointerId);
    const { x, y } = this.#at(event);
    if (!before) return this.#actions.onHover(x, y);
    this.#hands.set(event.pointerId, { x, y });
    this.#moved += Math.hypot(x - before.x, y - before.y);
    if (this.#doing === 'point') this.#actions.onPoint(x, y, false);
    else if (this.#doing === 'draw') this.#actions.onDraw(x, y, false);
    else if (this.#doing === 'pan') this.#actions.onPan(x - before.x, y - before.y);
    else this.#pinch(event.pointerId, before);
  }

  #pinch(id, before) {
    const [a, b] = [this.#hands.get(id), [...this.#hands].find(([other]) => other !== id)?.[1]];
    if (!b) return;
    const [was, is] = [Math.hypot(before.x - b.x, before.y - b.y), Math.hypot(a.x - b.x, a.y - b.y)];
    this.#actions.onPan((a.x - before.x) / 2, (a.y - before.y) / 2);
    if (was > 0 && is > 0) this.#actions.onZoom(is / was, (a.x + b.x) / 2, (a.y + b.y) / 2);
  }

  #end(event) {
    if (!this.#hands.delete(event.pointerId)) return;
    const { x, y } = this.#at(event);
    const isClick = this.#moved <= kStill && event.type === 'pointerup';
    if (this.#doing === 'pan' && isClick) this.#actions.onClick(x, y);
    else if (this.#doing === 'point') this.#actions.onPoint(x, y, true);
    else if (this.#doing === 'draw') this.#actions.onDraw(x, y, true);
    if (this.#hands.size === 0) this.#doing = null;
  }

  #turn(event) {
    const { x, y } = this.#at(event);
    const lines = event.deltaMode === 1 ? 16 : 1;
    if (this.#actions.onZoom(Math.exp(-event.deltaY * lines * kWheel), x, y)) event.preventDefault();
  }

  #press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { clientWidth: width, clientHeight: height } = this.#root;
    const zoom = (factor) => this.#actions.onZoom(factor, width / 2, height / 2);
    // The map goes by an eighth, with Shift the point by a fiftieth.
    const arrow = (x, y) => {
      if (!event.shiftKey) return this.#actions.onPan((-x * width) / 8, (-y * height) / 8);
      const [atX, atY] = this.#actions.point();
      this.#actions.onPoint(atX + (x * width) / 50, atY + (y * height) / 50, true);
    };
    const keys = {
      '+': () => zoom(kKeyZoom),
      '=': () => zoom(kKeyZoom),
      '-': () => zoom(1 / kKeyZoom),
      0: () => this.#actions.onKey('reset'),
      Enter: () => this.#actions.onKey('pick'),
      ArrowLeft: () => arrow(-1, 0),
      ArrowRight: () => arrow(1, 0),
      ArrowUp: () => arrow(0, -1),
      ArrowDown: () => arrow(0, 1),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  }
}
