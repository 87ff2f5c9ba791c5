// Keeps the reader at the section on screen when the language is switched. Without this script the
// switch leads to the top of the page, and each heading has its own link to its pair: here the switch
// takes over the anchor of the link of the section on screen. A heading without a pair has no link,
// so the one before it is used. If both pages show the same text, the anchors are the same.

/** How far a page is scrolled, and its heights, in CSS pixels. */
export interface Scrolled {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/**
 * How far down the screen the heading of the section that is being read may be at most, in CSS pixels.
 * `asked` gives the top of the element that the address’s `#` names; `undefined` if it names none.
 */
export function readingLine(page: Scrolled, asked: () => number | undefined): number {
  const { scrollTop, scrollHeight, clientHeight } = page;
  const usual = clientHeight / 3;
  if (scrollTop + clientHeight < scrollHeight - 2) return usual;
  // At its end the page can’t scroll further, so it is the section asked for, else the last one on screen.
  return Math.max(usual, Math.min(asked() ?? (scrollTop && clientHeight), clientHeight));
}

/** The same in this page, as it is scrolled now; a pixel may be lost in rounding. */
export function lineNow(): number {
  const asked = () => document.querySelector(":target")?.getBoundingClientRect().top;
  return readingLine(document.documentElement, asked) + 1;
}

/** The last mark, in the order of the page, before the first one below the line; `undefined` if there is none. */
export function lastAbove<Mark>(marks: Iterable<Mark>, top: (mark: Mark) => number, line: number): Mark | undefined {
  let last: Mark | undefined;
  for (const mark of marks) {
    if (top(mark) > line) break;
    last = mark;
  }
  return last;
}

/** Makes each link of the switch lead to the section that is being read, before it can be followed or copied. */
export function keepSection(languages: HTMLElement): void {
  for (const type of ["pointerover", "pointerdown", "focusin", "click"]) {
    languages.addEventListener(type, ({ target }) => {
      const link = target instanceof Element && target.closest("a");
      if (link) aim(link);
    });
  }
}

function aim(link: HTMLAnchorElement): void {
  const marks = link.dataset["text"] ? ".pal-text .pal-anchor" : `.pal-text .pal-pair[hreflang="${link.hreflang}"]`;
  const top = ({ parentElement: heading }: Element) => heading?.getBoundingClientRect().top ?? 0;
  link.hash = lastAbove(document.querySelectorAll<HTMLAnchorElement>(marks), top, lineNow())?.hash ?? "";
}
