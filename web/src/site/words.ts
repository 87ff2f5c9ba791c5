/**
 * Writes in an element the word that another element holds for the script, `data-<word>`, and marks its language,
 * `data-<word>-lang`, if the theme doesn’t have the word in the page’s language.
 */
export function write(element: HTMLElement, holder: HTMLElement, word: string): void {
  element.textContent = holder.dataset[word] ?? "";
  const lang = holder.dataset[`${word}Lang`];
  if (lang) Object.assign(element, { lang, dir: "auto" });
}
