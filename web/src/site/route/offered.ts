// A link with a route was opened: what it is, and whether it is to be followed. Nothing is kept until the student says so.

import type { Words } from "../navigator/words.ts";
import type { Book } from "../progress/book.ts";
import { loadBook } from "../progress/guide.ts";
import type { Progress } from "../progress/page.ts";
import { followed, type Followed, type Route } from "../progress/route.ts";
import { standing } from "../progress/standing.ts";
import { make, setChildren } from "../word.ts";
import { follow } from "./follow.ts";
import { button, closePanel, openPanel } from "./panel.ts";
import { measure, placeOfPage, titleOf } from "./words.ts";

/** Offers a route. On the map it can be changed too, by `change`. */
export async function offer(progress: Progress, route: Route, words: Words, change?: () => void): Promise<void> {
  const { store } = progress;
  // It is followed already: the navigator says so.
  if (route.is === "route" && progress.route?.join() === route.lessons.join() && !change) return;
  const place = document.querySelector("main > :first-child");
  if (!place) return;
  const told = make("div", { className: "pal-route-told" });
  told.setAttribute("role", "status");
  const buttons = make("p", { className: "pal-route-buttons" });
  openPanel("route_offered", place, [told, buttons]);
  const tell = (...lines: (HTMLElement | string)[]) => setChildren(told, ...lines.map((line) => make("p", {}, line)));
  if (route.is === "broken") return tell(words.say("route_broken"));
  let book: Book;
  try {
    book = await loadBook(progress, false, route.lessons);
  } catch {
    return tell(words.say("route_failed"));
  }
  const facts = store.facts();
  const found = followed(book, route.lessons, standing(book, facts), facts);
  tell(...linesOf(found, route, !!progress.route, words));
  if (!found.lessons.length) return;
  const take = () => {
    const keys = found.lessons.map(({ key }) => key);
    // What is gone is named to whoever follows the route, too.
    const isKept = follow(progress, route.is === "cut" ? keys : route.lessons);
    const next = found.next?.lesson;
    tell(words.say(isKept ? "route_followed" : "route_page_only"));
    const way = next && make("a", { className: "pal-route-go", href: placeOfPage(next) }, titleOf(next));
    setChildren(buttons, ...(way ? [way] : []));
    (way ?? told.closest<HTMLElement>(".pal-route"))?.focus();
  };
  buttons.append(button("route_follow", take, "pal-route-main"), button("route_later", closePanel));
  if (change) buttons.append(button("route_change", change));
}

/** What there is to say of a route before it is followed. */
function linesOf({ lessons, gone, next }: Followed, { is }: Route, hasOther: boolean, words: Words): (HTMLElement | string)[] {
  const first = next?.lesson ?? lessons[0];
  // The title is in a language of its own.
  const [before = "", after = ""] = words.say("route_begins").split("{lesson}");
  const begins = first && make("span", {}, before, titleOf(first), after);
  return [
    lessons.length ? measure(words, lessons) : words.say("route_empty"),
    ...(is === "cut" ? [words.say("route_cut")] : begins ? [begins] : []),
    // The last key of a link that was cut may be half of one.
    ...(gone.length && is === "route" ? [words.count("route_gone", gone.length, { lessons: gone.join(words.say("list_separator")) })] : []),
    ...(hasOther && lessons.length ? [words.say("route_replaces")] : []),
  ];
}
