// The script of the “Aa” panel and of the help, loaded when one of them is first opened.

import { openHelp } from "./help.ts";
import { openPanel } from "./panel.ts";

/** What the page’s script asks for, and what asked it. */
export interface Asked {
  readonly open: "panel" | "help";
  readonly from: HTMLElement | undefined;
}

document.addEventListener("palier:settings.js", (event) => {
  const { open, from } = (event as CustomEvent<Asked>).detail;
  (open === "help" ? openHelp : openPanel)(from);
});
