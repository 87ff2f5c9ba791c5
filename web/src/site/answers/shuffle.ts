// The order in which a page shows what students put in order or pair. Palier writes it when it builds, so that pages without
// scripts and sheets of paper have it too; this is what it computes, and what the tests’ pages are made with.

import { hash } from "../progress/code/hash.ts";

/**
 * A shuffled order of so many things, as their places in the right order, from 0. It depends on the question’s key and
 * on nothing else. It is never the right order, if there is another.
 */
export function shuffled(count: number, key: string): number[] {
  const order = Array.from({ length: count }, (_, place) => place);
  for (let last = count - 1; last > 0; last--) {
    const other = hash(`${key} ${last}`) % (last + 1);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  const isRight = order.every((place, at) => place === at);
  return isRight ? [...order.slice(1), ...order.slice(0, 1)] : order;
}
