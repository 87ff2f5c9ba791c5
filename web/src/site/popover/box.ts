import { make } from "../word.ts";
import { write } from "../words.ts";
import { contentOf } from "./content.ts";
import { cornerOf, isSeen, roomFor } from "./place.ts";

/** A link to a note, a reference or a term, which is opened beside it. */
export type Call = HTMLAnchorElement;

/** The page’s only box, made when the first call opens. `words` holds the theme’s words for it, in `data-go`. */
export function makeBox(words: HTMLElement | null) {
  let box: HTMLElement | undefined;
  let open: Call | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Cancels whatever was to open or close later. */
  function stay(): void {
    clearTimeout(timer);
  }

  /** Calls `act` after a delay in milliseconds, unless something else happens before. */
  function later(delay: number, act: () => void): void {
    stay();
    timer = setTimeout(act, delay);
  }

  /** Opens a call, and closes the one that was open; a call that leads nowhere opens nothing. */
  function show(call: Call, byTouch: boolean): void {
    stay();
    if (open === call) return;
    close();
    const content = contentOf(call);
    if (!content) return;
    box ??= makeElement();
    box.textContent = "";
    box.append(content);
    if (byTouch && words) box.append(wayTo(call, words, close));
    open = call;
    call.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    box.showPopover?.();
    place();
  }

  function close(): void {
    stay();
    if (!open || !box) return;
    open.removeAttribute("aria-describedby");
    open = undefined;
    box.hidePopover?.();
    box.hidden = true;
  }

  /** Puts the box beside its call’s first line, within the screen; closes it if that line is scrolled away. */
  function place(): void {
    if (!open || !box) return;
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const screen = { width, height };
    const [at] = open.getClientRects();
    if (!at || !isSeen(at, screen)) return close();
    box.style.maxHeight = "";
    const room = roomFor(box.offsetHeight, at, screen);
    box.style.maxHeight = `${room.height}px`;
    // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
    if (box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    const corner = cornerOf({ width: box.offsetWidth, height: box.offsetHeight }, room.isBelow, at, screen);
    box.style.left = `${corner.left}px`;
    box.style.top = `${corner.top}px`;
  }

  return {
    show,
    close,
    place,
    later,
    stay,
    /** The call that is open. */
    call: () => open,
    is: (target: EventTarget | null) => target === box,
    contains: (target: EventTarget | null) => target instanceof Node && !!box?.contains(target),
  };
}

function makeElement(): HTMLElement {
  const box = make("div", { className: "pal-popover", id: "page.popover", popover: "manual" });
  box.setAttribute("role", "note");
  // Within the page’s landmark, at its end.
  (document.querySelector("main") ?? document.body).append(box);
  return box;
}

/** A link to the call’s target: readers who open the call by touch have no other way to follow it. */
function wayTo(call: Call, words: HTMLElement, followed: () => void): HTMLElement {
  const go = make("a", { className: "pal-popover-go", href: call.hash, onclick: followed });
  write(go, words, "go");
  return go;
}
