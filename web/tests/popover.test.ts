import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openInPlace } from "../src/site/popover.ts";
import { makeClock, one, open } from "./support/page.ts";

const PAGE = `<main>
  <p>Un mot<a id="c" role="doc-noteref" href="#n">1</a>, un autre<a id="d" role="doc-noteref" href="#nowhere">2</a>.</p>
  <ol><li id="n"><p>Une note.</p></li></ol>
</main><script data-go="Y aller"></script>`;

let clock: ReturnType<typeof makeClock>;

beforeEach(() => {
  clock = makeClock();
  const page = open(PAGE);
  Object.assign(globalThis, { addEventListener: page.addEventListener.bind(page) });
  // What linkedom doesn’t have, since it lays nothing out.
  for (const link of document.querySelectorAll("a")) {
    Object.defineProperty(link, "hash", { value: link.getAttribute("href") });
    link.getClientRects = () => [{ left: 0, right: 10, top: 0, bottom: 10 }] as unknown as DOMRectList;
  }
  Object.assign(document.documentElement, { clientWidth: 400, clientHeight: 600 });
  Object.defineProperty(document, "activeElement", { value: null, configurable: true });
  openInPlace();
});

/** Lets something happen to an element, and gives the event. */
function send(target: string, type: string, properties: object = {}): Event {
  const event = new (window as Window & typeof globalThis).Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, properties);
  one(target).dispatchEvent(event);
  return event;
}

/** The call that is open, by its id. */
function opened(): string | null {
  const box = document.querySelector<HTMLElement>(".pal-popover");
  const call = document.querySelector("[aria-describedby]");
  assert.equal(call !== null, box !== null && !box.hidden, "a call is described by a box that is shown");
  return call && call.id;
}

/** A tap: whether its link was followed. */
function tap(target: string): boolean {
  send(target, "pointerdown", { pointerType: "touch" });
  return !send(target, "click").defaultPrevented;
}

test("a pointer that rests on a call opens it, and one that passes doesn’t", () => {
  send("#c", "pointerover");
  clock.pass(119);
  send("main", "pointerover");
  clock.pass(500);
  assert.equal(opened(), null);
  send("#c", "pointerover");
  clock.pass(120);
  assert.equal(opened(), "c");
  assert.equal(one(".pal-popover").textContent, "Une note.");
});

test("the box stays while it is hovered, and goes a while after", () => {
  send("#c", "pointerover");
  clock.pass(120);
  send("main", "pointerover");
  clock.pass(239);
  send(".pal-popover", "pointerover");
  clock.pass(1000);
  assert.equal(opened(), "c");
  send("main", "pointerover");
  clock.pass(240);
  assert.equal(opened(), null);
});

test("what Escape closed stays closed until the pointer leaves it", () => {
  send("#c", "pointerover");
  clock.pass(120);
  send("#c", "keydown", { key: "Escape" });
  send("#c", "pointerover");
  clock.pass(1000);
  assert.equal(opened(), null);
  send("main", "pointerover");
  send("#c", "pointerover");
  clock.pass(120);
  assert.equal(opened(), "c");
});

test("a first tap opens a call with a link to its note, a second one follows the call", () => {
  assert.equal(tap("#c"), false);
  assert.equal(opened(), "c");
  assert.equal(one(".pal-popover-go").textContent, "Y aller");
  assert.equal(tap("#c"), true);
  assert.equal(opened(), null);
});

test("a tap elsewhere closes, one in the box doesn’t", () => {
  tap("#c");
  send(".pal-popover p", "pointerdown");
  assert.equal(opened(), "c");
  send("main", "pointerdown");
  assert.equal(opened(), null);
});

test("a tap on a call that leads nowhere is left to its link", () => {
  assert.equal(tap("#d"), true);
  assert.equal(opened(), null);
});

test("a box goes with its call when that is scrolled away", () => {
  tap("#c");
  one("#c").getClientRects = () => [{ left: 0, right: 10, top: -90, bottom: -80 }] as unknown as DOMRectList;
  send("main", "scroll");
  assert.equal(opened(), null);
});
