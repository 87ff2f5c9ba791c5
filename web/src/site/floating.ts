// Whoever scrolls back up in search of the language switch finds it there, and needn’t leave the section.

/** The least move, in CSS pixels, that shows which way a reader scrolls. */
const MOVE = 8;

/** Where a page was when its direction of scrolling was last seen, in CSS pixels; whether the switch floats since. */
export interface Floating {
  readonly at: number;
  readonly floats: boolean;
}

/** The same after a scroll to `now`: the switch floats while its place is away and the reader comes back up. */
export function scrolled(before: Floating, now: number, isAway: boolean): Floating {
  if (isAway && Math.abs(now - before.at) < MOVE) return before;
  return { at: now, floats: isAway && now < before.at };
}

/** Makes the switch float; not one that leads nowhere. */
export function floatLanguages(languages: HTMLElement): void {
  const list = languages.querySelector("ul");
  if (!list || !languages.querySelector("a:not(.pal-missing, [aria-current])")) return;
  let floating: Floating = { at: scrollY, floats: false };
  const scroll = () => {
    const before = floating;
    floating = scrolled(before, scrollY, languages.getBoundingClientRect().bottom < 0);
    if (floating === before) return;
    // The header keeps its measure, so that nothing moves.
    languages.style.minWidth = floating.floats ? `${languages.offsetWidth}px` : "";
    languages.style.minHeight = floating.floats ? `${languages.offsetHeight}px` : "";
    list.classList.toggle("pal-floating", floating.floats);
  };
  addEventListener("scroll", scroll, { passive: true });
}
