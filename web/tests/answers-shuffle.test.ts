import assert from "node:assert/strict";
import { test } from "node:test";
import { shuffled } from "../src/site/answers/shuffle.ts";
import { hash } from "../src/site/progress/code/hash.ts";
import { holds } from "./support/random.ts";

test("these orders never change: Palier computes the same", () => {
  assert.deepEqual([hash(""), hash("a/b:task:fil"), hash("é")], [2872998923, 3259262851, 3136788073]);
  assert.deepEqual(shuffled(2, "a/b:task:_3"), [1, 0]);
  assert.deepEqual(shuffled(3, "a/b:task:_2"), [0, 2, 1]);
  assert.deepEqual(shuffled(4, "a/b:task:fil"), [3, 0, 1, 2]);
  assert.deepEqual(shuffled(7, "naviguer/ecosysteme:task:_1"), [0, 6, 1, 3, 4, 2, 5]);
  assert.deepEqual(shuffled(12, "securiser/cles:task:ordre"), [7, 11, 2, 6, 1, 9, 8, 0, 5, 3, 4, 10]);
});

test("nothing and one thing have one order, two things another than the right one", () => {
  assert.deepEqual(shuffled(0, "x"), []);
  assert.deepEqual(shuffled(1, "x"), [0]);
  assert.deepEqual(shuffled(2, "x"), [1, 0]);
});

test("an order has everything once, is the same each time, and is never the right one", () => {
  holds((by) => {
    const [count, key] = [2 + by.below(12), `a/b:task:_${by.below(1000)}`];
    const order = shuffled(count, key);
    const right = order.map((_, at) => at);
    assert.deepEqual([...order].sort((one, other) => one - other), right);
    assert.deepEqual(shuffled(count, key), order);
    assert.notDeepEqual(order, right);
  });
});

test("questions differ in their order, and each thing comes first as often as others", () => {
  const first = [0, 0, 0, 0, 0];
  for (let number = 0; number < 5000; number++) first[shuffled(5, `a/b:task:_${number}`)[0] as number]! += 1;
  assert.ok(first.every((count) => count > 800 && count < 1200), String(first));
});
