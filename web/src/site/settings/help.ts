// The help: which keys do something on this page.

import { KEYS, type Key } from "../keys.ts";
import { setting } from "../settings.ts";
import { make, say, word } from "../word.ts";
import { openBox } from "./box.ts";

/** What keys do, as words of scripts. */
const WORDS: Readonly<Record<Key, string>> = {
  n: "key_next",
  p: "key_previous",
  u: "key_level",
  c: "key_contents",
  t: "key_twin",
  l: "key_read",
  "/": "key_search",
  a: "key_settings",
  "?": "key_help",
};

/** Opens the help, or closes it. */
export function openHelp(from: HTMLElement | undefined): void {
  const keys = (Object.keys(KEYS) as Key[]).filter((key) => document.querySelector(KEYS[key]));
  const rows = keys.map((key) => row(key, WORDS[key]));
  const notes = ["keys_where", setting("keys") === "off" ? "keys_are_off" : "keys_can_be_off"];
  const list = make("dl", { className: "pal-keys" }, ...rows, row(word("key_escape"), "close"));
  openBox("keys", "keys_title", [list, ...notes.map((note) => say(make("p"), note))], from);
}

function row(key: string, does: string): HTMLElement {
  return make("div", {}, make("dt", {}, make("kbd", { textContent: key.length > 1 ? key : key.toUpperCase() })), say(make("dd"), does));
}
