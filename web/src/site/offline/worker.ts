// What pages say to the service worker (`web/src/offline/worker.ts`), and the other way round.

import { load } from "../later.ts";
import { storedKeys } from "../progress/store.ts";
import { showTrouble } from "../progress/trouble.ts";
import { make, say } from "../word.ts";

/** What a page needs of the browser to speak to the worker. */
type Workers = Pick<ServiceWorkerContainer, "controller" | "ready" | "addEventListener">;

/** Tells a worker that is new here what this page is made of: it was read before there was a worker to keep it. */
export async function keepRead(workers: Workers): Promise<void> {
  if (workers.controller) return;
  const { active } = await workers.ready;
  active?.postMessage([location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)]);
}

/** Says, once in a tab, that there is a new publication, which waits until the reader wants it. */
export function offerNew(workers: Workers, registration: ServiceWorkerRegistration): void {
  const offer = () => {
    // The first one takes nobody’s place.
    if (registration.waiting && workers.controller) void tell(workers, registration.waiting);
  };
  const watch = () => registration.installing?.addEventListener("statechange", offer);
  offer();
  // It may be on its way already.
  watch();
  registration.addEventListener("updatefound", watch);
}

async function tell(workers: Workers, waiting: ServiceWorker): Promise<void> {
  if (isTold()) return;
  await load("words").catch(() => undefined);
  const show = say(make("button", { type: "button" }), "offline_show");
  show.addEventListener("click", () => {
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("palier:take");
  });
  showTrouble(say(make("span"), "offline_new"), show);
}

/** Whether this tab was told; from now on it is. One that can’t be asked is told on each page. */
function isTold(): boolean {
  const key = storedKeys(globalThis.palier?.here.book ?? "").told;
  try {
    const told = sessionStorage.getItem(key) ?? "";
    if (told.includes("publication")) return true;
    sessionStorage.setItem(key, `${told} publication`);
  } catch {
    // Nothing may be stored.
  }
  return false;
}
