// Where the lines of the class’s drawing are: the pyramid, stepped as everywhere, and beside its right flank a field as
// wide as the class, in which the curve runs. All lengths are pixels from the top left.

import { alongBase } from "../navigator/stones.ts";

export type Point = readonly [x: number, y: number];

/** The summit’s width, as a part of the base’s. */
const SUMMIT = 0.15;
/** How wide the field is, as a part of the base’s width. */
const FIELD = 0.62;
/** Left of the pyramid for the levels’ numbers, between it and the field, and right of that for the last number. */
const MARGINS = { left: 22, between: 8, right: 30 } as const;
/** Below the pyramid, for the numbers of students. */
export const FOOT = 30;
/** The narrowest stones that are told apart. */
const LEAST_STONE = 8;

/** One course, in pixels. */
export interface Course {
  /** Where its base begins and ends. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** How far each side leans in from base to top. */
  readonly slope: number;
}

/** The drawing of a book of so many levels. */
export interface Plan {
  readonly width: number;
  readonly height: number;
  /** From the base up. */
  readonly courses: readonly Course[];
  /** The space between two stones. */
  readonly joint: number;
  /** Where a part of the class is in the field at that height: 0 on the flank, 1 for the whole class. */
  at(part: number, y: number): number;
}

/** The plan for a drawing of that width. */
export function planFor(levels: number, width: number): Plan {
  const count = Math.max(levels, 1);
  const isSmall = width < 480;
  const gap = isSmall ? 4 : 7;
  const lean = (1 - SUMMIT) / 2 / (2 * count - 1);
  // The flank is a line that touches the upper corner of every course.
  const beyond = count > 1 ? lean : 0;
  const base = (width - MARGINS.left - MARGINS.between - MARGINS.right) / (1 + beyond + FIELD);
  const height = base * 0.75;
  const slope = base * lean;
  const pitch = (height + gap) / count;
  const courses = Array.from({ length: count }, (_, at): Course => {
    const left = MARGINS.left + 2 * slope * at;
    const bottom = height - pitch * at;
    return { left, right: MARGINS.left + base - 2 * slope * at, top: bottom - pitch + gap, bottom, slope };
  });
  const summit = MARGINS.left + base - slope * (2 * count - 1);
  const foot = MARGINS.left + base * (1 + beyond);
  const flank = (y: number) => summit + ((foot - summit) * y) / height + MARGINS.between;
  return {
    width,
    height,
    courses,
    joint: isSmall ? 2 : 4,
    at: (part, y) => flank(y) + part * base * FIELD,
  };
}

/** Where each of so many stones of a course begins and ends. Stones too narrow to be told apart have no joints. */
export function stonesOf(course: Course, stones: number, joint: number): [left: number, right: number][] {
  const { left, right, slope } = course;
  const between = (right - left - slope) / stones - joint < LEAST_STONE ? 0 : joint;
  const place = (at: number) => left + alongBase(at / stones, right - left, slope);
  return Array.from({ length: stones }, (_, at) => [
    at ? place(at) + between / 2 : left,
    at + 1 < stones ? place(at + 1) - between / 2 : right,
  ]);
}

/** The corners of a stone that is filled from its base to a part of its height, from its lower left. */
export function filled({ left, right, top, bottom, slope }: Course, [from, to]: readonly [number, number], part: number): Point[] {
  const high = (bottom - top) * part;
  const edge = (x: number): Point => [x, bottom - Math.min(high, ((bottom - top) * Math.min(x - left, right - x)) / slope)];
  const corners = [from, left + slope * part, right - slope * part, to].filter((x) => from <= x && x <= to);
  return [[from, bottom], ...corners.map(edge), [to, bottom]];
}

/** The numbers of students at the field’s foot, from none to all. */
export function marksFor(size: number): number[] {
  const parts = size > 8 ? 4 : size > 4 ? 2 : size;
  return [...new Set(Array.from({ length: parts + 1 }, (_, at) => Math.round((size * at) / parts)))];
}
