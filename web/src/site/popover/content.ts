import { make } from "../word.ts";

/**
 * A copy of a call’s target in the page, with the target’s language, without ids, links back, and the paragraphs that
 * are empty without these; `null` if the page has no such target.
 */
export function contentOf(call: HTMLAnchorElement): HTMLElement | null {
  const target = document.getElementById(decodeURIComponent(call.hash.slice(1)));
  if (!target) return null;
  const content = make(target.parentElement?.matches("dl") ? "dl" : "div", {}, ...target.cloneNode(true).childNodes);
  content.querySelectorAll("[role=doc-backlink]").forEach((back) => back.remove());
  content.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  content.querySelectorAll("p").forEach((paragraph) => paragraph.textContent?.trim() || paragraph.remove());
  const holder = target.closest<HTMLElement>("[lang]");
  if (holder) Object.assign(content, { lang: holder.lang, dir: holder.dir });
  return content;
}
