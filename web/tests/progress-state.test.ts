import assert from "node:assert/strict";
import { test } from "node:test";
import * as state from "../src/site/progress/state.ts";
import { HOSTILE, WRONG, anyFacts, anyState } from "./support/progress.ts";
import { holds } from "./support/random.ts";

const { EMPTY, MOST, answered, declared, finished, isSame, isSo, lastOpened, merged, opened, read, renamed } = state;
const NONE: state.Facts = new Map();

test("merging is commutative, associative and idempotent, and loses no fact", () => {
  holds((chance) => {
    const [a, b, c] = [anyState(chance), anyState(chance), anyState(chance)];
    assert.ok(isSame(merged(a, b), merged(b, a)));
    assert.ok(isSame(merged(merged(a, b), c), merged(a, merged(b, c))));
    assert.ok(isSame(merged(a, a), a));
    assert.ok(isSame(merged(merged(a, b), b), merged(a, b)));
    if (a.erased !== b.erased) return;
    const all = merged(a, b).facts;
    for (const [name, value] of [...a.facts, ...b.facts]) assert.ok((all.get(name) ?? 0) >= value);
    assert.equal(all.size, new Set([...a.facts.keys(), ...b.facts.keys()]).size);
  });
});

test("what is written is read again, whole, whatever keys are called", () => {
  holds((chance) => {
    const before = anyState(chance);
    const reading = read(state.written(before));
    assert.equal(reading.is, "whole");
    assert.ok("state" in reading && isSame(reading.state, before));
  });
  assert.equal(({} as Record<string, unknown>)["r"], undefined);
});

test("operations only add to what was known, so that merging never undoes one", () => {
  holds((chance) => {
    const key = chance.of(["a/b", "a/c", "__proto__"]);
    const operations = [
      (facts: state.Facts) => opened(facts, key),
      (facts: state.Facts) => finished(facts, key, chance.next() < 0.5),
      (facts: state.Facts) => answered(facts, `${key}#_1`, chance.next() < 0.5),
      (facts: state.Facts) => declared(facts, `${key}#_2`, chance.next() < 0.5),
    ];
    let facts = anyFacts(chance);
    for (const operation of chance.many(6, () => chance.of(operations))) {
      const before = facts;
      facts = operation(before);
      assert.ok(isSame(merged({ erased: 0, facts }, { erased: 0, facts: before }), { erased: 0, facts }));
    }
  });
});

test("what two tabs did is the same in whatever order it is merged", () => {
  const [one, other] = [finished(opened(NONE, "a/b"), "a/b", true), answered(opened(NONE, "a/c"), "a/c#_1", false)];
  const both = merged({ erased: 0, facts: one }, { erased: 0, facts: other }).facts;
  assert.ok(isSo(both, "r", "a/b") && isSo(both, "w", "a/c#_1"));
});

test("a lesson that is finished may be taken back, and finished again", () => {
  let facts = finished(NONE, "a/b", true);
  assert.equal(finished(facts, "a/b", true), facts, "nothing to change");
  const other = facts;
  facts = finished(facts, "a/b", false);
  assert.ok(!isSo(facts, "r", "a/b"));
  assert.ok(!isSo(merged({ erased: 0, facts }, { erased: 0, facts: other }).facts, "r", "a/b"), "the older copy says nothing new");
  assert.ok(isSo(finished(facts, "a/b", true), "r", "a/b"));
});

test("a question stays shown, and remembers that it was got wrong before", () => {
  const wrong = answered(NONE, "a/b#fil", false);
  assert.ok(isSo(wrong, "w", "a/b#fil") && !isSo(wrong, "s", "a/b#fil"));
  const right = answered(answered(wrong, "a/b#fil", false), "a/b#fil", true);
  assert.ok(isSo(right, "w", "a/b#fil") && isSo(right, "s", "a/b#fil"));
  assert.equal(answered(right, "a/b#fil", false), right);
  const first = answered(NONE, "a/b#fil", true);
  assert.equal(answered(first, "a/b#fil", false), first, "a later slip is exercise");
});

test("the lesson opened last is known, in no time but the order", () => {
  let facts = opened(opened(opened(NONE, "a/b"), "a/c"), "a/b");
  assert.deepEqual(lastOpened(facts), { lesson: "a/b", order: 3 });
  assert.equal(opened(facts, "a/b"), facts);
  assert.deepEqual(lastOpened(NONE), { lesson: undefined, order: 0 });
  const tie = (keys: string[]) => lastOpened(new Map(keys.map((key) => [`o ${key}`, 7]))).lesson;
  assert.equal(tie(["a", "b"]), tie(["b", "a"]), "two tabs that opened at once agree");
});

test("numbers that no student made change nothing", () => {
  const facts = new Map([["o a/b", MOST], ["r a/b", MOST]]);
  assert.equal(opened(facts, "a/c"), facts);
  assert.equal(finished(facts, "a/b", false), facts);
  assert.equal(state.erased({ erased: MOST, facts }).erased, MOST);
  assert.equal(opened(NONE, "a#b"), NONE, "no key has a #");
  assert.equal(opened(NONE, "a".repeat(301)), NONE);
});

