// The script that shows a text’s passages in another language beneath its own, and reads aloud; loaded when it is first asked
// for something.

import { blocksOf, firstSeen } from "./block.ts";
import type { Asked } from "./offer.ts";
import { readSection } from "./section.ts";
import { Twins } from "./twins.ts";

let twins: Twins | undefined;

/** How much of the window’s top a header covers that stays there, or would if it came back, in CSS pixels. */
function covered(): number {
  const header = document.querySelector<HTMLElement>("body > header");
  return header && getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
}

document.addEventListener("palier:peek.js", (event) => {
  const { act, text, block = firstSeen(blocksOf(text), covered()), byKey } = (event as CustomEvent<Asked>).detail;
  twins ??= new Twins(text);
  if (act === "all") twins.showAll();
  else if (block && act === "read") readSection(text, block);
  else if (block) void twins.toggle(block, byKey);
});
