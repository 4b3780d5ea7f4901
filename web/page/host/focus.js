// Where the focus is within a view, so that it comes back with the view instead of falling to the page's start.

const kControls = 'button, input, select, summary, [tabindex]';
const nameOf = (one) =>
  one.dataset.action ?? one.dataset.field ?? one.getAttribute('aria-label') ?? one.textContent.trim() ?? '';

/** The name of the control that has the focus in one of the parts; null where none has it. */
export function focusedIn(parts) {
  const root = /** @type {Document | ShadowRoot} */ (parts[0].getRootNode());
  const focused = root.activeElement;
  return focused && parts.some((part) => part.contains(focused)) ? nameOf(focused) : null;
}

/** Gives the focus to the control of that name, else to the main one. @param {HTMLElement[]} parts @param {string | undefined} name */
export function focusIn(parts, name) {
  const controls = parts
    .flatMap((part) => /** @type {HTMLElement[]} */ ([...part.querySelectorAll(kControls)]))
    .filter(isFree);
  const to =
    controls.find((one) => nameOf(one) === name) ?? controls.find((one) => one.matches('.primary')) ?? controls[0];
  to?.focus({ preventScroll: true });
}

const isFree = (one) => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length > 0;
