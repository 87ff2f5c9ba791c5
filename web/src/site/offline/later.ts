// What keeps pages on the device is a script of its own: a first visit has other things to load. It comes once one begins to
// read, and where pages are kept already.

import { addressOf, load } from "../later.ts";

/** Loads it when it is time, where the site has it. */
export function keepPages(): void {
  if (!addressOf("offline.js")) return;
  const start = () => void load("offline.js").catch(() => undefined);
  if (navigator.serviceWorker?.controller) start();
  else addEventListener("scroll", start, { once: true });
}