test("once everything is erased, an older copy brings nothing back", () => {
  holds((chance) => {
    const before = anyState(chance);
    const after = state.erased(before);
    assert.equal(after.facts.size, 0);
    assert.ok(isSame(merged(before, after), after) && isSame(merged(after, before), after));
  });
});

test("renaming before merging or after comes to the same, and twice to once", () => {
  const former = new Map([["a/b", "b/c"], ["b/c#_1", "b/c#fil"], ["__proto__", "constructor"]]);
  holds((chance) => {
    const [a, b] = [anyFacts(chance), anyFacts(chance)];
    const union = (one: state.Facts, other: state.Facts) => merged({ erased: 0, facts: one }, { erased: 0, facts: other });
    const before = union(renamed(a, former), renamed(b, former));
    const after = renamed(union(a, b).facts, former);
    assert.ok(isSame(before, { erased: 0, facts: after }));
    assert.ok(isSame({ erased: 0, facts: renamed(after, former) }, { erased: 0, facts: after }));
  });
});

test("a lesson’s former key and a task’s former id are renamed together", () => {
  const facts = new Map([["r a/b", 1], ["s a/b#_1", 1], ["s b/c#fil", 3], ["s x/y#_1", 1]]);
  const former = new Map([["a/b", "b/c"], ["b/c#_1", "b/c#fil"]]);
  assert.deepEqual([...renamed(facts, former)], [["r b/c", 1], ["s b/c#fil", 3], ["s x/y#_1", 1]]);
  assert.equal(renamed(facts, new Map()), facts);
});

test("an import says what is so, undoes nothing, and twice is once", () => {
  holds((chance) => {
    const [here, there] = [anyFacts(chance), anyFacts(chance)];
    const all = state.withImported(here, there);
    for (const [name, value] of here) assert.ok((all.get(name) ?? 0) >= value);
    for (const [name, value] of there) {
      if (name[0] === "r" || name[0] === "s") assert.ok(value % 2 === 0 || (all.get(name) ?? 0) % 2 === 1);
      else assert.ok(all.has(name));
    }
    assert.equal(state.withImported(all, there), all);
  });
});

test("what was opened elsewhere comes after what was opened here, in its own order", () => {
  const all = state.withImported(new Map([["o a", 5]]), new Map([["o c", 2], ["o b", 1], ["o a", 3]]));
  assert.deepEqual([...all], [["o a", 5], ["o b", 6], ["o c", 7]]);
});

test("a text that is no JSON is broken, and so is what isn’t a state", () => {
  const texts = ["", "{", "palier", "\u0000", ...WRONG.map((value) => JSON.stringify(value)), "[".repeat(50_000)];
  for (const text of texts) assert.deepEqual(read(text), { is: "broken", state: EMPTY });
});

test("what makes sense in a broken state is used", () => {
  for (const wrong of WRONG.filter((value) => value !== 1)) {
    const text = JSON.stringify({ palier: 1, erased: 2, facts: { "r a/b": 1, "r a/c": wrong, "x a/b": 1, "s a/b": 1, r: 1 } });
    const reading = read(text);
    assert.equal(reading.is, "broken");
    assert.ok("state" in reading && isSame(reading.state, { erased: 2, facts: new Map([["r a/b", 1]]) }));
  }
  for (const erased of WRONG.filter((value) => value !== 0)) {
    const reading = read(JSON.stringify({ palier: 1, erased, facts: { "r a/b": 1 } }));
    assert.ok(reading.is === "broken" && reading.state.erased === 0 && reading.state.facts.size === 1);
  }
});

test("names that are properties of every object are no facts, and do no harm", () => {
  const reading = read('{"palier":1,"erased":0,"facts":{"__proto__":{"polluted":1},"constructor":1,"r __proto__":1}}');
  assert.ok(reading.is === "broken" && reading.state.facts.size === 1);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  for (const key of HOSTILE) assert.ok(isSo(finished(NONE, key, true), "r", key));
});

test("a newer version is known whatever else it holds; other versions are none", () => {
  assert.deepEqual(read('{"palier":2,"facts":[]}'), { is: "newer" });
  assert.deepEqual(read('{"palier":1.5}'), { is: "newer" });
  for (const version of ["2", null, 0, -1, [2]]) assert.equal(read(JSON.stringify({ palier: version })).is, "broken");
});

test("a text of 5 MB isn’t read", () => {
  assert.deepEqual(read(`{"palier":1,"erased":0,"facts":{"r ${"a".repeat(5_000_000)}":1}}`), { is: "big" });
});

test("the state of a student of 10,000 lessons can be read", () => {
  let facts = new Map<string, number>();
  for (let at = 0; at < 10_000; at++) for (const letter of "or") facts.set(`${letter} niveau-9/lecon-numero-${at}`, at + 1);
  assert.equal(read(state.written({ erased: 0, facts })).is, "whole");
});
