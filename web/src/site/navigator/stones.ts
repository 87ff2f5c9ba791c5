// The pyramid’s drawing: what the student did is laid over its stones.

import { Rank } from "../progress/standing.ts";

/** Where the student stands, by level from the base up. */
export interface Marks {
  readonly stones: readonly (readonly Rank[])[];
  /** The level of the lesson opened last, and that of the next one; `undefined` where nothing is to be marked. */
  readonly here?: number | undefined;
  readonly next?: number | undefined;
}

/**
 * Lays what was done over the stones of a drawing, whose courses come highest first. `before` is how it stood in this page:
 * a stone that was not shown then, and is now, fills once.
 */
export function paint(drawing: Element, { stones, here, next }: Marks, before?: Marks): void {
  const courses = [...drawing.children].reverse();
  courses.forEach((course, level) => {
    const ranks = stones[level] ?? [];
    const drawn = [...course.querySelectorAll("path")].filter((path) => !path.hasAttribute("class") && !path.hasAttribute("data-rank"));
    course.querySelectorAll("[data-rank]").forEach((old) => old.remove());
    const [bar] = drawn;
    if (drawn.length === ranks.length) {
      ranks.forEach((rank, index) => {
        const stone = drawn[index];
        const wasShown = before?.stones[level]?.[index] === Rank.Shown;
        if (stone && rank) lay(stone, rank).classList.toggle("pal-new", !!before && rank === Rank.Shown && !wasShown);
      });
    } else if (bar) {
      for (const [rank, part] of partsOf(ranks)) lay(bar, rank).style.setProperty("--to", along(part, level, courses.length).toFixed(3));
    }
    // Beside a text the page says itself where the reader is.
    if (here !== undefined) course.classList.toggle("pal-here", level === here);
    course.classList.toggle("pal-next", level === next);
  });
}

/** A copy of a stone over it, as far as that. */
function lay(stone: SVGPathElement, rank: Rank): SVGPathElement {
  const copy = stone.cloneNode() as SVGPathElement;
  copy.setAttribute("data-rank", String(rank));
  const siblings = [...(stone.parentNode?.children ?? [])];
  const over = siblings.filter((one) => one.hasAttribute("data-rank")).pop() ?? siblings.filter((one) => !one.hasAttribute("class")).pop();
  over?.after(copy);
  return copy;
}

/** What a bar says: how far what is begun at least goes, what is read at least, and what is shown, each over the one before. */
export function partsOf(ranks: readonly Rank[]): readonly (readonly [Rank, number])[] {
  const share = (least: Rank) => ranks.filter((rank) => rank >= least).length / ranks.length;
  const parts = ([Rank.Begun, Rank.Read, Rank.Shown] as const).map((rank) => [rank, share(rank)] as const);
  return parts.filter(([, part]) => part > 0);
}

/**
 * How far along its base a part of a course goes, from 0 to 1, so that as much of its area is before it; the course is that
 * of a level counted from 0. Each side’s slope takes 0.425 / (2 × levels − 1) of the pyramid’s base.
 */
export function along(part: number, level: number, levels: number): number {
  return alongBase(part, 1, 0.425 / (2 * levels - 1 - 1.7 * level));
}

/** The same along a base of that length, of a course whose sides lean in by `slope` each. */
export function alongBase(part: number, base: number, slope: number): number {
  const width = base - slope;
  const inwards = (area: number) => (area < slope / 2 ? Math.sqrt(2 * slope * area) : area + slope / 2);
  return 2 * part <= 1 ? inwards(width * part) : base - inwards(width * (1 - part));
}
