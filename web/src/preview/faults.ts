// What is wrong with the book, over the page that is being written: errors in a panel, warnings alone in a bar that opens.
// It has a tree of its own, so that neither the site's style nor a patch of the page touches it; and its place at the page's
// end, so that nothing is behind it that can't be scrolled out. All texts are written as text.

import { make } from "../site/word.ts";
import type { Fault, Faults } from "./state.ts";

/** What was hidden stays so while the faults are the same, in this tab: its text in `sessionStorage`. */
const HIDDEN = "palier/preview/hidden";

/** Shows faults, or none, and whether their files can be opened. */
export type ShowFaults = (faults: Faults | null, canOpen: boolean) => void;

/** Shows what is wrong over a page. The server opens files for whoever has the token. */
export function showFaults(page: Document, token: string): ShowFaults {
  const host = make("div", { hidden: true });
  const shadow = host.attachShadow({ mode: "open" });
  const style = make("link", { rel: "stylesheet", href: "/_palier/faults.css" });
  const said = make("p", { className: "said" });
  said.setAttribute("role", "status");
  let shown = "";
  let panel: HTMLElement | undefined;
  /** Whether the author opened the bar of warnings. */
  let isOpened = false;

  const say = (text: string) => (said.textContent = text);
  const open = async ({ path, line = 1, column = 1 }: Fault, words: Faults["words"]) => {
    const headers = { "content-type": "application/json", "palier-token": token };
    const body = JSON.stringify({ path, line, column });
    const answer = await fetch("/_palier/open", { method: "POST", headers, body }).catch(() => undefined);
    say(answer?.ok ? words.opened : words.not_opened);
  };

  const draw = (faults: Faults, canOpen: boolean) => {
    const focused = shadow.activeElement?.getAttribute("data-place");
    const text = JSON.stringify(faults.faults);
    const isHidden = sessionStorage.getItem(HIDDEN) === text;
    const next = draft(faults, (fault) => (canOpen ? () => void open(fault, faults.words) : undefined));
    const show = (opens: boolean) => {
      toggle(next, opens);
      if (opens) showMarks(next);
    };
    next.querySelector(".toggle")?.addEventListener("click", () => {
      isOpened = !isOpen(next);
      show(isOpened);
      if (isOpened) sessionStorage.removeItem(HIDDEN);
      else sessionStorage.setItem(HIDDEN, text);
    });
    next.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen(next)) return;
      event.preventDefault();
      event.stopPropagation();
      const button = next.querySelector<HTMLElement>(".toggle");
      button?.click();
      button?.focus();
    });
    if (panel) panel.replaceWith(next);
    else shadow.append(next);
    panel = next;
    show(faults.severity === "error" ? !isHidden : isOpened);
    if (focused) next.querySelector<HTMLElement>(`[data-place="${CSS.escape(focused)}"]`)?.focus();
    say(faults.count);
  };

  shadow.append(style, said);
  return (faults, canOpen) => {
    const now = JSON.stringify([faults, canOpen]);
    if (now === shown) return;
    shown = now;
    if (!host.isConnected) page.documentElement.append(host);
    host.hidden = !faults;
    host.lang = faults?.lang ?? "";
    if (faults) draw(faults, canOpen);
    else {
      panel?.remove();
      panel = undefined;
      isOpened = false;
      say("");
    }
  };
}

/** The panel, closed. */
function draft(faults: Faults, opener: (fault: Fault) => (() => void) | undefined): HTMLElement {
  const { count, title, words, more, severity } = faults;
  const heading = make("h2", { id: "title" }, make("span", { className: "count", textContent: count }));
  const button = make("button", { type: "button", className: "toggle" });
  button.setAttribute("aria-controls", "list");
  button.setAttribute("aria-describedby", "title");
  const list = make("ul", { id: "list", tabIndex: -1 }, ...faults.faults.map((fault) => entry(fault, words, opener(fault))));
  if (more) list.append(make("li", { className: "more", textContent: more }));
  const panel = make("section", { className: severity, dir: "ltr" }, make("div", { className: "bar" }, heading, button), list);
  panel.setAttribute("aria-label", `${title}: ${count}`);
  Object.assign(button.dataset, { show: words.show, hide: words.hide });
  return panel;
}

function entry(fault: Fault, words: Faults["words"], open: (() => void) | undefined): HTMLElement {
  const { severity, name, rule, message, help, path, line, column, before = "", marked = "", after = "" } = fault;
  const place = line === undefined ? path : `${path}:${line}:${column}`;
  const item = make("li", { className: severity });
  const told = make("p", { className: "message" }, make("strong", { textContent: name }), " ", make("bdi", { textContent: message }));
  told.append(" ", make("code", { className: "rule", textContent: rule }));
  item.append(told);
  if (open) {
    const button = make("button", { type: "button", className: "place", textContent: place, onclick: open });
    button.dataset["place"] = place;
    button.title = words.open.replace("{place}", () => place);
    item.append(make("p", {}, button));
  } else item.append(make("p", {}, make("code", { className: "place", textContent: place })));
  if (line !== undefined) {
    const text = make("code", { dir: "auto" }, before, make("mark", { textContent: marked }), after);
    const number = make("span", { className: "number", textContent: String(line) });
    number.setAttribute("aria-hidden", "true");
    item.append(make("pre", { tabIndex: 0 }, number, text));
  }
  if (help) item.append(make("p", { className: "help" }, make("strong", { textContent: `${words.help}: ` }), make("bdi", { textContent: help })));
  return item;
}

function toggle(panel: HTMLElement, opens: boolean): void {
  const button = panel.querySelector<HTMLButtonElement>(".toggle");
  panel.querySelector("ul")?.toggleAttribute("hidden", !opens);
  button?.setAttribute("aria-expanded", String(opens));
  if (button) button.textContent = button.dataset[opens ? "hide" : "show"] ?? "";
}

function isOpen(panel: HTMLElement): boolean {
  return !panel.querySelector("ul")?.hidden;
}

/** Scrolls each line of source to what is underlined in it. */
function showMarks(panel: HTMLElement): void {
  for (const mark of panel.querySelectorAll("mark")) {
    const line = mark.closest("pre") as HTMLElement;
    if (mark.offsetLeft + mark.offsetWidth > line.clientWidth) line.scrollLeft = mark.offsetLeft - line.clientWidth / 2;
  }
}
