import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf } from "../src/site/popover/content.ts";
import { one, open } from "./support/page.ts";

/** What is shown of a call to `#x`, in a page with this HTML. */
function shown(html: string, hash = "#x"): HTMLElement | null {
  open(`<p><a href="${hash}">1</a></p>${html}`);
  const call = one<HTMLAnchorElement>("a");
  // linkedom has no `hash` of links.
  Object.defineProperty(call, "hash", { value: hash, configurable: true });
  return contentOf(call);
}

test("a note is shown without its ids and its ways back", () => {
  const content = shown('<ol><li id="x"><p id="y">Une note. <a role="doc-backlink" href="#c">↩</a></p></li></ol>');
  assert.equal(content?.tagName, "DIV");
  assert.equal(content?.innerHTML, "<p>Une note. </p>");
  assert.ok(document.querySelector("#x [role=doc-backlink]"), "the page’s own note keeps its way back");
});

test("a paragraph that held nothing but ways back is left out", () => {
  const content = shown('<ol><li id="x"><p>Une note.</p><p> <a role="doc-backlink" href="#c">↩</a> </p></li></ol>');
  assert.equal(content?.querySelectorAll("p").length, 1);
});

test("a definition is shown as one", () => {
  const content = shown('<dl><div id="x"><dt>Terme</dt><dd>Sens</dd></div></dl>');
  assert.equal(content?.tagName, "DL");
});

test("a text in another language keeps it", () => {
  const content = shown('<div lang="ar" dir="rtl"><p id="x">ملاحظة</p></div>');
  assert.equal(content?.lang, "ar");
  assert.equal(content?.dir, "rtl");
});

test("a call finds an id that an address writes encoded", () => {
  assert.equal(shown('<p id="é">Une note.</p>', "#%C3%A9")?.textContent, "Une note.");
});

test("a call that leads nowhere has no content", () => {
  assert.equal(shown("<p>Rien.</p>"), null);
});
