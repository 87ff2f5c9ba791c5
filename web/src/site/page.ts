// The script of every page. It adds ease and nothing else: without it, all is there to be read.

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
