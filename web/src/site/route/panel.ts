// A panel at the foot of the screen, which stays in sight while the page is read. It covers nothing for good: the page ends
// above it.

import { closeButton, make, say } from "../word.ts";

let panel: HTMLElement | undefined;
let closed: (() => void) | undefined;

/** Opens a panel with that title after an element of the page; the one that was open closes. */
export function openPanel(title: string, after: Element, content: readonly Node[], onClose?: () => void): HTMLElement {
  closePanel();
  const heading = say(make("h2", { id: "page.route" }), title);
  const head = make("div", { className: "pal-route-head" }, heading, closeButton("pal-route-close", closePanel));
  const section = make("section", { className: "pal-route", tabIndex: -1 }, head, ...content);
  section.setAttribute("aria-labelledby", heading.id);
  section.addEventListener("keydown", ({ key }) => key === "Escape" && closePanel());
  after.after(section);
  [panel, closed] = [section, onClose];
  const { style } = document.documentElement;
  new ResizeObserver(() => style.setProperty("--panel", `${section.isConnected ? section.offsetHeight : 0}px`)).observe(section);
  return section;
}

/** Closes the panel that is open. */
export function closePanel(): void {
  panel?.remove();
  const told = closed;
  [panel, closed] = [undefined, undefined];
  told?.();
}

/** A button. */
export function button(name: string, act: (from: HTMLButtonElement) => void, className = ""): HTMLButtonElement {
  const one: HTMLButtonElement = make("button", { type: "button", className, onclick: () => act(one) });
  return say(one, name);
}
