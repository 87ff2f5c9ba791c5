// What scrolls by itself can be reached by the keyboard, and what needn’t scroll is no stop on its way. A table that goes on
// doesn’t end between two columns, where it would look whole. Without this script every table and piece of code is a stop,
// and formulas are where the browser makes them so.

const TABLE = ".pal-text .pal-table";
const WIDE = `${TABLE}, .pal-text pre, .pal-text math[display=block]`;

/** Around the end of a column, in CSS pixels, no letter shows that it was cut: there is the space between columns. */
const BLANK = { before: 16, after: 24 } as const;
/** The most of a column that is hidden to show that there is more, in CSS pixels. */
const HIDDEN = 48;

/** Whether an element holds more than it shows at once; a pixel may be lost in rounding. */
export function scrolls({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }): boolean {
  return scrollWidth > clientWidth + 1;
}

/** Where to cut a table whose columns are that wide, when its edge would fall between two of them: in the column before, at
 * its middle or near its end. All are in CSS pixels from the table’s beginning; `undefined` if the edge cuts one already. */
export function cutIn(edge: number, columns: readonly number[]): number | undefined {
  let end = 0;
  for (const width of columns.slice(0, -1)) {
    end += width;
    if (edge >= end - BLANK.before && edge <= end + BLANK.after) return end - Math.min(width / 2, HIDDEN);
  }
  return undefined;
}

/** Keeps the stops and the edges right, whatever the window’s width. */
export function stopAtWide(): void {
  const update = () => {
    const wide = [...document.querySelectorAll<HTMLElement>(WIDE)];
    for (const element of wide) element.style.removeProperty("--cut");
    // All are measured before the first is changed.
    const found = wide.map((element) => ({ element, goesOn: scrolls(element), cut: cutOf(element) }));
    for (const { element, goesOn, cut } of found) {
      if (goesOn) element.tabIndex = 0;
      else if (element !== document.activeElement) element.removeAttribute("tabindex");
      if (goesOn && cut) element.style.setProperty("--cut", `${cut}px`);
    }
  };
  update();
  addEventListener("resize", update);
  addEventListener("load", update);
}

/** How much narrower a table must be to be cut in a column, in CSS pixels. */
function cutOf(element: HTMLElement): number {
  if (!element.matches(TABLE)) return 0;
  const cells = [...(element.querySelector("tr")?.children ?? [])] as HTMLElement[];
  const edge = element.clientWidth;
  return edge - (cutIn(edge, cells.map((cell) => cell.offsetWidth)) ?? edge);
}
