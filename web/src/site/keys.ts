// Keys that do something by themselves, without Ctrl or Alt. A reader who speaks to the computer, or whose hands tremble, can
// turn them off.

import { setting } from "./settings.ts";

/**
 * All keys, as they are on a Latin keyboard, in the order of the help, each with what it acts on: where a page has none, it
 * does nothing. What is new on pages has its row here, and its word in the help.
 */
export const KEYS = {
  n: "a[rel=next]",
  p: "a[rel=prev]",
  u: ".pal-eyebrow a",
  c: ".pal-toc",
  t: "a[data-twin]",
  l: ".pal-article .pal-text",
  "/": "a[data-search]",
  a: "button[data-settings]",
  "?": "button[data-settings]",
} as const;
export type Key = keyof typeof KEYS;

/** Acts on the keys from now on: as `acts` says, else by following the link or pressing the button. */
export function serveKeys(acts: Readonly<Partial<Record<Key, (on: HTMLElement) => void>>>): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (setting("keys") === "off" || isTyping(event.target)) return;
    const pressed = pressedOf(event) as Key;
    const on = KEYS[pressed] && document.querySelector<HTMLElement>(KEYS[pressed]);
    if (!on) return;
    event.preventDefault();
    (acts[pressed] ?? follow)(on);
  });
}

/** The key, whatever letters are on the keyboard. */
function pressedOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (key === "؟") return "?";
  const letter = /^[a-z]$/i.test(key) ? key : key > "\x7f" ? code.replace(/^Key/, "") : "";
  return letter ? (shiftKey ? "" : letter.toLowerCase()) : key;
}

/** Whether letters are for what has the focus: a field, a list that is searched by typing. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && !!target.closest("input, select, textarea, [contenteditable], [role=application]");
}

function follow(on: HTMLElement): void {
  on.focus();
  on.click();
}

/** Goes to the first link of the contents, which are behind a summary where the screen is narrow. */
export function enter(contents: HTMLElement): void {
  const summary = document.querySelector<HTMLDetailsElement>(".pal-toggle-toc");
  if (summary) summary.open = true;
  contents.querySelector("a")?.focus();
}
