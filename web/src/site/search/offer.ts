// The search is a link to its page, which a script opens over the page instead: by a click, by `/` (keys.ts), by Ctrl-K or ⌘K.

import { addressOf, askFor } from "../later.ts";

export function offerSearch(link: HTMLAnchorElement): void {
  if (!addressOf("search.js")) return;
  const listen = (type: "click" | "keydown", on: EventTarget, isAsked: (event: MouseEvent & KeyboardEvent) => boolean) =>
    on.addEventListener(type, (event) => {
      if (!isAsked(event as MouseEvent & KeyboardEvent)) return;
      event.preventDefault();
      // What can’t be loaded here may be there.
      askFor("search.js", link).catch(() => location.assign(link.href));
    });
  listen("click", link, ({ ctrlKey, metaKey, shiftKey }) => !(ctrlKey || metaKey || shiftKey));
  listen("keydown", document, ({ ctrlKey, metaKey, code }) => (ctrlKey || metaKey) && code === "KeyK");
}
