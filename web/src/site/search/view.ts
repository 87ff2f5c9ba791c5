// The search as readers see it: a field, the groups to choose from, what was found. It is the same over a page and on the
// page of its own.

import { loadScript } from "../progress/load.ts";
import { readWords } from "../navigator/words.ts";
import { make, say, setChildren, word } from "../word.ts";
import { type Run, excerpt, marked } from "./excerpt.ts";
import { type Group, Index, type Text } from "./parts.ts";
import { LONGEST } from "./query.ts";
import { type Found, type Results, search } from "./rank.ts";

/** How many texts are shown at first and each time more are asked for, fewer of a large book; and how many sections of each. */
const SHOWN = 8;
const SHOWN_OF_LARGE = 5;
const SECTIONS = 3;
/** How long nothing is typed before something is looked for, in milliseconds. */
const PAUSE = 120;

export interface View {
  readonly form: HTMLFormElement;
  readonly field: HTMLInputElement;
}

/** Makes the search of the language whose search page has that address. `told` is called with each query that is shown. */
export function makeSearch(page: string, told: (typed: string) => void = () => undefined): View {
  const field = make("input", { type: "search", maxLength: LONGEST, autocomplete: "off", spellcheck: false, enterKeyHint: "search", className: "pal-search-field" });
  field.setAttribute("aria-label", word("search_label"));
  field.placeholder = word("search_label");
  const groups = make("div", { className: "pal-search-groups" });
  groups.setAttribute("role", "group");
  groups.setAttribute("aria-label", word("search_in"));
  const status = make("p", { className: "pal-search-told" });
  status.setAttribute("role", "status");
  const list = make("ol", { className: "pal-found" });
  const more = say(make("button", { type: "button", className: "pal-search-more", hidden: true }), "search_more");
  const form = make("form", { className: "pal-search-form" }, field, groups, status, list, more);
  form.setAttribute("role", "search");

  const load = (href: string) => loadScript(new URL(href, page).href);
  let opened: Promise<Index> | undefined;
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: { readonly index: Index; readonly results: Results } | undefined;
  let group: number | undefined;
  let step = SHOWN;
  let count = step;

  const searchIn = (index: Index, typed: string) => {
    step = index.isLarge ? SHOWN_OF_LARGE : SHOWN;
    return search(index, typed, index.isLarge ? step : undefined);
  };

  /** What a browser kept of the head may be of an earlier publication, whose parts are gone: then it is asked for again. */
  const lookFor = async (typed: string) => {
    try {
      opened ??= Index.open(load);
      const index = await opened;
      const results = await searchIn(index, typed);
      // The best are read already.
      await Promise.all(results.found.best(step).map(({ text }) => index.text(text)));
      return { index, results };
    } catch {
      opened = Index.open(load, `?${Date.now()}`);
      opened.catch(() => (opened = undefined));
      const index = await opened;
      return { index, results: await searchIn(index, typed) };
    }
  };

  const run = async () => {
    const typed = field.value.trim();
    const own = ++turn;
    told(typed);
    if (!typed) return clear();
    try {
      // A space at the end says that the last word is whole.
      const found = await lookFor(field.value.replace(/^\s+/, ""));
      if (own !== turn) return;
      shown = found;
      count = step;
      if (group !== undefined && !found.results.found.counts().has(group)) group = undefined;
      await show(own);
    } catch {
      if (own !== turn) return;
      clear();
      say(status, "search_failed");
      const again = say(make("button", { type: "button", className: "pal-search-more" }), "search_again");
      again.addEventListener("click", () => void run());
      status.append(" ", again);
    }
  };

  const clear = () => {
    shown = undefined;
    group = undefined;
    setChildren(list);
    setChildren(groups);
    more.hidden = true;
    say(status, "search_hint");
  };

  const show = async (own: number) => {
    if (!shown) return;
    const { index, results } = shown;
    const counts = results.found.counts();
    const texts = await Promise.all(results.found.best(count, group).map(async (found) => ({ found, text: await index.text(found.text) })));
    if (own !== turn) return;
    const length = group === undefined ? results.found.length : (counts.get(group) ?? 0);
    status.textContent = results.isPart ? word("search_first") : length ? readWords().count("search_found", length) : word("search_nothing");
    for (const [typed, instead] of results.instead) status.append(" ", word("search_instead", { word: typed, instead }));
    choices(index.head.groups, counts, results.found.length);
    setChildren(list, ...texts.map(({ found, text }) => result(found, text, index.head.groups[found.group], results)));
    more.hidden = length <= count && !results.isPart;
  };

  const choices = (all: readonly Group[], counts: ReadonlyMap<number, number>, found: number) => {
    const places = all.map((_, place) => place).filter((place) => counts.has(place));
    const choice = (place: number | undefined, name: string, title: string, n: number) => {
      const button = make("button", { type: "button" }, name, " ", make("small", { textContent: String(n) }));
      if (title) button.title = title;
      const number = place === undefined ? undefined : all[place]?.number;
      if (number) button.className = `pal-level-${number}`;
      button.setAttribute("aria-pressed", String(group === place));
      button.addEventListener("click", () => {
        group = place;
        count = step;
        // The buttons are made anew: the one that was pressed keeps the focus.
        void show(turn).then(() => groups.querySelector<HTMLElement>("[aria-pressed=true]")?.focus());
      });
      return button;
    };
    const each = places.map((place) => choice(place, all[place]?.name ?? "", all[place]?.title ?? "", counts.get(place) ?? 0));
    setChildren(groups, ...(places.length > 1 ? [choice(undefined, word("search_all"), "", found), ...each] : []));
  };

  const result = (found: Found, text: Text, group: Group | undefined, { isHit }: Results) => {
    const href = (anchor: string) => new URL(text.href, page).href + (anchor && `#${anchor}`);
    const link = make("a", { href: href("") }, ...runs(marked(text.title, isHit)));
    const place = make("p", { className: "pal-found-place" }, [group?.name, group?.title].filter(Boolean).join(" · "));
    const head = make("div", { className: "pal-found-head" }, link, place);
    const item = make("li", {}, head);
    if (group?.number) item.className = `pal-level-${group.number}`;
    const parts = found.sections.slice(0, SECTIONS).flatMap((place) => text.sections[place] ?? []);
    const start = parts.find(({ anchor }) => !anchor) ?? (parts.length ? undefined : text.sections[0]);
    if (start?.words) item.append(make("p", {}, ...runs(excerpt(start.words, isHit))));
    const below = parts.filter(({ anchor }) => anchor);
    if (below.length) item.append(make("ul", {}, ...below.map((part) => section(part, href(part.anchor), isHit))));
    return item;
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void run().then(() => list.querySelector("a")?.focus());
  });
  const showMore = async () => {
    const own = turn;
    const first = count;
    count += step;
    if (shown?.results.isPart) {
      const results = await search(shown.index, field.value, count);
      if (own !== turn) return;
      shown = { ...shown, results };
    }
    await show(own);
    list.children[first]?.querySelector("a")?.focus();
  };
  more.addEventListener("click", () => void showMore());
  form.addEventListener("keydown", (event) => walk(event, field, [...list.querySelectorAll("a")]));
  // The index begins to load before anything is typed.
  opened = Index.open(load);
  opened.catch(() => (opened = undefined));
  clear();
  return { form, field };
}

function section({ heading, words }: { heading: string; words: string }, href: string, isHit: Results["isHit"]): HTMLElement {
  const link = make("a", { href }, ...runs(marked(heading, isHit)));
  return make("li", {}, link, ...(words ? [make("p", {}, ...runs(excerpt(words, isHit)))] : []));
}

/** What is found as it is set: the index has texts as they are typed. */
function runs(all: readonly Run[]): (Node | string)[] {
  return all.map(({ text, isHit }) => {
    const set = text.replace(/'/g, "’");
    return isHit ? make("mark", { textContent: set }) : set;
  });
}

/** The arrows lead from the field down through what was found and back. */
function walk(event: KeyboardEvent, field: HTMLElement, links: readonly HTMLElement[]): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const at = links.findIndex((link) => link === document.activeElement);
  if (!step || event.ctrlKey || event.altKey || event.metaKey || (at < 0 && document.activeElement !== field)) return;
  if (at < 0 && step < 0) return;
  event.preventDefault();
  (links[at + step] ?? (at + step < 0 ? field : undefined))?.focus();
}
