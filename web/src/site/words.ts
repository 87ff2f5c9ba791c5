/**
 * Writes a word that an element holds for the script, `data-<word>`; in its own language, `data-<word>-lang`,
 * where the theme has none in the page’s.
 */
export function write(element: HTMLElement, holder: HTMLElement, word: string): void {
  element.textContent = holder.dataset[word] ?? "";
  const lang = holder.dataset[`${word}Lang`];
  if (lang) Object.assign(element, { lang, dir: "auto" });
}
