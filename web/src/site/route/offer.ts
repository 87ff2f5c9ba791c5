// Routes are a script of their own: it is loaded when a link brings one, when one is kept, and when one is to be made.

import { askFor } from "../later.ts";
import type { Progress } from "../progress/page.ts";
import { placeOf, storedKeys } from "../progress/store.ts";

/** What that script is asked for: to go on with the route that is kept, and to open the address’s if it has one; to make one. */
export type Asked = "open" | "compose";

/** Asks for it where there is a reason to. */
export function offerRoutes({ here, browser }: Progress): void {
  const ask = (what: Asked) => void askFor("route.js", what);
  const hasLink = () => /^#[cr]=/.test(location.hash);
  const isKept = [browser.session, browser.local].some((storage) => placeOf(storage).get(storedKeys(here.book).route));
  if (isKept || hasLink()) ask("open");
  addEventListener("hashchange", () => hasLink() && ask("open"));
  document.querySelector("[data-compose]")?.addEventListener("click", () => ask("compose"));
}
