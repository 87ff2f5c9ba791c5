// The script that shows a text’s passages in another language beneath its own, and reads aloud; loaded when it is first asked
// for something.

import type { Asked } from "./offer.ts";
import { readSection } from "./section.ts";
import { Twins } from "./twins.ts";

let twins: Twins | undefined;

document.addEventListener("palier:peek.js", (event) => {
  const { act, text, block, byKey = false } = (event as CustomEvent<Asked>).detail;
  twins ??= new Twins(text);
  if (act === "all") twins.showAll();
  else if (block && act === "read") readSection(text, block);
  else if (block) void twins.toggle(block, byKey);
});
