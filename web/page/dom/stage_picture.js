// The stage as a picture: its digits where they stand, and beneath them the address that shows them again.

const kScale = 2; // pixels for each of the page's
const kMargin = 16;
const kLine = 20;

/**
 * @param {Element} stage
 * @param {string} address
 * @returns {Promise<Blob>} a PNG
 */
export async function pictureOfStage(stage, address) {
  const frame = stage.querySelector('.scene').getBoundingClientRect();
  const { color, backgroundColor, fontFamily } = getComputedStyle(stage);
  const canvas = document.createElement('canvas');
  canvas.width = kScale * (frame.width + 2 * kMargin);
  canvas.height = kScale * (frame.height + 2 * kMargin + kLine);
  const context = canvas.getContext('2d');
  context.scale(kScale, kScale);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const part of stage.getElementsByTagName('canvas')) {
    const { left, top, width, height } = part.getBoundingClientRect();
    if (width > 0 && part.checkVisibility())
      context.drawImage(part, left - frame.left + kMargin, top - frame.top + kMargin, width, height);
  }
  context.fillStyle = color;
  context.font = `12px ${fontFamily}`;
  context.fillText(address, kMargin, frame.height + kMargin + kLine, frame.width);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the browser could not write a PNG'))), 'image/png'),
  );
}
