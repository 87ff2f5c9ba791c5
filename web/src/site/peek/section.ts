// Reads a section aloud, in its own language.

import { make, say } from "../word.ts";
import { blocksOf } from "./block.ts";
import { canRead, read, stop } from "./speech.ts";

/** How long a notice is shown, in milliseconds. */
const TOLD = 6000;

/** Reads from a block to the end of its section, or stops reading. */
export function readSection(text: HTMLElement, block: HTMLElement): void {
  if (stop()) return;
  if (!canRead(text.closest<HTMLElement>("[lang]")?.lang ?? "")) return tell("no_voice");
  read(sectionFrom(blocksOf(text), block), showRead);
}

/** The blocks from one on, up to the next heading of its rank or above; from a paragraph on, up to the next heading. */
export function sectionFrom(blocks: readonly HTMLElement[], from: HTMLElement): HTMLElement[] {
  const start = blocks.indexOf(from);
  const rank = Math.min(rankOf(from), 6);
  const after = blocks.findIndex((block, at) => at > start && rankOf(block) <= rank);
  return blocks.slice(start, after < 0 ? undefined : after);
}

/** A heading’s rank; of all else the lowest. */
function rankOf({ localName }: HTMLElement): number {
  return /^h[1-6]$/.test(localName) ? +localName.slice(1) : 7;
}

let reading: HTMLElement | undefined;

/** Marks what is being read, and brings it into sight. */
export function showRead(element: HTMLElement | undefined): void {
  reading?.classList.remove("pal-spoken");
  reading = element;
  element?.classList.add("pal-spoken");
  element?.scrollIntoView({ block: "nearest" });
}

function tell(key: string): void {
  const told = make("p", { className: "pal-told" });
  told.setAttribute("role", "status");
  document.body.append(told);
  say(told, key);
  setTimeout(() => told.remove(), TOLD);
}
