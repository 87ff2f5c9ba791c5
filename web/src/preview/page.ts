// Added by `palier serve` to the pages that it shows, and never published.

import { showFaults } from "./faults.ts";
import { follow } from "./follow.ts";
import { forgetPublished } from "./forget.ts";
import { faultsOf, keepUpToDate } from "./refresh.ts";
import type { Faults } from "./state.ts";

const script = document.currentScript;
const faults = showFaults(document, script?.dataset["token"] ?? "");
/** Why this page can’t be made, if it can’t be. */
let own: Faults | null = faultsOf(document);
/** What is wrong with the book, and whether files can be opened. */
let told: { readonly faults: Faults | null; readonly canOpen: boolean } = { faults: null, canOpen: false };
const show = () => faults(own ?? told.faults, told.canOpen);

const refresh = keepUpToDate(document, (refreshed) => {
  own = refreshed.faults;
  show();
  // For whoever tests, or measures.
  document.documentElement.dispatchEvent(new CustomEvent("palier:refreshed", { bubbles: true }));
});
const stop = follow((heard) => {
  const { saved, faults, can_open: canOpen } = heard.state ?? { saved: null, faults: null, can_open: false };
  if (heard.goes && saved && saved.href !== location.pathname) {
    stop();
    location.assign(saved.href);
    return;
  }
  told = { faults, canOpen };
  show();
  refresh(heard);
});
forgetPublished().catch(() => undefined);
