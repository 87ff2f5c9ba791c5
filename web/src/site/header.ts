// The page’s header leaves the screen to a reader who goes down, and comes back to one who goes up: in search of the
// language switch, of where one is, of the menu. Without this script it stays.

/** The least move, in CSS pixels, that shows which way a reader scrolls. */
const MOVE = 8;

/** Where a page was when its direction of scrolling was last seen, in CSS pixels; whether the header is away since. */
export interface Header {
  readonly at: number;
  readonly away: boolean;
}

/** The same after a scroll to `now`. Over its own `height`, in CSS pixels, at the page’s top, the header never goes away. */
export function scrolled(before: Header, now: number, height: number): Header {
  const atTop = now <= height;
  if (!atTop && Math.abs(now - before.at) < MOVE) return before;
  return { at: now, away: !atTop && now > before.at };
}

/** Lets nothing be painted before the text of a page begins, or where no text says so before the page is whole: what comes
 * last in a row would push the others aside. Browsers that don’t know how paint as they did. To be called before the page
 * has a body. */
export function expectText(): void {
  document.head.append(Object.assign(document.createElement("link"), { rel: "expect", href: "#page.shown", blocking: "render" }));
}

/** Makes the header go and come. It stays while it has the focus or its menu is open. */
export function hideHeader(header: HTMLElement): void {
  let at: Header = { at: scrollY, away: false };
  const show = (away: boolean) => header.classList.toggle("pal-away", away);
  const isUsed = () => header.contains(document.activeElement) || !!header.querySelector("details[open]");
  const scroll = () => {
    at = scrolled(at, scrollY, header.offsetHeight);
    show(at.away && !isUsed());
  };
  addEventListener("scroll", scroll, { passive: true });
  header.addEventListener("focusin", () => show(false));
}

/** Makes a menu close on Escape, which gives the focus back to its button, on a tap elsewhere, and when the focus leaves. */
export function closeMenu(menu: HTMLDetailsElement, header: HTMLElement): void {
  const closeOutside = ({ target }: Event) => {
    if (target instanceof Node && !header.contains(target)) menu.open = false;
  };
  document.addEventListener("pointerdown", closeOutside);
  document.addEventListener("focusin", closeOutside);
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}
