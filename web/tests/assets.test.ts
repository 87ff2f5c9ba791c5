import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHTML } from "linkedom";
import { changedStyles, renewed, renewFiles, swapStyle } from "../src/preview/assets.ts";

const BASE = "http://127.0.0.1:7254/fr/a/";
const changed = new Map([
  ["fr/a/été.png", 3],
  ["own.css", 4],
]);

function page(html: string): Document {
  const { document } = parseHTML(`<!doctype html><html><head></head><body>${html}</body></html>`);
  Object.defineProperty(document, "baseURI", { value: BASE });
  return document;
}

test("a file that changed has another address, once for each change", () => {
  assert.equal(renewed("%C3%A9t%C3%A9.png", changed, BASE), "/fr/a/%C3%A9t%C3%A9.png?palier=3");
  assert.equal(renewed("/own.css?x=1#y", changed, BASE), "/own.css?x=1&palier=4#y");
  for (const same of ["other.png", "/own.css?palier=4", "https://example.org/own.css", "data:,"]) {
    assert.equal(renewed(same, changed, BASE), undefined, same);
  }
});

test("pictures of every kind are loaded again, and no others", () => {
  const live = page('<img src="été.png"><img src="b.png"><img srcset="b.png 1x, été.png 2x"><video poster="/own.css" src="/b"></video>');
  renewFiles(live, changed);
  const [first, second, third] = live.querySelectorAll("img");
  assert.equal(first?.getAttribute("src"), "/fr/a/%C3%A9t%C3%A9.png?palier=3");
  assert.equal(second?.getAttribute("src"), "b.png");
  assert.equal(third?.getAttribute("srcset"), "b.png 1x, /fr/a/%C3%A9t%C3%A9.png?palier=3 2x");
  assert.equal(live.querySelector("video")?.getAttribute("poster"), "/own.css?palier=4");
});

test("a stylesheet stays until the one in its place is there", () => {
  const live = page("");
  live.head.innerHTML = '<link rel="stylesheet" href="/own.css"><link rel="stylesheet" href="/b.css">';
  const [style] = changedStyles(live, changed);
  assert.equal(changedStyles(live, changed).length, 1);
  const replaced: Element[] = [];
  swapStyle(style?.[0] as HTMLLinkElement, style?.[1] as string, (by) => replaced.push(by));
  const hrefs = () => [...live.querySelectorAll("link")].map((link) => link.getAttribute("href"));
  assert.deepEqual(hrefs(), ["/own.css", "/own.css?palier=4", "/b.css"]);
  replaced[0]?.dispatchEvent(new (live.defaultView as unknown as { Event: typeof Event }).Event("load"));
  assert.deepEqual(hrefs(), ["/own.css?palier=4", "/b.css"]);
});
