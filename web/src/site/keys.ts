// Keys that do something by themselves, without Ctrl or Alt. A reader who speaks to the computer, or whose hands tremble, can
// turn them off.

import { setting } from "./settings.ts";

/** A key. */
export interface Key {
  /** What is on it on a Latin keyboard. */
  readonly key: string;
  /** What it does, as a word of scripts. */
  readonly word: string;
  /** What it acts on: where a page has none, the key does nothing. */
  readonly on: string;
}

/** All keys, in the order in which the help lists them. What is new on pages has its row here. */
export const KEYS: readonly Key[] = [
  { key: "n", word: "key_next", on: "a[rel=next]" },
  { key: "p", word: "key_previous", on: "a[rel=prev]" },
  { key: "u", word: "key_level", on: ".pal-eyebrow a" },
  { key: "c", word: "key_contents", on: ".pal-toc" },
  { key: "t", word: "key_twin", on: "a[data-twin]" },
  { key: "l", word: "key_read", on: ".pal-article .pal-text" },
  { key: "a", word: "key_settings", on: "button[data-settings]" },
  { key: "?", word: "key_help", on: "button[data-settings]" },
];

/** Acts on the keys from now on: as `acts` says, else by following the link or pressing the button. */
export function serveKeys(acts: Readonly<Record<string, (on: HTMLElement) => void>>): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (setting("keys") === "off" || isTyping(event.target)) return;
    const pressed = pressedOf(event);
    const row = KEYS.find(({ key }) => key === pressed);
    const on = row && document.querySelector<HTMLElement>(row.on);
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
