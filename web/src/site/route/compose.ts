// A route is made on the map: boxes to tick at each lesson, in the drawing and in the list, and a panel with what was chosen.
// The address of the page follows, so that a reload loses nothing. Nothing else is kept, and nothing is sent.

import { frontPage } from "../front.ts";
import type { Words } from "../navigator/words.ts";
import { loadBook } from "../progress/guide.ts";
import type { Book, Lesson } from "../progress/book.ts";
import type { Progress } from "../progress/page.ts";
import { leftOut, lessonsOf, routeInLink, routeLink, type LeftOut } from "../progress/route.ts";
import { make, say, setChildren, word } from "../word.ts";
import { addBoxes, type Boxes } from "./boxes.ts";
import { isHere, linkTo, withLessons, withoutLessons, type Draft } from "./draft.ts";
import { follow } from "./follow.ts";
import { button, closePanel, openPanel } from "./panel.ts";
import { alternatives, printSheet } from "./sheet.ts";
import { measure } from "./words.ts";

let isOpen = false;
/** What was chosen when the panel was closed, in this page. */
const last = new WeakMap<Progress, Draft>();

/** Starts making a route, or stops. */
export async function compose(progress: Progress, words: Words): Promise<void> {
  if (isOpen) return closePanel();
  const opener = document.querySelector<HTMLElement>("[data-compose]");
  const place = document.querySelector("main > :first-child");
  if (!opener || !place) return;
  isOpen = true;
  opener.setAttribute("aria-pressed", "true");
  let composer: Composer | undefined;
  const content = make("div", { className: "pal-route-content" });
  const panel = openPanel("route_compose", place, [content], () => {
    isOpen = false;
    opener.setAttribute("aria-pressed", "false");
    composer?.close();
    opener.focus();
  });
  try {
    const book = await loadBook(progress, true);
    if (panel.isConnected) composer = new Composer(progress, book, words, content, opener);
  } catch {
    setChildren(content, say(make("p"), "route_failed"));
  }
}

