// A passage’s twin, shown beneath it: its text, and for one that was asked for, what can be done with it.

import { choose } from "../settings.ts";
import { closeButton, make, say, word } from "../word.ts";
import { others, type Other } from "./others.ts";
import { passageOf } from "./passage.ts";
import type { Row } from "./rows.ts";
import { showRead } from "./section.ts";
import { canRead, read, stop } from "./speech.ts";

/** What a box’s buttons do outside of it. */
export interface Acts {
  hearSection(): void;
  close(): void;
}

/** A box, which says that it waits until it is filled. Screen readers are told of it where the focus goes there. */
export function makeTwin(other: Other): HTMLElement {
  const box = make("div", { className: "pal-twin", tabIndex: -1 }, say(make("p", { className: "pal-twin-wait" }), "loading"));
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", word("twin_label", { language: other.inWords }));
  return box;
}

/** Fills a box with what the other language says; with a sentence where it says nothing. */
export function fill(box: HTMLElement, { twins }: Row, other: Other): void {
  const texts = twins.map((twin) => passageOf(twin, other.page));
  box.textContent = "";
  box.append(...(texts.length ? texts : [say(make("p"), "twin_none", { language: other.inWords })]));
}

/** Says why there is nothing, with the way to the page side by side. */
export function excuse(box: HTMLElement, key: string, other: Other): void {
  // On a disk, a folder’s address shows what is in it.
  const href = location.protocol === "file:" ? other.page.replace(/\/$/, "/index.html") : other.page;
  const link = make("a", { href, textContent: other.title });
  box.textContent = "";
  box.append(say(make("p"), key, { language: other.inWords }), make("p", {}, link));
}

/** Adds, above a twin that was asked for, its language and what can be done with it: hear it or the section, close it. */
export function addTools(box: HTMLElement, other: Other, acts: Acts): void {
  const texts = [...box.querySelectorAll<HTMLElement>(".pal-twin-text")];
  const hear = button("listen");
  hear.setAttribute("aria-label", word("listen_in", { language: other.inWords }));
  hear.addEventListener("click", () => {
    if (!stop()) read(texts, showRead);
  });
  const hearSection = button("listen_section");
  hearSection.addEventListener("click", acts.hearSection);
  const offer = () => {
    hear.hidden = !texts.length || !canRead(other.lang);
    hearSection.hidden = !canRead(document.documentElement.lang);
  };
  // Some browsers know their voices only after a while.
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", offer);
  offer();
  const all = others();
  const name = all.length > 1 ? languages(all, other) : make("span", { textContent: other.name, lang: other.lang });
  box.prepend(make("div", { className: "pal-twin-tools" }, name, hear, hearSection, closeButton("pal-twin-close", acts.close)));
}

/** Takes that away again; says whether it was there. */
export function removeTools(box: HTMLElement): boolean {
  const tools = box.querySelector(".pal-twin-tools");
  tools?.remove();
  return !!tools;
}

function button(key: string): HTMLButtonElement {
  return say(make("button", { type: "button" }), key);
}

function languages(all: readonly Other[], chosen: Other): HTMLElement {
  const list = make("select", {}, ...all.map(({ lang, name }) => make("option", { value: lang, textContent: name, lang })));
  list.value = chosen.lang;
  list.setAttribute("aria-label", word("twin_language"));
  list.addEventListener("change", () => void choose("twin", list.value));
  return list;
}
