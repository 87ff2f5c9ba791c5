// What a reader needs only now and then is a script of its own, loaded when it is asked for, with the words that it shows.

import { loadOnce } from "./progress/load.ts";
import { make } from "./word.ts";

const loading = new Map<string, Promise<void>>();

/** The address of a script that the page names; `undefined` if it names none so. */
export function addressOf(name: string): string | undefined {
  const { scripts } = document.querySelector<HTMLElement>("script[data-scripts]")?.dataset ?? {};
  return scripts ? (JSON.parse(scripts) as Record<string, string>)[name] : undefined;
}

/**
 * Loads a script, unless it is there, and asks it for something: it listens to `palier:<name>`. Its look comes with it. What
 * can’t be had is asked for in vain.
 */
export async function askFor(name: string, detail: unknown): Promise<void> {
  try {
    await Promise.all([load("words"), load(name), loadStyle(name.replace(/js$/, "css"))]);
  } catch {
    return;
  }
  document.dispatchEvent(new CustomEvent(`palier:${name}`, { detail }));
}

/** Loads a script, unless it is there. */
export function load(name: string): Promise<void> {
  return loadOnce(loading, addressOf(name) ?? "");
}

/** Loads the stylesheet of that name, if the page names one. What can’t be had is used without its look. */
export function loadStyle(name: string): Promise<void> | undefined {
  const href = addressOf(name);
  if (!href || document.querySelector(`link[href="${href}"]`)) return undefined;
  return new Promise((resolve) => {
    document.head.append(make("link", { rel: "stylesheet", href, onload: () => resolve(), onerror: () => resolve() }));
  });
}
