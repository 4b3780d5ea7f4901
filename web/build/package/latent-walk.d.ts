/** One model of a site, as its manifest tells. */
export interface ManifestModel {
  name: string;
  title: string;
  family: 'gan' | 'vae';
  file: string;
  bytes: number;
  sha256: string;
  description: string;
  latent_dim: number;
  /** 0 for an unconditional model */
  class_count: number;
  image_width: number;
  image_height: number;
  has_encoder: boolean;
  storage: string;
  parameter_count: number;
  selftest_error: number;
  training: Record<string, string>;
}

export interface Manifest {
  default: string;
  models: ManifestModel[];
}

export interface LatentWalkEventMap {
  /** the first picture is there */
  ready: CustomEvent<{ manifest: Manifest; state: Record<string, string> }>;
  /** the state has changed, by a script or by the visitor */
  change: CustomEvent<{ state: Record<string, string> }>;
  /** something did not work; the sentence stands in the element too */
  error: CustomEvent<{ message: string }>;
}

/**
 * `<latent-walk>`: the explorer, or one view of it. Its attributes say what is shown and follow what the visitor does;
 * each is a property too, of the same text. A value that makes no sense is as if it were not there.
 */
export class LatentWalk extends HTMLElement {
  static readonly observedAttributes: readonly string[];
  /** the site's folder: models, wasm module and poster; where the script is unless given */
  src: string | null;
  /** a name of the manifest */
  model: string | null;
  view: string | null;
  lesson: string | null;
  /** a seed: a whole number from 0 to 2^53 - 1 */
  seed: string | null;
  /** parts that are not shown, with commas between them: models, views, controls, facts, lesson, link, and parts of views */
  hide: string | null;
  /** what is shown, as texts; null before it is known */
  readonly state: Record<string, string> | null;
  /** the same as the hash of an address of the page */
  readonly hash: string;
  readonly manifest: Manifest | null;
  addEventListener<K extends keyof LatentWalkEventMap>(
    type: K,
    listener: (this: LatentWalk, event: LatentWalkEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'latent-walk': LatentWalk;
  }
}
