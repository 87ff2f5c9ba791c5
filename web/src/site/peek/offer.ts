// Lets a reader ask for a paragraph in another language: by a button beside the one under the pointer, by a tap, by a key. What
// then happens is a script of its own, `peek.js`.
//
// Nothing that a reader does otherwise may open it: following a link, answering, selecting, scrolling, pressing long.

import { askFor } from "../later.ts";
import { setting } from "../settings.ts";
import { make } from "../word.ts";
import { blockAt } from "./block.ts";
import { chosenLink, primaryOf } from "./links.ts";

/** What `peek.js` is asked to do. */
export interface Asked {
  readonly act: "twin" | "read" | "all";
  /** The text, and the block of it that is meant, if one is: else it is the first that is seen. */
  readonly text: HTMLElement;
  readonly block?: HTMLElement | undefined;
  /** Whether it was asked for by a key: the focus then goes there. */
  readonly byKey: boolean;
}

/** What has a use of its own for a tap. */
const USED = "a, button, input, label, select, summary, textarea, audio, video, iframe, object, [tabindex], [data-pal-ask], .pal-twin";
/** From how long on a press is not a tap, in milliseconds. */
const LONG = 500;

/** Begins to offer; gives what keys do. */
export function offerPeek(): Record<"t" | "l", () => void> {
  const text = document.querySelector<HTMLElement>(".pal-article .pal-text") ?? undefined;
  const ask = (act: Asked["act"], block?: HTMLElement, byKey = false) => {
    if (text) void askFor("peek.js", { act, text, block, byKey } satisfies Asked);
  };
  const here = () => text && (blockAt(text, document.activeElement) ?? blockAt(text, text.querySelector(":scope > :hover")));
  if (text && chosenLink()) {
    const twin = (block: HTMLElement) => ask("twin", block);
    offerButton(text, twin);
    hearTaps(text, twin);
    const all = () => setting("open") && ask("all");
    all();
    document.addEventListener("palier:chosen", ({ detail }: CustomEventInit<string>) => detail === "open" && all());
  }
  return {
    t: () => ask("twin", here(), true),
    l: () => ask("read", here()),
  };
}

/** A button that follows the mouse from block to block. Keys have no need of it, and it is in nobody’s way. */
function offerButton(text: HTMLElement, ask: (block: HTMLElement) => void): void {
  const button = make("button", { type: "button", className: "pal-peek", tabIndex: -1, hidden: true });
  let block: HTMLElement | undefined;
  const show = (target: EventTarget | null) => {
    const found = blockAt(text, target);
    if (!found) return;
    block = found;
    const { twin = "", twinName = "" } = chosenLink()?.dataset ?? {};
    button.textContent = primaryOf(twin);
    button.title = twinName;
    button.style.top = `${block.offsetTop}px`;
    button.hidden = false;
  };
  text.addEventListener("pointerover", (event) => event.pointerType === "mouse" && show(event.target));
  button.addEventListener("click", () => block && ask(block));
  text.after(button);
}

function hearTaps(text: HTMLElement, ask: (block: HTMLElement) => void): void {
  let pressed: PointerEvent | undefined;
  let isSelecting = false;
  text.addEventListener("pointerdown", (event) => {
    pressed = event.pointerType === "mouse" || !event.isPrimary ? undefined : event;
    isSelecting = !getSelection()?.isCollapsed;
  });
  text.addEventListener("click", (event) => {
    const from = pressed;
    pressed = undefined;
    if (!from || isSelecting || setting("tap") || event.defaultPrevented || event.detail > 1) return;
    const { target, timeStamp } = event;
    const used = target instanceof Element ? target.closest(USED) : null;
    if (timeStamp - from.timeStamp > LONG || !getSelection()?.isCollapsed || (used && text.contains(used))) return;
    const block = blockAt(text, target);
    if (block) ask(block);
  });
}
