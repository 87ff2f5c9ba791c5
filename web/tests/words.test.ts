import assert from "node:assert/strict";
import { test } from "node:test";
import { write } from "../src/site/words.ts";
import { one, open } from "./support/page.ts";

test("a word is written as the page’s own", () => {
  open('<i data-go="Y aller"></i><b></b>');
  write(one("b"), one("i"), "go");
  assert.equal(one("b").outerHTML, "<b>Y aller</b>");
});

test("a word that the page’s language lacks says which language it is in", () => {
  open('<i data-go="Go there" data-go-lang="en"></i><b></b>');
  write(one("b"), one("i"), "go");
  const { textContent, lang, dir } = one("b");
  assert.deepEqual({ textContent, lang, dir }, { textContent: "Go there", lang: "en", dir: "auto" });
});
