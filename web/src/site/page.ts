// The script of every page, a convenience: without it, everything can still be read.
//
// It runs before the page is painted, and so before there is a page: what was chosen must be seen from the first moment on.
// A script of its own for that would be one request more, and the whole of this one arrives before the stylesheet does.

import { loadAnswersWhenNear } from "./answers/later.ts";
import { markSection } from "./contents.ts";
import { addCopyButtons } from "./copy.ts";
import { closeMenu, expectText, hideHeader } from "./header.ts";
import { enter, serveKeys } from "./keys.ts";
import { addressOf, askFor, load, loadStyle } from "./later.ts";
import { keepPresentInView } from "./navigator/present.ts";
import { walkLevels } from "./navigator/walk.ts";
import { keepPages } from "./offline/later.ts";
import { offerPeek } from "./peek/offer.ts";
import { openInPlace } from "./popover.ts";
import { keepProgress } from "./progress/page.ts";
import { thisBrowser } from "./progress/store.ts";
import { offerRoutes } from "./route/offer.ts";
import { stopAtWide } from "./scroll.ts";
import { offerSearch } from "./search/offer.ts";
import { keepSection } from "./section.ts";
import { applySettings } from "./settings.ts";
import type { Asked } from "./settings/start.ts";

applySettings();
expectText();
// What only a script can do has its room from the first painting (`.pal-scripted`), so that nothing moves when it is ready.
document.documentElement.dataset.script = "";
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();

function begin(): void {
  const progress = keepProgress(thisBrowser());
  if (progress) offerRoutes(progress);
  openInPlace();
  each(".pal-site-header", (header) => {
    hideHeader(header);
    each<HTMLDetailsElement>(".pal-menu", (menu) => closeMenu(menu, header));
  });
  each("a[data-search]", offerSearch);
  each(".pal-languages", keepSection);
  each(".pal-toc", markSection);
  each(".pal-sidebar", keepPresentInView);
  stopAtWide();
  addCopyButtons();
  walkLevels();
  const button = document.querySelector<HTMLElement>("button[data-settings]");
  const open = (what: Asked["open"], from: HTMLElement) => void askFor("settings.js", { open: what, from } satisfies Asked);
  if (addressOf("settings.js")) button?.addEventListener("click", () => open("panel", button));
  else button?.remove();
  const help = (button: HTMLElement) => {
    const { activeElement, body } = document;
    open("help", activeElement instanceof HTMLElement && activeElement !== body ? activeElement : button);
  };
  // Its look comes first: what it makes must not be seen without.
  if (addressOf("answers.js")) loadAnswersWhenNear(async () => (await loadStyle("answers.css"), load("answers.js")));
  keepPages();
  serveKeys({ c: enter, "?": help, ...offerPeek() });
}

function each<Found extends HTMLElement>(selector: string, start: (element: Found) => void): void {
  document.querySelectorAll<Found>(selector).forEach((element) => start(element));
}
