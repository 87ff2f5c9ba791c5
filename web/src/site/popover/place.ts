/** The gap between the box, its call and the edges of the screen, in CSS pixels. */
const GAP = 8;

/** The edges of a line of the call on the screen, in CSS pixels. */
export type Edges = Pick<DOMRect, "left" | "right" | "top" | "bottom">;

/** A size in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The side of the call on which a box goes, and the most height, in CSS pixels, that it may have there. */
export interface Room {
  readonly isBelow: boolean;
  readonly height: number;
}

/** Whether the call is on the screen. */
export function isSeen(call: Edges, screen: Size): boolean {
  return call.bottom >= 0 && call.top <= screen.height;
}

/** The room for a box of that height: below the call if it fits there, or if there is more room than above. */
export function roomFor(height: number, call: Edges, screen: Size): Room {
  const below = screen.height - call.bottom - 2 * GAP;
  const above = call.top - 2 * GAP;
  const isBelow = height <= below || below >= above;
  return { isBelow, height: Math.max(isBelow ? below : above, 0) };
}

/** The place of the box’s left and top edges, in CSS pixels: centred on the call, and within the screen. */
export function cornerOf(box: Size, isBelow: boolean, call: Edges, screen: Size): { left: number; top: number } {
  const left = Math.min((call.left + call.right - box.width) / 2, screen.width - box.width - GAP);
  return { left: Math.max(left, GAP), top: isBelow ? call.bottom + GAP : call.top - GAP - box.height };
}
