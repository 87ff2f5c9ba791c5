// Chance that a test can have again: properties are tried on values made of a seed, which a failure names.

/** Numbers by chance, the same for the same seed (mulberry32). */
export interface Chance {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  /** One of a list. */
  of<Item>(items: readonly Item[]): Item;
  /** As many values as `count` says. */
  many<Item>(count: number, make: () => Item): Item[];
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    of: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
    many: (count, make) => Array.from({ length: count }, make),
  };
}

/** Tries a property with as many seeds; the error of a failure names the seed. */
export function holds(property: (chance: Chance) => void, times = 300): void {
  for (let seed = 1; seed <= times; seed++) {
    try {
      property(chance(seed));
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`with the seed ${seed}: ${message}`);
    }
  }
}
