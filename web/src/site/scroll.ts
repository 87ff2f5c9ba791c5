// What scrolls by itself can be reached by the keyboard, and what needn’t scroll is no stop on its way. Without this script
// every table and piece of code is one, and formulas are where the browser makes them so.

const WIDE = ".pal-text .pal-table, .pal-text pre, .pal-text math[display=block]";

/** Whether an element holds more than it shows at once; a pixel may be lost in rounding. */
export function scrolls({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): boolean {
  return scrollWidth > clientWidth + 1;
}

/** Keeps the stops right, whatever the window’s width. */
export function stopAtWide(): void {
  const wide = document.querySelectorAll<HTMLElement>(WIDE);
  if (!wide.length) return;
  const update = () => {
    // All are measured before the first is changed.
    const found = [...wide].map((element) => [element, scrolls(element)] as const);
    for (const [element, does] of found) {
      if (does) element.tabIndex = 0;
      else if (element !== document.activeElement) element.removeAttribute("tabindex");
    }
  };
  update();
  addEventListener("resize", update);
  addEventListener("load", update);
}
