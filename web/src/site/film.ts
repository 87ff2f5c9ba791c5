// A film of another host, in a frame once it is asked for: before, nothing of that host is loaded.

import { make } from "./word.ts";

/** What a player may do: what plays, and what leads to its host in a window of its own. It can’t lead the page elsewhere. */
const SANDBOX = "allow-scripts allow-same-origin allow-presentation allow-popups allow-popups-to-escape-sandbox allow-forms";

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>("button[data-film]") : null;
  const card = button?.closest<HTMLElement>(".pal-film");
  if (button && card) play(card, button.dataset["film"] ?? "", button.dataset["title"] ?? "");
});

function play(card: HTMLElement, player: string, title: string): void {
  const told = card.querySelector<HTMLElement>("[data-offline]");
  if (!navigator.onLine) {
    if (told) told.textContent = told.dataset["offline"] ?? "";
    return;
  }
  if (told) told.textContent = "";
  const frame = make("iframe", { title, className: "pal-film-frame" });
  frame.setAttribute("allow", "autoplay; fullscreen; picture-in-picture");
  frame.setAttribute("sandbox", SANDBOX);
  // Some hosts play only what says where it is from: they learn the site, not the page.
  frame.setAttribute("referrerpolicy", "strict-origin-when-cross-origin");
  frame.src = player;
  card.prepend(frame);
  card.dataset["playing"] = "";
  // The button that was pressed is gone.
  frame.focus();
}
