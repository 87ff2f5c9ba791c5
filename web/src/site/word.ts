// The words of scripts that are loaded later: `words` of the page’s own, a script that gives those of its language.

/** A text with `{places}`, or one for each plural category. */
export type Forms = string | Readonly<Record<string, string>>;
/** With its language, if that is another than the page’s. */
type Word = Forms | readonly [forms: Forms, lang: string];

declare global {
  var palierWords: Readonly<Record<string, Word>> | undefined;
}

/** What is put in the place of each name: `{language}`. */
export type Values = Readonly<Record<string, string | number>>;

/** A text with its places filled in. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** A text. The theme’s words have its key after `script_`. */
export function word(key: string, values: Values = {}): string {
  const found = globalThis.palierWords?.[key] ?? "";
  // Whoever counts takes those with plural forms as they are.
  return fill(String(Array.isArray(found) ? found[0] : found), values);
}

/** Writes a text into an element, in its language. */
export function say<Told extends HTMLElement>(element: Told, key: string, values?: Values): Told {
  const found = globalThis.palierWords?.[key];
  element.textContent = word(key, values);
  if (Array.isArray(found)) Object.assign(element, { lang: found[1], dir: "auto" });
  return element;
}

/** The button that closes something, or takes it away. */
export function closeButton(className: string, act: () => void, label = word("close")): HTMLButtonElement {
  const button = make("button", { type: "button", className, textContent: "×", onclick: act });
  button.setAttribute("aria-label", label);
  return button;
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

/** Puts these in the place of what an element has, if there is one. Browsers have `replaceChildren` since Chrome 86 only. */
export function setChildren(element: Element | null, ...children: (Node | string)[]): void {
  if (!element) return;
  element.textContent = "";
  element.append(...children);
}
