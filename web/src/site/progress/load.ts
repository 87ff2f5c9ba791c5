// Loads scripts of the site itself, and data as scripts: a page that was opened from a disk may fetch nothing.

import { make } from "../word.ts";

/** Loads a script, unless it is among those that were asked for; what goes wrong with it is an error. */
export function loadOnce(asked: Map<string, Promise<void>>, src: string): Promise<void> {
  const one = asked.get(src) ?? loadScript(src);
  asked.set(src, one);
  // Whoever asks again, with a network again, gets it.
  one.catch(() => asked.delete(src));
  return one;
}

/** Loads a script; what goes wrong with it is an error. */
export function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    document.head.append(make("script", { src, onload: () => resolve(), onerror: () => reject(new Error(src)) }));
  });
}
