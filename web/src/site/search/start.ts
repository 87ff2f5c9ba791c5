// The script of the search, loaded when it is opened over a page, and on the search page.

import { closeBox, openBox } from "../settings/box.ts";
import { type View, makeSearch } from "./view.ts";

/** The search of this page: once it was opened, it keeps what was looked for. */
let view: View | undefined;

document.addEventListener("palier:search.js", (event) => {
  const link = (event as CustomEvent<HTMLAnchorElement>).detail;
  if (document.querySelector("[data-search-place]")) return view?.field.focus();
  view ??= opened(link.href);
  openBox("search", "search", [view.form], link);
  view.field.focus();
  view.field.select();
});

/** The search over a page, which closes when something that was found is followed: it may be on the same page. */
function opened(page: string): View {
  const made = makeSearch(page);
  made.form.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) closeBox();
  });
  return made;
}

const place = document.querySelector<HTMLElement>("[data-search-place]");
if (place && !view) {
  const page = location.href.replace(/[?#].*/, "");
  // The address keeps what is looked for, for whoever comes back or passes it on.
  view = makeSearch(page, (typed) => history.replaceState(history.state, "", typed ? `?q=${encodeURIComponent(typed)}` : page));
  place.append(view.form);
  const typed = new URLSearchParams(location.search).get("q") ?? "";
  if (typed) {
    view.field.value = typed.slice(0, view.field.maxLength);
    view.field.dispatchEvent(new Event("input"));
  }
}
