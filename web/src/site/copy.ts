// Adds a button beside each citation that copies it. Without this script, or in a browser that lets no page
// copy, readers select the text by hand.

import { make } from "./word.ts";
import { write } from "./words.ts";

/** How long the notice that the text was copied is shown, in milliseconds. */
const TOLD = 3000;

/** An element’s text in the formats that other programs paste, by media type; in HTML too if it contains elements. Code is
 * plain text, its first line’s indentation included. */
export function forms(source: Element): Record<string, string> {
  if (source.matches(".pal-code > pre")) return { "text/plain": (source.textContent ?? "").replace(/\n$/, "") };
  const plain = { "text/plain": (source.textContent ?? "").trim() };
  return source.children.length ? { ...plain, "text/html": source.innerHTML } : plain;
}

/** Adds the buttons that are missing, unless the browser lets no page copy. */
export function addCopyButtons(): void {
  if (!navigator.clipboard) return;
  for (const source of document.querySelectorAll<HTMLElement>(".pal-cite [data-copy]")) {
    if (!source.nextElementSibling?.matches(".pal-copy")) addButton(source, source);
  }
  for (const code of document.querySelectorAll<HTMLElement>(".pal-text[data-copy] :not(.pal-code) > pre, .pal-text[data-copy] > pre")) {
    const text = code.closest<HTMLElement>("[data-copy]");
    const holder = make("div", { className: "pal-code" });
    code.replaceWith(holder);
    holder.append(code);
    if (text) addButton(code, text);
  }
}

/** Adds the button that copies `source`, by the words of `holder`. */
function addButton(source: HTMLElement, holder: HTMLElement): void {
  const button = make("button", { type: "button", className: "pal-copy" });
  write(button, holder, "copy");
  const told = make("span", { className: "pal-copied" });
  told.setAttribute("role", "status");
  source.after(button, told);
  button.addEventListener("click", () => {
    const done = () => {
      const words = holder.closest<HTMLElement>("[data-copied]");
      if (words) write(told, words, "copied");
      setTimeout(() => (told.textContent = ""), TOLD);
    };
    copy(forms(source)).then(done, () => getSelection()?.selectAllChildren(source));
  });
}

function copy(texts: Record<string, string>): Promise<void> {
  if (!("text/html" in texts) || !window.ClipboardItem) return navigator.clipboard.writeText(texts["text/plain"] ?? "");
  const blobs = Object.entries(texts).map(([type, text]) => [type, new Blob([text], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
