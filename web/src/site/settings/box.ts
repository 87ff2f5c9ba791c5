// A box over the page, which stays in sight and can be read: the box isn’t modal. It closes by its button, by Escape, and by
// whatever the reader turns to instead. The focus then goes back to where it was.

import { closeButton, make, say } from "../word.ts";

interface Open {
  readonly name: string;
  readonly box: HTMLElement;
  /** What opened it. */
  readonly from: HTMLElement | undefined;
}

let open: Open | undefined;
let isListening = false;

/** Opens a box with that title and content; closes the one that is open, and does no more if it was this one. */
export function openBox(name: string, title: string, content: readonly Node[], from: HTMLElement | undefined): void {
  const last = open;
  // What is within the box that closes can’t have the focus back.
  if (last?.box.contains(from ?? null)) from = last.from;
  closeBox();
  if (last?.name === name) return;
  const heading = say(make("h2", { id: `page.${name}` }), title);
  const head = make("div", { className: "pal-box-head" }, heading, closeButton("pal-box-close", closeBox));
  const box = make("div", { className: `pal-box pal-box-${name}`, tabIndex: -1 }, head, ...content);
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", heading.id);
  box.popover = "manual";
  document.body.append(box);
  box.showPopover?.();
  open = { name, box, from };
  expand(from, true);
  box.focus();
  listen();
}

/** Closes the box that is open. */
export function closeBox(): void {
  if (!open) return;
  const { box, from } = open;
  const { activeElement } = document;
  open = undefined;
  box.remove();
  expand(from, false);
  // Where the reader turned to something else, the focus is there.
  if (box.contains(activeElement) || activeElement === document.body || !activeElement) from?.focus();
}

/** Says of a button that opens boxes whether one is open. */
function expand(from: HTMLElement | undefined, isOpen: boolean): void {
  if (from?.hasAttribute("aria-expanded")) from.setAttribute("aria-expanded", String(isOpen));
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  const leave = ({ target }: Event) => {
    if (open && target instanceof Node && !open.box.contains(target) && !open.from?.contains(target)) closeBox();
  };
  document.addEventListener("pointerdown", leave);
  document.addEventListener("focusin", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    open.from?.focus();
    closeBox();
  });
}
