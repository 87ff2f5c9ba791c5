// Where the student stands in the book and what is next, once the book’s outline and the levels that matter are
// loaded. It draws nothing: whoever draws is told, at once and after each change.

import { VERSION, bookOf, formerOf, levelsNeeded, type Book, type Lesson, type Level } from "./book.ts";
import { loadOnce } from "./load.ts";
import { leftByLevel, nextLesson, type Left, type Next } from "./next.ts";
import type { Data, Progress } from "./page.ts";
import { lessonsOf } from "./route.ts";
import { standing, type Standing } from "./standing.ts";
import { lastOpened, type Facts } from "./state.ts";

/** What there is to say. */
export interface Guidance {
  readonly book: Book;
  readonly standing: Standing;
  /** What the student did. */
  readonly facts: Facts;
  /** On the route, if one is followed; `undefined` when all of it is done, or all of the book. */
  readonly next: Next | undefined;
  /** The lesson that was begun or gone on with last, by its key; `undefined` if none was. */
  readonly last: string | undefined;
  /** For each level of the book; of its lessons on the route, if one is followed. */
  readonly left: readonly Left[];
  /** The lessons of the route that is followed. */
  readonly route?: readonly Lesson[] | undefined;
}

/**
 * The book, with as many of its levels as matter to this student, or all of it. It fails if a script of the site can’t
 * be had, or is of another version than the page.
 */
export async function loadBook(progress: Progress, isWhole: boolean, route?: readonly string[]): Promise<Book> {
  const { here, store } = progress;
  const data = dataOf(progress);
  await loadOnce(data.scripts, here.outline);
  const { outline, parts } = data;
  if (outline?.version !== VERSION || outline.book !== here.book) throw new Error(here.outline);
  const { levels } = outline;
  const loadPart = async ({ key, part }: Level) => {
    if (typeof part !== "string") return;
    await loadOnce(data.scripts, new URL(part, new URL(here.outline, document.baseURI)).href);
    if (!parts.has(key)) throw new Error(part);
  };
  let needed = isWhole ? levels.keys() : levelsNeeded(outline, store.facts(), here.level, route);
  for (;;) {
    await Promise.all([...needed].flatMap((at) => levels[at] ?? []).map(loadPart));
    const book = bookOf(outline, [...parts.values()]);
    store.rename(formerOf(book));
    const missing = book.parts.indexOf(undefined);
    const facts = store.facts();
    if (missing < 0 || route || nextLesson(book, standing(book, facts), facts)) return book;
    // All that is loaded is done: what is next is on another level.
    needed = new Set([missing]);
  }
}

/** The data of the page, which several scripts may ask for at once. */
function dataOf(progress: Progress): Data {
  if (progress.data) return progress.data;
  const data: Data = { scripts: new Map(), parts: new Map() };
  progress.take = (given) => void ("levels" in given ? (data.outline = given) : data.parts.set(given.level, given));
  return (progress.data = data);
}

/** Tells where the student stands, now, after each change, and when a route is taken or left. */
export async function guide(progress: Progress, tell: (guidance: Guidance) => void): Promise<void> {
  let book: Book | undefined;
  const say = () => {
    if (!book) return;
    const facts = progress.store.facts();
    const now = standing(book, facts);
    const route = progress.route && lessonsOf(book, progress.route).lessons;
    const keys = route?.map(({ key }) => key);
    // Of a route all of whose lessons are gone nothing is left to follow.
    const next = nextLesson(book, now, facts, keys?.length ? keys : undefined);
    tell({ book, standing: now, facts, next, last: lastOpened(facts).lesson, left: leftByLevel(book, now, keys), route });
  };
  const read = async () => {
    book = await loadBook(progress, false, progress.route);
    say();
  };
  document.addEventListener("palier:route", () => void read().catch(() => undefined));
  await read();
  progress.store.watch(say);
}
