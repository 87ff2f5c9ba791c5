import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { enter, serveKeys } from "../src/site/keys.ts";
import { one, open } from "./support/page.ts";

const PAGE = `<a rel="next" href="b"></a><input><select></select><textarea></textarea><p contenteditable>x</p>
  <details class="pal-toggle-toc"></details><nav class="pal-toc"><a href="#a">A</a></nav><button data-settings></button>`;

let followed: string[];
let acts: string[];

beforeEach(() => {
  open(PAGE);
  followed = [];
  acts = [];
  for (const element of document.querySelectorAll<HTMLElement>("a, button")) {
    element.focus = () => undefined;
    element.click = () => void followed.push(element.localName);
  }
  serveKeys({ "?": () => acts.push("help"), l: () => acts.push("read") });
});

/** Presses a key; says whether the page took it. */
function press(key: string, more: object = {}, on = "body"): boolean {
  const event = new (window as Window & typeof globalThis).Event("keydown", { bubbles: true, cancelable: true });
  Object.assign(event, { key, code: "", ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false, ...more });
  one(on).dispatchEvent(event);
  return event.defaultPrevented;
}

test("a key follows its link, or does what it is for", () => {
  assert.ok(press("n") && press("a") && press("?", { shiftKey: true }));
  assert.deepEqual(followed, ["a", "button"]);
  assert.deepEqual(acts, ["help"]);
});

test("a key whose thing isn’t in the page is the browser’s", () => {
  assert.ok(!press("p") && !press("l") && !press("t") && !press("x") && !press("Enter"));
  assert.deepEqual([...followed, ...acts], []);
});

test("while something is typed, or with Ctrl, Alt or Meta, keys are letters", () => {
  for (const on of ["input", "select", "textarea", "[contenteditable]"]) assert.equal(press("n", {}, on), false, on);
  for (const held of ["ctrlKey", "altKey", "metaKey", "repeat", "isComposing"]) assert.equal(press("n", { [held]: true }), false, held);
  assert.equal(press("N", { shiftKey: true }), false);
});

test("capitals that are locked, and letters of other scripts, are the same keys", () => {
  assert.ok(press("N") && press("ى", { code: "KeyN" }) && press("т", { code: "KeyN" }) && press("؟", { shiftKey: true }));
  assert.deepEqual(followed, ["a", "a", "a"]);
  assert.deepEqual(acts, ["help"]);
});

test("a reader turns them off", () => {
  document.documentElement.dataset["keys"] = "off";
  assert.ok(!press("n") && !press("?"));
});

test("the contents unfold, and their first link has the focus", () => {
  let focused = "";
  one("nav a").focus = () => (focused = "A");
  enter(one(".pal-toc"));
  assert.equal(one<HTMLDetailsElement>("details").open, true);
  assert.equal(focused, "A");
});
