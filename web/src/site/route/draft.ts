// A route that is being made: the lessons that are chosen, and the link that leads to them.

import type { Book } from "../progress/book.ts";
import { routeLink } from "../progress/route.ts";

/** The keys of the lessons, in the route’s order. */
export type Draft = readonly string[];

/**
 * Adds lessons, each where the book’s order has it among those that are there; what came in an order of its own keeps it.
 * One that is there already moves, if it must come before another.
 */
export function withLessons(book: Book, draft: Draft, keys: readonly string[], before?: string): Draft {
  const places = new Map([...book.lessons.keys()].map((key, at) => [key, at]));
  const place = (key: string) => places.get(key) ?? Infinity;
  return keys.reduce((all, key) => {
    if (all.includes(key) && before === undefined) return all;
    const others = all.filter((other) => other !== key);
    const limit = before === undefined ? -1 : others.indexOf(before);
    const after = others.findIndex((other) => place(other) > place(key));
    const [first = others.length] = [after, limit].filter((at) => at >= 0).sort((a, b) => a - b);
    return [...others.slice(0, first), key, ...others.slice(first)];
  }, draft);
}

/** Takes lessons out. */
export function withoutLessons(draft: Draft, keys: readonly string[]): Draft {
  return draft.filter((key) => !keys.includes(key));
}

/**
 * The link that students open: to the front page, under the address of the site. Where the page is open from a disk or from
 * this machine, that is the address that it is published at, if the page says so.
 */
export function linkTo(front: string, page: Location | URL, published: string | undefined, draft: Draft): string {
  const base = isHere(page) && published ? new URL(relative(front, page), published).href : front;
  return base + routeLink(draft);
}

/** Whether a page is open from a disk or from this machine: nobody else has it at that address. */
export function isHere({ protocol, hostname }: Location | URL): boolean {
  return protocol === "file:" || /^(localhost|127\..*|\[::1\])$/.test(hostname);
}

/** The way from a page to one above it. */
function relative(front: string, page: Location | URL): string {
  const [above, below] = [new URL(front).pathname, page.pathname];
  const steps = below.slice(above.replace(/[^/]*$/, "").length).split("/").length - 1;
  return steps ? "../".repeat(steps) : "./";
}
