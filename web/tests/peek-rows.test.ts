import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { blockAt, blocksOf } from "../src/site/peek/block.ts";
import { passageOf } from "../src/site/peek/passage.ts";
import { rowsOf } from "../src/site/peek/rows.ts";
import { sectionFrom } from "../src/site/peek/section.ts";
import { one, open } from "./support/page.ts";

const rows = (...rows: (readonly [string, string])[]) =>
  rows.map(([own, twin]) => `<div data-row class="pal-sides"><div class="pal-side">${own}</div><div class="pal-side" lang="en" dir="ltr">${twin}</div></div>`).join("");

function beside(html: string): Document {
  return parseHTML(`<!doctype html><html><body>${html}</body></html>`).document;
}

/** What each row of a page pairs: the words of its blocks, and those of its twins. */
function paired(text: string, html: string): string[] {
  open(`<div class="pal-text">${text}</div>`);
  const words = (elements: readonly Element[]) => elements.map((element) => element.textContent?.trim()).join(" + ");
  return rowsOf(one(".pal-text"), beside(html)).map(({ blocks, twins }) => `${words(blocks)} = ${words(twins)}`);
}

test("each block is with what says the same", () => {
  const html = rows(["<h2>Un</h2>", "<h2>One</h2>"], ["<p>A</p>", "<p>a</p>"], ["<ul><li>B</li></ul>", "<p>b</p><p>bb</p>"]);
  assert.deepEqual(paired("<h2>Un<a class=pal-anchor></a><a class=pal-pair>EN</a></h2><p>A</p><ul><li>B</li></ul>", html), ["UnEN = One", "A = a", "B = bbb"]);
});

test("blocks that are translated together are one row", () => {
  assert.deepEqual(paired("<p>A</p><p>B</p><p>C</p>", rows(["<p>A</p><p>B</p>", "<p>ab</p>"], ["<p>C</p>", "<p>c</p>"])), ["A + B = ab", "C = c"]);
});

test("what only this language says has no twin, and what only the other says follows what both say", () => {
  assert.deepEqual(paired("<p>A</p><p>B</p>", rows(["<p>A</p>", "<p>a</p>"], ["", "<p>more</p>"], ["<p>B</p>", ""])), ["A = a + more", "B = "]);
});

test("what scripts added, changed at its end or left out moves nothing", () => {
  const html = rows(["<p>A</p>", "<p>a</p>"], ["<p>gone</p>", "<p>x</p>"], ["<div>Question : une réponse, ou une autre, à choisir</div>", "<p>q</p>"], ["<p>B</p>", "<p>b</p>"]);
  const text = "<p>A</p><button>Copier</button><span></span><div>Question : une réponse, ou une autre, à choisir <b>Vérifier</b></div><p>B</p><section role=doc-endnotes><p>B</p></section>";
  assert.deepEqual(paired(text, html), ["A = a", "Question : une réponse, ou une autre, à choisir Vérifier = q", "B = b"]);
});

test("a picture without words is with its like", () => {
  assert.deepEqual(paired("<p><img src=a></p><p>A</p>", rows(["<p><img src=a></p>", "<p><img src=b></p>"], ["<p>A</p>", "<p>a</p>"])), [" = ", "A = a"]);
});

test("a block is what is in the text itself, and not its lists, lines and twins", () => {
  open("<div class=pal-text><p>A <b>b</b></p><div class=pal-twin><p>t</p></div><hr><section role=doc-endnotes><i>n</i></section></div><p class=out></p>");
  const text = one(".pal-text");
  assert.equal(blocksOf(text).length, 1);
  for (const within of ["b", ".pal-twin p"]) assert.equal(blockAt(text, one(within)), one("p"));
  for (const elsewhere of ["hr", "i", ".out", ".pal-text"]) assert.equal(blockAt(text, one(elsewhere)), undefined);
});

test("a passage leads where it led, and has no id, key or heading of the page’s own", () => {
  open("<p></p>");
  const twin = beside(`<div lang="ar" dir="rtl"><h2 id="x">T<a class="pal-anchor" href="#x"></a></h2>
    <p>w<a role="doc-noteref" href="#ar:n" aria-describedby="p">1</a> <img src="../i.png" alt=""></p><script>alert(1)</script>
    <div id="q" data-pal-ask="choices" data-pal-task="k"><button>x</button></div></div>`).querySelector("div") as unknown as HTMLElement;
  const passage = passageOf(twin, "https://example.org/fr/a/b/ar/");
  assert.deepEqual([passage.lang, passage.dir], ["ar", "rtl"]);
  assert.equal(passage.querySelectorAll("[id], script, button, h2, .pal-anchor, [data-pal-ask], [data-pal-task], [aria-describedby]").length, 0);
  assert.equal(passage.querySelector(".pal-twin-heading")?.textContent, "T");
  assert.equal(passage.querySelector("a")?.getAttribute("href"), "https://example.org/fr/a/b/ar/#ar:n");
  assert.equal(passage.querySelector("img")?.getAttribute("src"), "https://example.org/fr/a/b/i.png");
});

test("a section goes to the next heading of its rank, and from a paragraph on to the next heading", () => {
  open("<div class=pal-text><p>0</p><h2>1</h2><p>2</p><h3>3</h3><p>4</p><h2>5</h2><p>6</p></div>");
  const blocks = blocksOf(one(".pal-text"));
  const from = (at: number) => sectionFrom(blocks, blocks[at] as HTMLElement).map((block) => block.textContent).join("");
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map(from), ["0", "1234", "2", "34", "4", "56", "6"]);
});
