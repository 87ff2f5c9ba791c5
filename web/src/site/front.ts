/** The address of the front page of the language, from which those in a book’s data start. */
export function frontPage(): string {
  const way = document.querySelector(".pal-site-title")?.getAttribute("href") ?? ".";
  return new URL(way, document.baseURI).href;
}
