import { parseHTML } from "linkedom";

/** Makes the globals that a script finds in a browser of a body’s HTML, never laid out; gives the window. */
export function open(html: string) {
  const page = parseHTML(`<!doctype html><html lang="fr" dir="ltr"><body>${html}</body></html>`);
  const { document, Element, Node } = page.window;
  Object.assign(globalThis, { document, Element, Node, window: page.window });
  return page.window;
}

/** The first element of the page that the selector matches; throws if there is none. */
export function one<Found extends HTMLElement>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`nothing in the page is ${selector}`);
  return found;
}

/** Replaces `setTimeout` and `clearTimeout` by a clock that only a test moves on. */
export function makeClock() {
  let now = 0;
  let last = 0;
  const waiting = new Map<number, { at: number; act: () => void }>();
  Object.assign(globalThis, {
    setTimeout: (act: () => void, delay: number) => {
      waiting.set(++last, { at: now + delay, act });
      return last;
    },
    clearTimeout: (timer: number) => waiting.delete(timer),
  });
  return {
    /** Lets time pass, and does what is due by then. */
    pass(milliseconds: number): void {
      now += milliseconds;
      for (const [timer, { at, act }] of waiting) {
        if (at > now) continue;
        waiting.delete(timer);
        act();
      }
    },
  };
}
