import { parseHTML } from "linkedom";

/** What a script finds in a browser, made of a page’s HTML; laid out nowhere. */
export function open(html: string) {
  const page = parseHTML(`<!doctype html><html lang="fr" dir="ltr"><body>${html}</body></html>`);
  const { document, Element, Node } = page.window;
  Object.assign(globalThis, { document, Element, Node, window: page.window });
  return page.window;
}

/** An element that a test expects to be in the page. */
export function one<Found extends HTMLElement>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`nothing in the page is ${selector}`);
  return found;
}

/** Time as a test lets it pass, in milliseconds. */
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
