// What a reader chose of how pages look and what keys do. It is one for all books and languages of the host: eyes and
// hands stay the same. The choices in force are attributes of the page’s root (`data-theme="dark"`), where styles and the
// scripts that are loaded later find them; they are kept on the device beside.
//
// A page applies them before it is painted. So a choice that the device can’t keep lasts as long as the page.

import { parsed } from "./progress/state.ts";

/** The key in `localStorage`. A form that this script couldn’t read would have another. */
export const KEY = "palier/1/settings";

/** What can be chosen. Nothing is what a page does by itself. */
export const NAMES = ["theme", "text", "width", "letters", "lines", "zeros", "keys", "twin", "tap", "open"] as const;
export type Name = (typeof NAMES)[number];

/** The text’s sizes, in CSS pixels. */
export const SIZES = { least: 16, most: 22 } as const;

/** What is longer than that, in UTF-16 units, isn’t ours. */
const LONGEST = 10_000;

/** What is chosen; empty if nothing is. */
export function setting(name: Name): string {
  return document.documentElement.dataset[name] ?? "";
}

/** Takes what is kept on the device, now and when another tab changes it. */
export function applySettings(): void {
  apply();
  addEventListener("storage", ({ key }) => key === KEY && apply());
  addEventListener("pageshow", ({ persisted }) => persisted && apply());
}

/** Chooses; with an empty value, what a page does by itself. Says whether the device keeps it. */
export function choose(name: Name, value: string): boolean {
  put(name, value);
  const all = kept() ?? {};
  if (value) all[name] = value;
  else delete all[name];
  document.dispatchEvent(new CustomEvent("palier:chosen", { detail: name }));
  try {
    if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

function apply(): void {
  const all = kept();
  // If the device lets nothing be read, what was chosen in this page stays.
  if (all) for (const name of NAMES) put(name, all[name]);
}

/** What the device keeps, with names that this script doesn’t know; `undefined` if it can’t be asked. */
function kept(): Record<string, unknown> | undefined {
  try {
    const text = localStorage.getItem(KEY) ?? "";
    return parsed(text.length < LONGEST ? text : "");
  } catch {
    return undefined;
  }
}

/** Sets what is in force. Styles know the values that they have, and a size must be one. */
function put(name: Name, value: unknown): void {
  const root = document.documentElement;
  const text = typeof value === "string" && /^[\w-]{1,35}$/.test(value) ? value : "";
  if (text && !(name === "text" && !(+text >= SIZES.least && +text <= SIZES.most))) root.dataset[name] = text;
  else delete root.dataset[name];
  if (name === "text") root.style.setProperty("--text", setting(name));
  if (name === "theme") paint(setting(name));
}

/** What the browser itself paints: its bars, and the page before its stylesheet is there. */
function paint(theme: string): void {
  for (const meta of document.querySelectorAll("meta")) {
    const { scheme } = meta.dataset;
    if (meta.name === "color-scheme") meta.content = theme || "light dark";
    else if (scheme) meta.media = !theme ? `(prefers-color-scheme: ${scheme})` : scheme === theme ? "all" : "not all";
  }
}
