// The outputs of a layer as one picture: maps side by side, or the values of a vector in a grid that is nearly square. All
// layers have one scale, on which 1 is half ink.

const kPreview = 16; // maps of a small picture

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{shape: number[], values: Float32Array}} layer
 * @param {{ink: number[], second: number[], all?: boolean}} look second: of negative values; all: every map, not the first few
 */
export function drawLayer(canvas, { shape, values }, { ink, second, all = false }) {
  const [maps, height, width] = shape.length === 3 ? shape : [1, ...gridOf(shape[0])];
  const count = all ? maps : Math.min(maps, kPreview);
  const columns = Math.ceil(Math.sqrt(count));
  const gap = count > 1 ? 1 : 0;
  canvas.width = columns * (width + gap) - gap;
  canvas.height = Math.ceil(count / columns) * (height + gap) - gap;
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  for (let map = 0; map < count; map++) {
    const [left, top] = [(map % columns) * (width + gap), Math.floor(map / columns) * (height + gap)];
    for (let i = 0; i < width * height; i++) {
      const value = values[map * width * height + i];
      if (value === undefined) break; // a grid may have more places than values
      const at = 4 * ((top + Math.floor(i / width)) * canvas.width + left + (i % width));
      const size = Math.abs(value);
      image.data.set(value < 0 ? second : ink, at);
      image.data[at + 3] = (255 * size) / (1 + size) + 0.5;
    }
  }
  context.putImageData(image, 0, 0);
}

/** Height and width of the grid of a vector. @returns {[number, number]} */
function gridOf(length) {
  const width = Math.ceil(Math.sqrt(length));
  return [Math.ceil(length / width), width];
}
