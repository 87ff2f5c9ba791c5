// Readers who scroll back up to find the language switch find it there, without leaving the section.

/** The smallest move, in CSS pixels, that shows which way a reader scrolls. */
const MOVE = 8;

/** How far a page was scrolled when the direction was last known, in CSS pixels; whether the switch floats since. */
export interface Floating {
  readonly at: number;
  readonly floats: boolean;
}

/** The state after a scroll to `now`: the switch floats while its place is off screen and the reader scrolls up. */
export function scrolled(before: Floating, now: number, isAway: boolean): Floating {
  if (isAway && Math.abs(now - before.at) < MOVE) return before;
  return { at: now, floats: isAway && now < before.at };
}

/** Makes the switch float, unless none of its links leads to another page. */
export function floatLanguages(languages: HTMLElement): void {
  const list = languages.querySelector("ul");
  if (!list || !languages.querySelector("a:not(.pal-missing, [aria-current])")) return;
  let floating: Floating = { at: scrollY, floats: false };
  const scroll = () => {
    const before = floating;
    floating = scrolled(before, scrollY, languages.getBoundingClientRect().bottom < 0);
    if (floating === before) return;
    // The switch’s place keeps its size, so that nothing moves.
    languages.style.minWidth = floating.floats ? `${languages.offsetWidth}px` : "";
    languages.style.minHeight = floating.floats ? `${languages.offsetHeight}px` : "";
    list.classList.toggle("pal-floating", floating.floats);
  };
  addEventListener("scroll", scroll, { passive: true });
}
