// What every page does with progress before anything is opened: it opens what is kept, says when its lesson is begun,
// and lets the student finish it. Where the student stands in the book, and what is next, is the guide’s
// matter, a script of its own that is loaded once there is something to say.

import { VERSION, type Here, type Outline, type Part } from "./book.ts";
import { answered, declared, finished, isSo, opened, parsed, taskKey, type Facts } from "./state.ts";
import { openStore, type Browser, type Store } from "./store.ts";
import { askFor, load } from "../later.ts";

/** What the page’s script shares with those that are loaded later. */
export interface Progress {
  readonly here: Here;
  readonly store: Store;
  readonly browser: Browser;
  /** What scripts of data call, `palier.take({…})`; given by the first script that asks for them. */
  take?(data: Outline | Part): void;
  /** What they gave, for all scripts of the page. */
  data?: Data;
  /** A question of this page was answered. */
  answer(task: string, isRight: boolean): void;
  /** Whether a question of this page was ever answered right. */
  isShown(task: string): boolean;
  /** Says where the student stands, from now on. */
  guide(): void;
  /** The keys of the route that is followed; given by the script of routes, which tells with `palier:route`. */
  route?: readonly string[] | undefined;
}

/** The site’s scripts of data, as far as they were asked for. */
export interface Data {
  readonly scripts: Map<string, Promise<void>>;
  outline?: Outline;
  /** By the level’s key. */
  readonly parts: Map<string, Part>;
}

declare global {
  var palier: Progress | undefined;
}

/** Begins to keep progress, if the page says of what. */
export function keepProgress(browser: Browser): Progress | undefined {
  const here = readHere();
  if (!here) return undefined;
  // A trouble is said by the guide’s script, since few readers ever meet one.
  const store = openStore(here.book, browser, (trouble) => void askFor("guide.js", trouble));
  const { text = "", former } = here;
  const key = (task: string) => taskKey(text, task);
  const progress: Progress = {
    here,
    store,
    browser,
    answer: (task, isRight) => void (text && store.change((facts) => begun(answered(facts, key(task), isRight), text))),
    isShown: (task) => isSo(store.facts(), "s", key(task)),
    // It draws with words.
    guide: () => void load("words").then(() => load("guide.js")).catch(() => undefined),
  };
  globalThis.palier = progress;
  // Without progress all is to come, as the page says already.
  if (store.facts().size) progress.guide();
  store.rename(new Map(former));
  store.watch(progress.guide);
  if (text.includes("/")) addEventListener("scroll", read);
  offerButtons(progress);
  return progress;

  /** Whoever goes down more than a screen, or to the end before, has begun to read. */
  function read(): void {
    if (scrollY < innerHeight && scrollY + innerHeight + 1 < document.documentElement.scrollHeight) return;
    removeEventListener("scroll", read);
    store.change((facts) => begun(facts, text));
  }
}

/** Something was done in a text: a lesson is begun with it. */
function begun(facts: Facts, text: string): Facts {
  return text.includes("/") ? opened(facts, text) : facts;
}

/** What the page says of itself, if this script can read it. */
function readHere(): Here | undefined {
  const here = parsed(document.querySelector("script[data-progress]")?.textContent ?? "");
  return here["version"] === VERSION ? (here as unknown as Here) : undefined;
}

/** Serves the buttons `data-finish`, and `data-declare` with an activity’s id. */
function offerButtons({ here: { text }, store }: Progress): void {
  if (!text) return;
  const buttons = [...document.querySelectorAll<HTMLElement>("button[data-finish], button[data-declare]")];
  const isDone = ({ dataset: { declare: task } }: HTMLElement) =>
    task === undefined ? isSo(store.facts(), "r", text) : isSo(store.facts(), "s", taskKey(text, task));
  const show = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isDone(button))));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const task = button.dataset["declare"];
      const yes = !isDone(button);
      // What is left is told to whoever presses it, and to nobody as the page opens.
      button.dataset["pressed"] = "";
      store.change((facts) => begun(task === undefined ? finished(facts, text, yes) : declared(facts, taskKey(text, task), yes), text));
    });
  }
  show();
  store.watch(show);
}
