// Opens a note, a reference or a term beside the word that calls it. Without this script the call is
// only a link to the page’s end, where all of them are.
//
// The only box is at the end of the page’s main part. It opens on hover, on keyboard focus and on a
// first tap. As WCAG 1.4.13 asks, it can be hovered, stays while the pointer or the focus is on it or its call, and
// closes on Escape; it closes too on a tap elsewhere, and when its call is scrolled away. It describes its call to
// screen readers.

import { type Call, makeBox } from "./popover/box.ts";

const CALLS = "a[role=doc-noteref], a[role=doc-biblioref], a[role=doc-glossref]";
/** How long a pointer rests on a call before it opens, in milliseconds. */
const BEFORE_OPENING = 120;
/** How long a pointer is away from the call and its box before the box closes, in milliseconds. */
const BEFORE_CLOSING = 240;

/** Opens the page’s calls in place from now on. */
export function openInPlace(): void {
  const box = makeBox(document.querySelector<HTMLElement>("script[data-go]"));
  let tapped: Call | null = null; // the one that a finger is on
  let dismissed: Call | null = null; // closed by Escape, with the pointer still on it

  const callAt = ({ target }: Event): Call | null => {
    const found = target instanceof Element ? target.closest<Call>(CALLS) : null;
    return box.contains(found) ? null : found;
  };
  const isIn = (target: EventTarget | null) =>
    box.contains(target) || (target instanceof Node && !!box.call()?.contains(target));

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = callAt(event);
    if (link !== dismissed) dismissed = null;
    if (link && link !== dismissed && link !== box.call()) box.later(BEFORE_OPENING, () => box.show(link, false));
    else if (box.call() && !isIn(event.target) && !isIn(document.activeElement)) box.later(BEFORE_CLOSING, box.close);
    else box.stay();
  });
  document.addEventListener("focusin", (event) => {
    const link = callAt(event);
    if (link && link !== tapped && isSeenFocused(link)) box.show(link, false);
    else if (!isIn(event.target)) box.close();
  });
  document.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch" ? callAt(event) : null;
    if (!isIn(event.target)) box.close();
  });
  document.addEventListener("click", (event) => {
    const link = callAt(event);
    if (link && link === tapped && link !== box.call()) {
      box.show(link, true);
      // If nothing opened, the link is followed.
      if (box.call()) event.preventDefault();
    } else if (link) box.close();
    tapped = null;
  });
  document.addEventListener("keydown", (event) => {
    const call = box.call();
    if (event.key !== "Escape" || !call) return;
    dismissed = call;
    box.close();
  });
  addEventListener("scroll", ({ target }) => box.contains(target) || box.place(), { capture: true, passive: true });
  addEventListener("resize", box.place);
  // An element that opens or closes moves the calls in it.
  addEventListener("toggle", ({ target }) => box.is(target) || box.place(), true);
}

/** Whether the focus on a link shows; browsers that don’t tell show it on each. */
function isSeenFocused(link: Element): boolean {
  try {
    return link.matches(":focus-visible");
  } catch {
    return true;
  }
}
