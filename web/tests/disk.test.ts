import assert from "node:assert/strict";
import { test } from "node:test";
import { watchStorage } from "../src/site/disk/apart.ts";
import { one, open } from "./support/page.ts";
import { makeStorage } from "./support/storage.ts";
import { level, lesson } from "./support/progress.ts";

const OUTLINE = { version: 1, book: "essai", title: "Un livre", levels: [level("a", [lesson("a/b")])] };
let leave: () => void;

/** Opens a page from a folder, in a tab of that name, with what its storage has. */
function visit(name: string, local: Storage | (() => never)) {
  const page = open(`<script data-progress>{"version":1,"book":"essai"}</script><script data-scripts='{"words":"w.js"}'></script><p data-trouble></p>`);
  const facts = new Map([["r a/b", 1]]);
  Object.defineProperty(globalThis, "localStorage", { get: () => (typeof local === "function" ? local() : local), configurable: true });
  Object.assign(page, { name });
  Object.assign(globalThis, {
    addEventListener: (_: string, act: () => void) => (leave = act),
    palierWords: { trouble_apart: "À part:", trouble_apart_take: "l’ajouter", close: "Fermer" },
    palier: {
      here: { version: 1, book: "essai", outline: "o.js" },
      store: { facts: () => facts, rename: () => undefined, watch: () => undefined },
    },
  });
  document.head.append = (script: HTMLScriptElement) => {
    queueMicrotask(() => {
      if (script.getAttribute("src") === "o.js") globalThis.palier?.take?.(OUTLINE as never);
      script.onload?.(new page.Event("load") as unknown as Event);
    });
  };
  watchStorage("../progression/index.html");
  document.dispatchEvent(new page.Event("DOMContentLoaded"));
  return page;
}

const settled = () => new Promise((done) => setTimeout(done, 5));

function withProgress(): Storage {
  const storage = makeStorage();
  storage.setItem("palier/1/progress/essai", "{}");
  return storage;
}

test("where the page before had progress and this one finds none, each page has a storage of its own", async () => {
  const before = visit("", withProgress());
  leave();
  await settled();
  assert.equal(one("[data-trouble]").textContent, "");
  assert.equal(before.name, "palier essai");
  visit("palier essai", makeStorage());
  await settled();
  assert.match(one("[data-trouble]").textContent ?? "", /^À part: l’ajouter/);
  assert.match(one<HTMLAnchorElement>("[data-trouble] a").getAttribute("href") ?? "", /^\.\.\/progression\/index\.html#p=/);
});

test("nothing is said where all pages share one, where there was no progress before, and where nothing may be stored", async () => {
  for (const [name, local] of [["palier essai", withProgress()], ["", makeStorage()], ["palier autre", makeStorage()], ["palier essai", () => { throw new Error("SecurityError"); }]] as const) {
    visit(name, local);
    await settled();
    assert.equal(one("[data-trouble]").textContent, "", name);
  }
});
