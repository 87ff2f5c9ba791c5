// The words of scripts that are loaded later: `words` of the page’s own, a script that gives those of its language.

/** A text, or one for each plural category; with its language, if that is another than the page’s. */
type Forms = string | Readonly<Record<string, string>>;
type Word = Forms | readonly [forms: Forms, lang: string];

declare global {
  var palierWords: Readonly<Record<string, Word>> | undefined;
}

/** What is put in the place of each name: `{language}`. */
export type Values = Readonly<Record<string, string>>;

/** A text. The theme’s words have its key after `script_`. */
export function word(key: string, values: Values = {}): string {
  const found = globalThis.palierWords?.[key] ?? "";
  // Whoever counts takes those with plural forms as they are.
  const text = String(Array.isArray(found) ? found[0] : found);
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** Writes a text into an element, in its language. */
export function say<Told extends HTMLElement>(element: Told, key: string, values?: Values): Told {
  const found = globalThis.palierWords?.[key];
  element.textContent = word(key, values);
  if (Array.isArray(found)) Object.assign(element, { lang: found[1], dir: "auto" });
  return element;
}

/** Makes an element. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
