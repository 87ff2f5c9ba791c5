// Keeps a student’s progress on the device. A page changes it by operations; what other tabs did meanwhile is read
// before each, and merged, never overwritten. Whatever the storage does (it is forbidden, full, or holds what isn’t
// ours), the page goes on: progress is then kept for this tab, or else for this page, and the student is told once.

import { KEY } from "../settings.ts";
import { EMPTY, erased, merged, read, renamed, written, type Facts, type State } from "./state.ts";

/** What keeps progress from being kept. */
export type Trouble =
  /** The browser lets this site store nothing. */
  | "forbidden"
  /** There is no room. */
  | "full"
  /** What is stored was made by a Palier of later; it stays as it is. */
  | "newer"
  /** What is stored was damaged: it was put aside, and what made sense is used. */
  | "broken"
  /** What is stored can’t be read, nor put aside: it stays as it is. */
  | "stuck";

/** What the store needs of a browser. Both storages may throw, even when asked for. */
export interface Browser {
  readonly local: () => Storage | null;
  readonly session: () => Storage | null;
  /** Calls back when another tab changed the storage, and when the page comes back from the browser’s cache. */
  readonly listen: (heard: () => void) => void;
}

/** A student’s progress in a book. */
export interface Store {
  /** What is known of the student now. */
  facts(): Facts;
  /** Does something, on what all tabs have done. */
  change(operation: (facts: Facts) => Facts): void;
  /** Keys that the book had, and what they are now: they are renamed here and, with the next change, where they are stored. */
  rename(former: ReadonlyMap<string, string>): void;
  /** Forgets everything, in all tabs. What was put aside goes too. */
  erase(): void;
  /** Whether the device is shared: progress is then kept in this tab, until it is closed. */
  isShared(): boolean;
  /** Says so, or takes it back; progress moves along. */
  share(yes: boolean): void;
  /** Calls back after each change, of this page or of another tab. */
  watch(changed: () => void): void;
}

/** The keys under which something may be stored for a book; `settings` is one for all books. `told` and, on a shared device, `progress` and `route` are in `sessionStorage`. */
export function storedKeys(book: string) {
  const key = (what: string) => `palier/1/${what}/${book}`;
  return {
    progress: key("progress"),
    broken: key("broken"),
    shared: key("shared"),
    told: key("told"),
    route: key("route"),
    settings: KEY,
  } as const;
}

/** A storage that never throws. */
interface Place {
  /** The text under a key; `null` if there is none, or none can be had. */
  get(key: string): string | null;
  /** Stores a text, or with `null` deletes it. Says why it could not. */
  set(key: string, text: string | null): "forbidden" | "full" | undefined;
}

/** The storage that a browser gives. */
export function placeOf(storage: () => Storage | null): Place {
  return {
    get(key) {
      try {
        return storage()?.getItem(key) ?? null;
      } catch {
        return null;
      }
    },
    set(key, text) {
      let place: Storage | null = null;
      try {
        place = storage();
        if (text === null) place?.removeItem(key);
        else place?.setItem(key, text);
      } catch {
        return place ? "full" : "forbidden";
      }
      return place ? undefined : "forbidden";
    },
  };
}

/** Opens the progress in a book; `tell` is told of each trouble, once. A book without an id keeps nothing. */
export function openStore(book: string, browser: Browser, tell: (trouble: Trouble) => void): Store {
  const keys = storedKeys(book);
  const [local, session] = [placeOf(browser.local), placeOf(browser.session)];
  let told = "";
  const watching: (() => void)[] = [];
  let state: State = EMPTY;
  let former: ReadonlyMap<string, string> = new Map();
  /** The places whose text is not ours to replace, as of the last look. */
  const held = new Set<Place>();
  /** Whether the lasting storage had something when it was last looked at or written. */
  let hadSomething = false;

  const isShared = () => local.get(keys.shared) !== null;

  function say(trouble: Trouble): void {
    told = session.get(keys.told) ?? told;
    if (told.includes(trouble)) return;
    told += ` ${trouble}`;
    session.set(keys.told, told);
    tell(trouble);
  }

  /** A copy beside it of a text that is about to be replaced; `false` if there can be none. */
  function putAside(place: Place, text: string): boolean {
    const aside = place.get(keys.broken);
    return aside === text || (aside === null && place.set(keys.broken, text) === undefined);
  }

  function look(place: Place): void {
    const text = place.get(keys.progress);
    held.delete(place);
    if (place === local) hadSomething = text !== null;
    if (text === null) return;
    const found = read(text);
    if ("state" in found) state = merged(state, found.state);
    if (found.is === "whole") return;
    if (found.is === "broken" && putAside(place, text)) return say("broken");
    held.add(place);
    say(found.is === "newer" ? "newer" : "stuck");
  }

  /** What all tabs did, as far as it is stored. */
  function pull(): void {
    if (!book) return;
    if (!isShared()) look(local);
    look(session);
    rename();
  }

  function rename(): void {
    const facts = renamed(state.facts, former);
    if (facts !== state.facts) state = { ...state, facts };
  }

  /** Stores the state in the first place that takes it. */
  function push(): void {
    if (!book) return;
    const text = written(state);
    let why: "forbidden" | "full" | undefined;
    for (const place of isShared() ? [session] : [local, session]) {
      if (held.has(place)) continue;
      const failed = place.set(keys.progress, text);
      if (!failed) {
        if (place === local) {
          hadSomething = true;
          clear(session);
        }
        break;
      }
      why ??= failed;
    }
    if (why) say(why);
  }

  function clear(place: Place): void {
    if (!held.has(place)) place.set(keys.progress, null);
  }

  function hear(): void {
    const before = state;
    // Gone, though it was there: whoever deleted it meant it.
    if (hadSomething && !isShared() && local.get(keys.progress) === null) state = EMPTY;
    pull();
    const kept = read((isShared() ? session : local).get(keys.progress) ?? "");
    // Two tabs wrote at once, and this one’s facts were lost: they are stored again.
    if ("state" in kept && state.facts.size && merged(kept.state, state) !== kept.state) push();
    if (state !== before) announce();
  }

  function announce(): void {
    watching.forEach((changed) => changed());
  }

  pull();
  browser.listen(hear);
  return {
    facts: () => state.facts,
    change(operation) {
      pull();
      const facts = operation(state.facts);
      if (facts === state.facts) return;
      state = { ...state, facts };
      push();
      announce();
    },
    rename(keysNow) {
      former = keysNow;
      rename();
    },
    erase() {
      pull();
      state = erased(state);
      for (const place of [local, session]) {
        place.set(keys.broken, null);
        place.set(keys.progress, null);
      }
      held.clear();
      push();
      announce();
    },
    isShared,
    share(yes) {
      if (!book) return;
      pull();
      if (!yes) {
        local.set(keys.shared, null);
        return push();
      }
      const failed = session.set(keys.progress, written(state));
      if (failed) return say(failed);
      // Other tabs are to see that the device is shared before they see that progress is gone.
      if (local.set(keys.shared, "1")) {
        clear(local);
        local.set(keys.shared, "1");
      }
      clear(local);
    },
    watch: (changed) => void watching.push(changed),
  };
}

/** The browser that the page is in. */
export function thisBrowser(): Browser {
  return {
    local: () => localStorage,
    session: () => sessionStorage,
    listen(heard) {
      addEventListener("storage", heard);
      addEventListener("pageshow", ({ persisted }) => persisted && heard());
    },
  };
}
