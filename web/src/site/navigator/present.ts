// The lesson that is read is in view in the navigator, however long the list above it: as the page opens, and as the
// sheet does. Only the navigator scrolls, never the page.

/** Opens the navigator at its top, or where that doesn’t show the present lesson, there. */
export function keepPresentInView(navigator: HTMLElement): void {
  const show = () => {
    const present = navigator.querySelector("[aria-current='page']") ?? navigator.querySelector("[aria-current]");
    if (!present) return;
    navigator.scrollTop = 0;
    const [box, at] = [navigator.getBoundingClientRect(), present.getBoundingClientRect()];
    // Below the middle, so that as much as can be of what stands above stays in view: the pyramid, first of all.
    const bottom = Math.min(box.bottom, window.innerHeight);
    if (at.top < box.top || at.bottom > bottom) navigator.scrollTop += at.top - box.top - (bottom - box.top) * 0.6;
  };
  show();
  navigator.addEventListener("toggle", show);
}
