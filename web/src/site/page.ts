// The script of every page, a convenience: without it, everything can still be read.

import { addCopyButtons } from "./copy.ts";
import { floatLanguages } from "./floating.ts";
import { openInPlace } from "./popover.ts";
import { keepSection } from "./section.ts";

openInPlace();
const languages = document.querySelector<HTMLElement>(".pal-languages");
if (languages) {
  keepSection(languages);
  floatLanguages(languages);
}
addCopyButtons();
