// A route that is followed: kept, told to the guide, and left again.

import type { Progress } from "../progress/page.ts";
import { keepRoute, keptRoute } from "../progress/route.ts";

/** Follows a route, or with `undefined` none, from now on. Says whether the device keeps that. */
export function follow(progress: Progress, keys: readonly string[] | undefined): boolean {
  const { browser, here, store } = progress;
  keepRoute(browser, here.book, store.isShared(), keys);
  goAlong(progress, keys);
  return keptRoute(browser, here.book)?.join() === keys?.join();
}

/** Lets the page go along a route. */
export function goAlong(progress: Progress, keys: readonly string[] | undefined): void {
  progress.route = keys;
  if (keys) progress.guide();
  document.dispatchEvent(new CustomEvent("palier:route"));
}
