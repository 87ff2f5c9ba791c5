import assert from "node:assert/strict";
import { test } from "node:test";
import { followed, keepRoute, keptRoute, leftOut, lessonsOf, routeInLink, routeLink } from "../src/site/progress/route.ts";
import { standing } from "../src/site/progress/standing.ts";
import { finished, opened, type Facts } from "../src/site/progress/state.ts";
import { storedKeys } from "../src/site/progress/store.ts";
import { book, lesson, level } from "./support/progress.ts";
import { holds } from "./support/random.ts";
import { always, contents, forbidden, makeStorage, makeTab } from "./support/storage.ts";

const NONE: Facts = new Map();
const BOOK = book(
  [
    level("a", [lesson("a/1"), lesson("a/2", { needs: ["a/1"], minutes: 25 }), lesson("a/3", { needs: ["a/2"] })]),
    level("b", [lesson("b/1", { needs: [["a/2", "a/3"], "gone/x"] }), lesson("b/2", { needs: ["a/3"] })]),
  ],
  { former: [["z/1", "a/1"]] },
);
const keysOf = (keys: readonly { key: string }[]) => keys.map(({ key }) => key);

test("a link can be read by a person, and says each level once in a row", () => {
  const link = routeLink(["a/1", "a/2", "b/1", "a/3", "a/1"]);
  assert.match(link, /^#r=[0-9a-z]{4}:a\/1,2,b\/1,a\/3$/);
  assert.deepEqual(routeInLink(`https://example.org/fr/${link}`), { is: "route", lessons: ["a/1", "a/2", "b/1", "a/3"] });
});

test("any route is read again, whatever a mail did to its link", () => {
  holds((chance) => {
    const word = () => chance.of(["ecosysteme", "1", "__proto__", "constructor", "a-b"]);
    const keys = chance.many(1 + chance.below(20), () => `${word()}/${word()}`);
    const link = routeLink(keys);
    const expected = { is: "route", lessons: [...new Set(keys)] };
    assert.deepEqual(routeInLink(link), expected);
    assert.deepEqual(routeInLink(link.replace(/.{30}/g, "$&\r\n ")), expected);
    assert.deepEqual(routeInLink(`#r=${encodeURIComponent(link.slice(3))}`), expected);
    assert.deepEqual(routeInLink(decodeURIComponent(link)), expected);
  });
});

test("a link that was cut anywhere is known, and says what it still has", () => {
  const link = routeLink(["naviguer/ecosysteme", "naviguer/empreinte", "securiser/cles"]);
  for (let length = "#r=abcd:n".length; length < link.length; length++) assert.equal(routeInLink(link.slice(0, length))?.is, "cut");
  assert.deepEqual(routeInLink(link.slice(0, -6)), { is: "cut", lessons: ["naviguer/ecosysteme", "naviguer/empreinte", "naviguer/securise"] });
});

test("a link that a teacher typed is a route", () => {
  assert.deepEqual(routeInLink("#r=a/1, 2,b/1"), { is: "route", lessons: ["a/1", "a/2", "b/1"] });
  assert.deepEqual(routeInLink("#r=été/1,2"), { is: "route", lessons: ["été/1", "été/2"] });
});

test("what is no route, or one of a later version, is broken; another address has none", () => {
  for (const link of ["#r=", "#r=:", "#r=,,", "#r=v2.:a/1", "#r=abcde:a/1", `#r=${"a/1,".repeat(20_000)}`]) {
    assert.deepEqual(routeInLink(link), { is: "broken", lessons: [] }, link.slice(0, 20));
  }
  assert.equal(routeInLink(`#r=${Array.from({ length: 501 }, (_, at) => `a/${at}`).join()}`)?.is, "broken");
  for (const link of ["", "#", "#p=AB", "#section", "?r=a", `#${"x".repeat(5_000_000)}`]) assert.equal(routeInLink(link), undefined);
  assert.equal(routeInLink("#r=%")?.is, "route");
});

test("a route has its own next lesson", () => {
  const route = ["b/1", "gone/y", "a/2", "z/1"];
  const facts = finished(opened(NONE, "a/2"), "a/2", true);
  const { lessons, gone, next } = followed(BOOK, route, standing(BOOK, facts), facts);
  assert.deepEqual(keysOf(lessons), ["b/1", "a/2", "a/1"], "under the names that lessons have now");
  assert.deepEqual(gone, ["gone/y"]);
  assert.equal(next?.lesson.key, "a/1");
  const nothing = followed(BOOK, ["gone/y"], standing(BOOK, NONE), NONE);
  assert.deepEqual([nothing.lessons, nothing.next], [[], undefined]);
});

/** What a route leaves out, in words. */
function named(...route: string[]): string[] {
  return leftOut(BOOK, lessonsOf(BOOK, route).lessons).map(({ anyOf, neededBy, isLate }) => `${keysOf(anyOf).join("|")}${isLate ? " late" : ""} for ${keysOf(neededBy)}`);
}

test("what a route leaves out is named, with what needs it, to the base", () => {
  assert.deepEqual(named("a/1", "a/2", "a/3", "b/1", "b/2"), []);
  assert.deepEqual(named("a/2"), ["a/1 for a/2"]);
  assert.deepEqual(named("b/2"), ["a/3 for b/2", "a/2 for a/3", "a/1 for a/2"]);
  assert.deepEqual(named("a/1", "b/2"), ["a/3 for b/2", "a/2 for a/3"]);
});

test("of several prerequisites one is enough; without any, all are named", () => {
  assert.deepEqual(named("b/1"), ["a/2|a/3 for b/1"]);
  assert.deepEqual(named("a/1", "a/2", "b/1"), []);
});

test("a prerequisite that comes too late is named as such", () => {
  assert.deepEqual(named("a/2", "a/1"), ["a/1 late for a/2"]);
});

test("prerequisites in a circle are named once", () => {
  const circle = book([level("a", [lesson("a/1", { needs: ["a/2"] }), lesson("a/2", { needs: ["a/1", "a/2"] }), lesson("a/3", { needs: ["a/1"] })])]);
  const found = leftOut(circle, lessonsOf(circle, ["a/3"]).lessons);
  assert.deepEqual(found.map(({ anyOf, neededBy }) => [keysOf(anyOf), keysOf(neededBy)]), [[["a/1"], ["a/3", "a/2"]], [["a/2"], ["a/1", "a/2"]]]);
});

test("a route is kept on the device, or in the tab of a shared one, until it is forgotten", () => {
  const [local, session] = [makeStorage(), makeStorage()];
  const { browser } = makeTab(always(local), always(session));
  const { route } = storedKeys("essai");
  keepRoute(browser, "essai", false, ["a/1"]);
  assert.deepEqual(keptRoute(browser, "essai"), ["a/1"]);
  assert.deepEqual([Object.keys(contents(local)), contents(session)], [[route], {}]);
  keepRoute(browser, "essai", true, ["a/2"]);
  assert.deepEqual(keptRoute(browser, "essai"), ["a/2"]);
  assert.deepEqual([contents(local), Object.keys(contents(session))], [{}, [route]]);
  keepRoute(browser, "essai", false, undefined);
  assert.equal(keptRoute(browser, "essai"), undefined);
  assert.deepEqual([contents(local), contents(session)], [{}, {}]);
});

test("a route that can’t be kept, or is no route, does no harm", () => {
  const session = makeStorage();
  const { browser } = makeTab(forbidden, always(session));
  keepRoute(browser, "essai", false, ["a/1"]);
  assert.deepEqual(keptRoute(browser, "essai"), ["a/1"], "it is kept for the tab");
  for (const text of ["", "{}", "#r=", "#r=abcd:a/1"]) {
    session.setItem(storedKeys("essai").route, text);
    assert.equal(keptRoute(browser, "essai"), undefined);
  }
  const none = makeTab(forbidden, forbidden).browser;
  keepRoute(none, "essai", false, ["a/1"]);
  assert.equal(keptRoute(none, "essai"), undefined);
});
