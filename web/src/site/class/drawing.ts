// The class on the pyramid, drawn: each stone is filled as far as its part of the class has shown it, and the class’s
// curve runs along the flank. The table below it says the same.

import type { Class } from "../progress/class.ts";
import { FOOT, filled, marksFor, planFor, stonesOf, type Point } from "./geometry.ts";

/** The least height between two numbers along the curve. */
const LEAST_APART = 15;

/**
 * Draws a class, `width` wide; from right to left the drawing is mirrored, but for its words. `pupils` says what is counted at
 * its foot.
 */
export function draw({ size, levels, curve }: Class, width: number, isMirrored: boolean, pupils: string): SVGSVGElement {
  const plan = planFor(levels.length, width);
  const { height, joint } = plan;
  const across = (x: number) => (isMirrored ? width - x : x);
  const path = (points: readonly Point[], className: string, ending = "") => {
    const d = points.map(([x, y], at) => `${at ? "L" : "M"}${round(across(x))} ${round(y)}`).join("");
    return make("path", { class: className, d: d + ending });
  };
  const text = (words: string | number, [x, y]: Point, side: "start" | "middle" | "end", className = "") =>
    make("text", { x: round(across(x)), y: round(y), class: `pal-class-${side} ${className}`.trim() }, String(words));
  const part = (count: number) => (size ? count / size : 0);
  const point = ({ level, height, shown }: Class["curve"][number]): Point => {
    const { top, bottom } = plan.courses[level] ?? { top: 0, bottom: 0 };
    const y = bottom - (bottom - top) * height;
    return [plan.at(part(shown), y), y];
  };

  const svg = make("svg", {
    viewBox: `0 0 ${width} ${round(height + FOOT)}`,
    width: String(width),
    height: round(height + FOOT),
    class: "pal-class-drawing",
    "aria-hidden": "true",
  });
  for (const mark of marksFor(size)) {
    const [foot, head]: Point[] = [[plan.at(part(mark), height), height], [plan.at(part(mark), 0), 0]];
    const isEnd = mark === 0 || mark === size;
    if (foot && head) svg.append(path([foot, head], isEnd ? "pal-class-end-line" : "pal-class-line"), text(mark, [foot[0], height + 20], "middle"));
  }
  svg.append(text(pupils, [plan.at(0, height) - 14, height + 20], "end"));
  plan.courses.forEach((course, level) => {
    const shares = levels[level] ?? [];
    const group = make("g", { class: `pal-level-${level + 1}` });
    stonesOf(course, Math.max(shares.length, 1), joint).forEach((stone, at) => {
      const shown = part(shares[at]?.shown ?? 0);
      group.append(path(filled(course, stone, 1), "pal-class-stone", "Z"));
      if (shown) group.append(path(filled(course, stone, shown), "pal-class-shown", "Z"));
    });
    group.append(text(level + 1, [course.left - 8, course.bottom], "end", "pal-class-number"));
    svg.append(group);
  });
  const points = curve.map(point);
  const [first, last] = [points[0], points[points.length - 1]];
  if (first && last) {
    const flank: Point[] = [[plan.at(0, last[1]), last[1]], [plan.at(0, first[1]), first[1]]];
    svg.append(path([...points, ...flank], "pal-class-field", "Z"), path(points, "pal-class-curve"));
  }
  const radius = width < 480 ? "2.5" : "4";
  let numbered = Infinity;
  points.forEach(([x, y], at) => {
    const { level = 0, shown = 0 } = curve[at] ?? {};
    svg.append(make("circle", { class: `pal-class-point pal-level-${level + 1}`, cx: round(across(x)), cy: round(y), r: radius }));
    if (numbered - y < LEAST_APART) return;
    numbered = y;
    // Where the curve goes off to the field’s far side, the number is on the near one.
    const isCrossed = [points[at - 1], points[at + 1]].some((other) => other && other[0] - x > Math.abs(other[1] - y));
    svg.append(isCrossed ? text(shown, [x - 9, y + 4.5], "end") : text(shown, [x + 9, y + 4.5], "start"));
  });
  return svg;
}

function round(length: number): string {
  return String(Math.round(length * 10) / 10);
}

function make<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  words?: string,
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  if (words !== undefined) element.textContent = words;
  return element;
}
