// Which blocks of the page say the same as which passage of the other language, from the page where the two are side by
// side. Its rows have, first, the page’s own blocks once more: so a block is found by how it begins, and a page carries
// nothing for it.

import { blocksOf } from "./block.ts";

/** What the two languages say in one place. */
export interface Row {
  /** The page’s own blocks, at least one. */
  readonly blocks: readonly HTMLElement[];
  /** What says the same: passages of the page side by side, none if the other language says nothing there. */
  readonly twins: readonly HTMLElement[];
}

/** How many letters of a block are compared. Further down, scripts may have changed it. */
const COMPARED = 40;
/** How many blocks may be in the page that are not side by side. */
const SKIPPED = 8;

/** The rows of a page side by side, for the blocks of a text. */
export function rowsOf(text: HTMLElement, beside: Document): Row[] {
  const blocks = blocksOf(text);
  const rows: { blocks: HTMLElement[]; twins: HTMLElement[] }[] = [];
  let next = 0;
  for (const row of beside.querySelectorAll("[data-row]")) {
    const [own, twin] = row.children;
    const found: HTMLElement[] = [];
    for (const copy of own?.children ?? []) {
      const at = blocks.slice(next, next + SKIPPED).findIndex((block) => isCopy(block, copy));
      if (at < 0) continue;
      found.push(blocks[next + at] as HTMLElement);
      next += at + 1;
    }
    const twins = twin?.childElementCount ? [twin as HTMLElement] : [];
    if (found.length) rows.push({ blocks: found, twins });
    // What only the other language says comes after what both say.
    else if (!own?.childElementCount) rows[rows.length - 1]?.twins.push(...twins);
  }
  return rows;
}

function isCopy(block: Element, copy: Element): boolean {
  const [one, other] = [beginning(block), beginning(copy)];
  return block.localName === copy.localName && (one && other ? one.startsWith(other) || other.startsWith(one) : one === other);
}

function beginning(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, "").slice(0, COMPARED);
}