/** The route of the page’s address, else the one that was being made, else the one that is followed. */
function draftOf(progress: Progress, book: Book): Draft {
  const before = last.get(progress) ?? progress.route ?? [];
  const given = routeInLink(location.hash.replace(/^#c=/, "#r="))?.lessons ?? before;
  return lessonsOf(book, given).lessons.map(({ key }) => key);
}

/** What is open while a route is made. */
class Composer {
  private draft: Draft;
  private link = "";
  private needs: readonly LeftOut[] = [];
  private readonly boxes: Boxes;
  private readonly total = make("p", { className: "pal-route-total", tabIndex: -1 });
  private readonly lacks = make("div", { className: "pal-route-lacks" });
  private readonly told = make("p", { className: "pal-route-told" });
  private readonly address = make("input", { readOnly: true, id: "page.route-link", dir: "ltr" });
  private readonly title = make("input", { maxLength: 120, id: "page.route-sheet", autocomplete: "off" });
  private readonly more = make("details", { className: "pal-route-more" });
  private readonly progress: Progress;
  private readonly book: Book;
  private readonly words: Words;
  /** The address that the map is published at; nothing if the page doesn’t know it. */
  private readonly published: string | undefined;

  constructor(progress: Progress, book: Book, words: Words, content: HTMLElement, opener: HTMLElement) {
    [this.progress, this.book, this.words] = [progress, book, words];
    this.published = opener.dataset["published"] ?? document.querySelector<HTMLLinkElement>("link[rel='canonical']")?.href;
    this.draft = draftOf(progress, book);
    this.boxes = addBoxes(book, (keys, isOn) => this.set(isOn ? withLessons(book, this.draft, keys) : withoutLessons(this.draft, keys)));
    this.total.setAttribute("role", "status");
    this.told.setAttribute("role", "status");
    this.more.open = matchMedia("(min-width: 44rem)").matches;
    this.fill();
    setChildren(content, this.total, this.lacks, this.more, this.told);
    this.carry = this.carry.bind(this);
    document.addEventListener("click", this.carry);
    this.root = new URL(opener.dataset["compose"] || ".", document.baseURI).href;
    this.show();
  }

  /** The address of the map, which those of levels are below. */
  private readonly root: string;

  close(): void {
    last.set(this.progress, this.draft);
    this.boxes.remove();
    document.removeEventListener("click", this.carry);
    this.write("");
  }

  /** What the panel has beside what it tells: the link, the sheet, and the rest. */
  private fill(): void {
    this.address.addEventListener("focus", () => this.address.select());
    const field = (name: string, input: HTMLInputElement, act: HTMLElement) =>
      make("p", { className: "pal-route-field" }, say(make("label", { htmlFor: input.id }), name), input, act);
    const forget = () => {
      this.set([]);
      this.total.focus();
    };
    setChildren(
      this.more,
      say(make("summary"), "route_more"),
      field("route_link", this.address, button("route_copy", () => void this.copy())),
      ...(isHere(location) && !this.published ? [say(make("p"), "route_here")] : []),
      field("route_sheet_title", this.title, button("route_print", () => this.print())),
      make("p", { className: "pal-route-buttons" }, button("route_follow", () => this.follow()), button("route_clear", forget)),
    );
  }

  private set(draft: Draft): void {
    this.draft = draft;
    this.told.textContent = "";
    this.show();
  }

  private show(): void {
    const { book, words, draft } = this;
    const { lessons } = lessonsOf(book, draft);
    this.needs = leftOut(book, lessons);
    this.link = linkTo(frontPage(), location, this.published, draft);
    this.boxes.show(draft);
    this.total.textContent = lessons.length ? measure(words, lessons) : words.say("route_none");
    this.showLacks(lessons);
    this.address.value = lessons.length ? this.link : "";
    for (const one of this.more.querySelectorAll<HTMLButtonElement>("button")) one.disabled = !lessons.length;
    this.write(lessons.length ? routeLink(draft) : "");
  }

  /** The prerequisites that it leaves out, each with a way to add it. */
  private showLacks(lessons: readonly Lesson[]): void {
    const { words, needs, lacks } = this;
    const hadFocus = lacks.contains(document.activeElement);
    const head = make("p", {}, words.count("route_left_out", needs.length));
    const items = needs.map(({ anyOf, neededBy, isLate }) => {
      const before = words.say("route_needed_by", { lessons: neededBy.map(({ title }) => title).join(words.say("list_separator")) });
      const facts = [...(isLate ? [words.say("route_late")] : []), before].join(words.say("separator"));
      const adds = anyOf.map((lesson) => this.addButton(lesson, isLate ? neededBy[0]?.key : undefined));
      return make("li", {}, make("span", {}, make("b", {}, ...alternatives(anyOf, words)), " ", make("small", {}, facts)), ...adds);
    });
    setChildren(lacks, ...(needs.length ? [head, make("ul", {}, ...items)] : lessons.length ? [say(make("p"), "route_complete")] : []));
    // The button that was pressed is gone with what it added.
    if (hadFocus) (lacks.querySelector<HTMLElement>("button") ?? this.total).focus();
  }

  private addButton({ key, title }: Lesson, before: string | undefined): HTMLElement {
    const add = button(before ? "route_move" : "route_add", () => this.set(withLessons(this.book, this.draft, [key], before)));
    add.setAttribute("aria-label", word(before ? "route_move_lesson" : "route_add_lesson", { lesson: title }));
    return add;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.told.textContent = word("route_copied");
    } catch {
      this.address.select();
    }
  }

  private print(): void {
    const { book, draft, needs, link, words } = this;
    printSheet({ book, lessons: lessonsOf(book, draft).lessons, leftOut: needs, title: this.title.value.trim(), link }, words);
  }

  private follow(): void {
    this.told.textContent = word(follow(this.progress, this.draft) ? "route_followed" : "route_page_only");
  }

  /** A link to another map, or to this one in another language, takes the route along. */
  private carry({ target }: Event): void {
    const link = target instanceof Element ? target.closest("a") : undefined;
    if (!link || !(link.href.startsWith(this.root) || link.closest(".pal-languages"))) return;
    link.hash = this.draft.length ? routeLink(this.draft).replace("#r", "#c") : "";
  }

  /** The page’s address, under which the route is found again, and which a student may be given too. */
  private write(hash: string): void {
    const { pathname, search } = location;
    history.replaceState(null, "", hash || pathname + search);
  }
}
