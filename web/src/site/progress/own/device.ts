// The device: whether others use it too, and that it is to forget.

import { keepRoute, keptRoute } from "../route.ts";
import { make } from "../../word.ts";
import type { Own } from "./page.ts";

/** Offers both. */
export function offerDevice({ progress: { here, browser, store }, words, part, tell }: Own): void {
  const shared = part<HTMLInputElement>("#page\\.shared");
  shared.checked = store.isShared();
  shared.addEventListener("change", () => {
    store.share(shared.checked);
    // The route that is followed stays with it.
    const route = keptRoute(browser, here.book);
    if (route) keepRoute(browser, here.book, store.isShared(), route);
    const isSo = store.isShared() === shared.checked;
    shared.checked = store.isShared();
    if (!isSo || !shared.checked) return tell("[data-shared-told]", words.say(isSo ? "progress_shared_off" : "progress_shared_refused"));
    // What a student of a shared device should do is a link away: the page doesn’t move by itself.
    tell("[data-shared-told]", words.say("progress_shared_on"), " ", make("a", { href: "#page.take", textContent: words.say("progress_take") }));
  });

  const erase = part("[data-erase]");
  const question = part("#page\\.erase");
  const open = (isOpen: boolean) => {
    question.hidden = !isOpen;
    erase.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? question : erase).focus();
  };
  erase.addEventListener("click", () => {
    tell("[data-erase-told]", "");
    open(!!question.hidden);
  });
  part("[data-erase-no]").addEventListener("click", () => open(false));
  part("[data-erase-yes]").addEventListener("click", () => {
    store.erase();
    open(false);
    tell("[data-erase-told]", words.say("progress_erased"));
  });
}
