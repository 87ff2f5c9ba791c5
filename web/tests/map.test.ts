import assert from "node:assert/strict";
import { test } from "node:test";
import { lightUp, reach } from "../src/site/map/light.ts";
import { one, open } from "./support/page.ts";

/** 0 → 1 → 2, 3 → 2, and 4 by itself. */
function openMap() {
  const needs = ["", "0", "1 3", "", ""];
  const cards = needs.map((before, at) => `<li><a href="#" data-card="${at}"${before ? ` data-needs="${before}"` : ""}>Leçon ${at}</a></li>`);
  const lines = '<path class="pal-band"/><path id="01"/><path id="12"/><path id="32"/><g class="pal-or" data-to="2"></g>';
  const window = open(`<div class="pal-map" data-before="avant" data-here="ici" data-after="après">
    <svg class="pal-map-lines">${lines}</svg><svg class="pal-map-lines">${lines.replace(/id="/g, 'id="m')}</svg><ol>${cards.join("")}</ol></div>`);
  const map = one<HTMLElement>(".pal-map");
  lightUp(map);
  const fire = (type: string, at?: number) => {
    const target = at === undefined ? map : one(`[data-card="${at}"]`);
    target.dispatchEvent(new window.Event(type, { bubbles: true }));
  };
  return { map, fire };
}

const lit = () =>
  Object.fromEntries([...document.querySelectorAll("[data-lit]")].map((node) => [node.getAttribute("data-card") ?? node.id ?? "", node.getAttribute("data-lit")]));

test("what comes before and after is reached through any number of steps, circles too", () => {
  const needs = [["0", "1"], ["1", "2"], ["2", "0"], ["3", "2"]] as const;
  assert.deepEqual([...reach("3", needs, 0)], ["3", "2", "0", "1"]);
  assert.deepEqual([...reach("3", needs, 1)], ["3"]);
  assert.deepEqual([...reach("4", needs, 0)], ["4"]);
});

test("a lesson with the focus lights what comes before it and what it opens, lines too, in every drawing", () => {
  const { map, fire } = openMap();
  fire("focusin", 1);
  assert.deepEqual(lit(), { 0: "before", 1: "here", 2: "after", "01": "before", 12: "after", m01: "before", m12: "after", "": "after" });
  assert.equal(one("[data-card='0']").getAttribute("data-word"), "avant");
  assert.ok(map.classList.contains("pal-map-lit"));
  fire("focusout", 1);
  assert.deepEqual(lit(), {});
  assert.equal(one("[data-card='0']").getAttribute("data-word"), null);
});

test("a choice is lit with the lesson that needs it", () => {
  const { fire } = openMap();
  fire("focusin", 2);
  assert.equal(one(".pal-or").getAttribute("data-lit"), "before");
  fire("focusin", 4);
  assert.equal(one(".pal-or").getAttribute("data-lit"), null);
});

test("the pointer lights too, and leaves the light to what has the focus", () => {
  const { fire } = openMap();
  fire("pointerover", 3);
  assert.equal(lit()["2"], "after");
  Object.defineProperty(document, "activeElement", { value: one("[data-card='0']"), configurable: true });
  fire("pointerleave");
  assert.deepEqual([lit()["0"], lit()["3"]], ["here", undefined]);
});
