import { setting } from "../settings.ts";

/** The page’s links to its text side by side with other languages: `data-twin` is the language’s tag. */
export function twinLinks(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-twin]")];
}

/** The one of the language that the reader chose, in whatever region; else the first. */
export function chosenLink(): HTMLAnchorElement | undefined {
  const links = twinLinks();
  const [chosen, primary] = [setting("twin"), primaryOf(setting("twin"))];
  const tag = ({ dataset }: HTMLAnchorElement) => dataset["twin"] ?? "";
  return links.find((link) => tag(link) === chosen) ?? links.find((link) => primaryOf(tag(link)) === primary) ?? links[0];
}

/** The language of a tag, without region or script. */
export function primaryOf(tag: string): string {
  return tag.split("-")[0] ?? "";
}
