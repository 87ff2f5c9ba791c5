// The device: whether others use it too, and that it is to forget.

import { keepRoute, keptRoute } from "../route.ts";
import type { Own } from "./page.ts";

/** Offers both; `take` leads to the code, which a student of a shared device should take along. */
export function offerDevice({ progress: { here, browser, store }, words, part }: Own, take: () => void): void {
  const shared = part<HTMLInputElement>("#page\\.shared");
  const sharedTold = part("[data-shared-told]");
  shared.checked = store.isShared();
  shared.addEventListener("change", () => {
    store.share(shared.checked);
    // The route that is followed stays with it.
    const route = keptRoute(browser, here.book);
    if (route) keepRoute(browser, here.book, store.isShared(), route);
    const isSo = store.isShared() === shared.checked;
    shared.checked = store.isShared();
    sharedTold.textContent = words.say(!isSo ? "progress_shared_refused" : shared.checked ? "progress_shared_on" : "progress_shared_off");
    if (isSo && shared.checked && store.facts().size) take();
  });

  const erase = part("[data-erase]");
  const question = part("#page\\.erase");
  const told = part("[data-erase-told]");
  const open = (isOpen: boolean) => {
    question.hidden = !isOpen;
    erase.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? question : erase).focus();
  };
  erase.addEventListener("click", () => {
    told.textContent = "";
    open(!!question.hidden);
  });
  part("[data-erase-no]").addEventListener("click", () => open(false));
  part("[data-erase-yes]").addEventListener("click", () => {
    store.erase();
    open(false);
    told.textContent = words.say("progress_erased");
  });
}
