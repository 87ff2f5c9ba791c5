// The help: which keys do something on this page.

import { KEYS } from "../keys.ts";
import { setting } from "../settings.ts";
import { make, say, word } from "../word.ts";
import { openBox } from "./box.ts";

/** Opens the help, or closes it. */
export function openHelp(from: HTMLElement | undefined): void {
  const rows = KEYS.filter(({ on }) => document.querySelector(on)).map(({ key, word: does }) => row(key, does));
  const notes = ["keys_where", setting("keys") === "off" ? "keys_are_off" : "keys_can_be_off"];
  const list = make("dl", { className: "pal-keys" }, ...rows, row(word("key_escape"), "close"));
  openBox("keys", "keys_title", [list, ...notes.map((note) => say(make("p"), note))], from);
}

function row(key: string, does: string): HTMLElement {
  return make("div", {}, make("dt", {}, make("kbd", { textContent: key.length > 1 ? key : key.toUpperCase() })), say(make("dd"), does));
}
