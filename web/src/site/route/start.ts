// The script of routes: a teacher’s, being made on the map, and a student’s, opened or followed.

import { readWords, type Words } from "../navigator/words.ts";
import type { Guidance } from "../progress/guide.ts";
import type { Progress } from "../progress/page.ts";
import { keptRoute, routeInLink } from "../progress/route.ts";
import { alongDrawer } from "./along.ts";
import { compose } from "./compose.ts";
import { follow, goAlong } from "./follow.ts";
import type { Asked } from "./offer.ts";
import { offer } from "./offered.ts";

let words: Words | undefined;

document.addEventListener("palier:route.js", (event) => {
  const { palier } = globalThis;
  if (palier) void start(palier, (event as CustomEvent<Asked>).detail);
});

async function start(progress: Progress, asked: Asked): Promise<void> {
  words ??= prepare(progress);
  const kept = keptRoute(progress.browser, progress.here.book);
  if (kept && !progress.route) goAlong(progress, kept);
  const isMap = !!document.querySelector("[data-compose]");
  const change = () => void compose(progress, words ?? readWords());
  if (asked === "compose" || (isMap && location.hash.startsWith("#c="))) return change();
  const route = routeInLink(location.hash);
  if (route) await offer(progress, route, words, isMap ? change : undefined);
}

/** Once in each page: what is followed is drawn each time that the guide has drawn. */
function prepare(progress: Progress): Words {
  const words = readWords();
  const draw = alongDrawer(words, () => progress.route, () => void follow(progress, undefined));
  document.addEventListener("palier:drawn", (event) => draw((event as CustomEvent<Guidance>).detail));
  return words;
}
