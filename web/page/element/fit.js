// fit=1: a view that fits into the room that its frame or element has, and never scrolls. The stage takes what the main
// action leaves; the other controls open over it.

import { el } from '../dom/dom.js';
import { labels } from '../words/text.js';

const kLeastWidth = 280; // px: what is narrower is scaled
const kNear = 4; // px

export class Fit {
  #root;
  #onFit;
  #isOn = false;
  #frame = 0; // the animation frame in which it is measured; 0: none
  #sizes = null; // what watches them, once it has been on
  #more = el(
    'button',
    {
      type: 'button',
      class: 'more',
      'aria-label': labels.controls,
      'aria-expanded': 'false',
      hidden: true,
      onclick: () => this.#open(!this.#isOpen),
    },
    '⋯',
  );

  /**
   * @param {HTMLElement} root `.embedded`
   * @param {() => void} onFit called when the view has got another size
   */
  constructor(root, onFit) {
    this.#root = root;
    this.#onFit = onFit;
    root.append(this.#more);
    root.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !this.#isOpen) return;
      this.#open(false);
      this.#more.focus();
    });
  }

  /** @param {boolean} isOn @param {boolean} hasControls whether there are controls to open */
  show(isOn, hasControls) {
    this.#more.hidden = !isOn || !hasControls;
    if (this.#more.hidden) this.#open(false);
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    this.#root.classList.toggle('fit', isOn);
    this.#sizes?.disconnect();
    if (isOn) {
      this.#sizes ??= new ResizeObserver(() => this.#later());
      for (const part of ['.frame', '.scene']) this.#sizes.observe(this.#part(part));
    } else Object.assign(this.#part('.scene').style, { width: '', transform: '' });
  }

  end() {
    this.#sizes?.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  get #isOpen() {
    return this.#root.classList.contains('open');
  }

  #open(isOpen) {
    this.#root.classList.toggle('open', isOpen);
    this.#more.setAttribute('aria-expanded', String(isOpen));
  }

  /** @returns {HTMLElement} */
  #part(selector) {
    return this.#root.querySelector(selector);
  }

  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#isOn) this.#measure();
    });
  }

  // The widest that is not too high: what a view shows gets lower as it gets narrower. Below the least width it is scaled.
  #measure() {
    const { clientWidth: wide, clientHeight: tall } = this.#part('.frame');
    const scene = this.#part('.scene');
    const before = scene.style.width + scene.style.transform;
    scene.style.transform = '';
    const heightAt = (width) => {
      scene.style.width = `${width}px`;
      return scene.offsetHeight;
    };
    let low = Math.min(kLeastWidth, wide);
    let high = wide;
    if (heightAt(high) > tall) {
      while (high - low > kNear) {
        const middle = (low + high) / 2;
        if (heightAt(middle) > tall) high = middle;
        else low = middle;
      }
      const height = heightAt(Math.floor(low));
      if (height > tall) scene.style.transform = `scale(${(tall / height).toFixed(4)})`;
    }
    if (scene.style.width + scene.style.transform !== before) this.#onFit();
  }
}
