// The script that says where the student stands. A page loads it once there is progress; without, all is to come, as the
// page says already.

import { drawer } from "./navigator/draw.ts";
import { tellFinished } from "./navigator/finished.ts";
import { readWords } from "./navigator/words.ts";
import { guide, type Guidance } from "./progress/guide.ts";
import type { Trouble } from "./progress/store.ts";
import { tellTrouble } from "./progress/trouble.ts";

document.addEventListener("palier:guide.js", (event) => tellTrouble((event as CustomEvent<Trouble>).detail));
const draw = drawer();
const tell = (guidance: Guidance) => {
  draw(guidance);
  if (globalThis.palier) tellFinished(globalThis.palier, guidance, readWords());
  document.dispatchEvent(new CustomEvent("palier:drawn", { detail: guidance }));
};
// What can’t be had leaves the page as it is.
if (globalThis.palier) guide(globalThis.palier, tell).catch(() => undefined);
