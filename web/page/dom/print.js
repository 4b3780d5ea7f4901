// Paper is light: what is printed is drawn in the light theme.

/** @param {() => void} repaint draws everything again, at once */
export function printLight(repaint) {
  const { dataset } = document.documentElement;
  let before;
  const dress = (theme) => {
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
    repaint();
  };
  addEventListener('beforeprint', () => {
    before = dataset.theme;
    dress('light');
  });
  addEventListener('afterprint', () => dress(before));
}
