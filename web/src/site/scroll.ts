// What scrolls by itself can be reached by the keyboard, and what needn’t scroll is no stop on its way. A table that goes on
// doesn’t end between two columns, where it would look whole. Without this script every table and piece of code is a stop,
// and formulas are where the browser makes them so.

const TABLE = ".pal-text .pal-table";
const WIDE = `${TABLE}, .pal-text pre, .pal-text math[display=block]`;

/** Around the end of a column, in CSS pixels, no letter shows that it was cut: there is the space between columns. */
const BLANK = { before: 16, after: 24 } as const;

/** Whether an element holds more than it shows at once; a pixel may be lost in rounding. */
export function scrolls({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): boolean {
  return scrollWidth > clientWidth + 1;
}

/** Whether an edge falls between two columns; `ends` is where each ends. All are in CSS pixels from the table’s beginning. */
export function isBetween(edge: number, ends: readonly number[]): boolean {
  return ends.some((end) => edge >= end - BLANK.before && edge <= end + BLANK.after);
}

/** Keeps the stops and the edges right, whatever the window’s width. */
export function stopAtWide(): void {
  const wide = [...document.querySelectorAll<HTMLElement>(WIDE)];
  if (!wide.length) return;
  const update = () => {
    for (const element of wide) element.classList.remove("pal-cut");
    // All are measured before the first is changed.
    const found = wide.map((element) => ({ element, goesOn: scrolls(element), looksWhole: looksWhole(element) }));
    for (const { element, goesOn, looksWhole } of found) {
      if (goesOn) element.tabIndex = 0;
      else if (element !== document.activeElement) element.removeAttribute("tabindex");
      element.classList.toggle("pal-cut", goesOn && looksWhole);
    }
  };
  update();
  addEventListener("resize", update);
  addEventListener("load", update);
}

/** Whether what is seen of a table ends between two of its columns. */
function looksWhole(element: HTMLElement): boolean {
  let end = 0;
  const ends = [...(element.querySelector("tr")?.children ?? [])].map((cell) => (end += (cell as HTMLElement).offsetWidth));
  return element.matches(TABLE) && isBetween(element.clientWidth, ends.slice(0, -1));
}
