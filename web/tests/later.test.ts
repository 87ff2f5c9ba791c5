import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { askFor, addressOf } from "../src/site/later.ts";
import { make, say, word } from "../src/site/word.ts";
import { open } from "./support/page.ts";

let page: ReturnType<typeof open>;
let asked: string[];

/** Opens a page whose scripts load, but for those whose address has `missing` in it. */
beforeEach(() => {
  const scripts = JSON.stringify({ words: "../w.js", "settings.js": "../s.js", "gone.js": "../missing.js", "settings.css": "../s.css" });
  page = open(`<script data-scripts='${scripts}'></script>`);
  asked = [];
  Object.assign(globalThis, { CustomEvent: page.CustomEvent });
  const append = document.head.append.bind(document.head);
  document.head.append = (loaded: HTMLScriptElement & HTMLLinkElement) => {
    const address = loaded.getAttribute("src") ?? loaded.getAttribute("href") ?? "";
    asked.push(address);
    append(loaded);
    queueMicrotask(() => (address.includes("missing") ? loaded.onerror?.("") : loaded.onload?.(new page.Event("load"))));
  };
});

test("a script is loaded once with its words and its look, and asked each time", async () => {
  const heard: unknown[] = [];
  document.addEventListener("palier:settings.js", (event) => heard.push((event as CustomEvent).detail));
  await askFor("settings.js", 1);
  await askFor("settings.js", 2);
  assert.deepEqual(asked, ["../w.js", "../s.js", "../s.css"]);
  assert.deepEqual(heard, [1, 2]);
});

test("what couldn’t be loaded may be asked for again", async () => {
  document.addEventListener("palier:gone.js", () => assert.fail());
  await askFor("gone.js", 1);
  await askFor("gone.js", 1);
  assert.equal(asked.filter((src) => src === "../missing.js").length, 2);
});

test("a page that names no scripts has none", () => {
  open("<script></script>");
  assert.equal(addressOf("settings.js"), undefined);
});

test("words are filled in, and say their language where it is another", () => {
  globalThis.palierWords = { twin_label: "En {language}", close: ["Fermer", "fr-CA"] };
  assert.equal(word("twin_label", { language: "anglais" }), "En anglais");
  assert.equal(word("twin_label"), "En {language}");
  assert.equal(word("nothing"), "");
  const told = say(make("p"), "close");
  assert.deepEqual([told.textContent, told.lang, told.dir], ["Fermer", "fr-CA", "auto"]);
});
