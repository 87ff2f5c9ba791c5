import assert from "node:assert/strict";
import { test } from "node:test";
import { addCopyButtons, forms } from "../src/site/copy.ts";
import { makeClock, one, open } from "./support/page.ts";

const CITE = `<section class="pal-cite" data-copied="Copié">
  <p data-copy="Copier">Roy, <i>Traces</i>.</p>
</section>`;

/** Lets a page copy, or not; gives what it copied. */
function clipboard(copies: boolean): string[] {
  const copied: string[] = [];
  const writeText = (text: string) => (copied.push(text), Promise.resolve());
  const value = copies ? { clipboard: { writeText } } : {};
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  return copied;
}

test("a text with italics is copied with them, and as plain text", () => {
  open(CITE);
  assert.deepEqual(forms(one("[data-copy]")), { "text/plain": "Roy, Traces.", "text/html": "Roy, <i>Traces</i>." });
});

test("a text without marks is copied as plain text alone", () => {
  open("<pre> @book{roy}\n</pre>");
  assert.deepEqual(forms(one("pre")), { "text/plain": "@book{roy}" });
});

test("a button copies the text beside it, and says so for a while", async () => {
  const copied = clipboard(true);
  const clock = makeClock();
  open(CITE);
  addCopyButtons();
  const button = one("[data-copy] + button.pal-copy");
  assert.equal(button.textContent, "Copier");
  button.click();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(copied, ["Roy, Traces."], "without ClipboardItem, the plain text");
  const told = one("[role=status]");
  assert.equal(told.textContent, "Copié");
  clock.pass(3000);
  assert.equal(told.textContent, "");
});

test("a piece of code has its button in the text’s words, and is copied as it is written", async () => {
  const copied = clipboard(true);
  makeClock();
  open(`<div class="pal-text" data-copy="Copier" data-copied="Copié"><pre><code>  let <b>a</b>;\n</code></pre><p>Après</p></div>`);
  addCopyButtons();
  const button = one(".pal-code > pre + button.pal-copy");
  assert.equal(button.textContent, "Copier");
  button.click();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(copied, ["  let a;"]);
  assert.deepEqual(Object.keys(forms(one("pre"))), ["text/plain"]);
  assert.equal(one(".pal-code [role=status]").textContent, "Copié");
  assert.equal(one(".pal-code + p").textContent, "Après");
});

test("where a page may not copy, it has no buttons", () => {
  clipboard(false);
  open(CITE);
  addCopyButtons();
  assert.equal(document.querySelector("button"), null);
});
