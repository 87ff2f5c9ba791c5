/**
 * A copy of what a call leads to, without ids, ways back and what is empty without them, in the language of the
 * original; `null` if it leads nowhere in the page.
 */
export function contentOf(call: HTMLAnchorElement): HTMLElement | null {
  const target = document.getElementById(decodeURIComponent(call.hash.slice(1)));
  if (!target) return null;
  const content = document.createElement(target.parentElement?.matches("dl") ? "dl" : "div");
  content.append(...target.cloneNode(true).childNodes);
  content.querySelectorAll("[role=doc-backlink]").forEach((back) => back.remove());
  content.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  content.querySelectorAll("p").forEach((paragraph) => paragraph.textContent?.trim() || paragraph.remove());
  const holder = target.closest<HTMLElement>("[lang]");
  if (holder) Object.assign(content, { lang: holder.lang, dir: holder.dir });
  return content;
}
