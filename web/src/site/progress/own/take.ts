// Progress to take along: as a code, as a link, as a file. The name that may be typed goes with them, and is kept nowhere.

import { codeLink, plainName, writeCode } from "../code.ts";
import { writeFile } from "../file.ts";
import type { Own } from "./page.ts";

/** How long the notice that something was copied is shown, in milliseconds. */
const TOLD = 3000;

/** Offers it; gives what leads the student to the code. */
export function offerTaking(own: Own): () => void {
  const { progress: { here, store }, words, part } = own;
  const name = part<HTMLInputElement>("#page\\.name");
  const code = part<HTMLTextAreaElement>("#page\\.code");
  const link = part<HTMLTextAreaElement>("#page\\.link");

  const show = async () => {
    // On paper the name stands at the head.
    part("[data-name]").textContent = plainName(name.value);
    const isSomething = store.facts().size > 0;
    part("[data-no-take]").hidden = isSomething;
    part("[data-take]").hidden = !isSomething;
    if (!isSomething) return;
    const catalogue = await own.catalogue();
    code.value = writeCode(catalogue, store.facts(), name.value);
    link.value = location.href.replace(/[?#].*/s, "") + codeLink(code.value);
  };
  const tell = () => void show().catch(own.fail);

  const save = async () => {
    const text = writeFile(await own.catalogue(), store.facts(), name.value);
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href, download: `palier-${here.book}.json` }).click();
    URL.revokeObjectURL(href);
  };

  for (const button of document.querySelectorAll<HTMLElement>("[data-copy-of]")) {
    const source = button.dataset["copyOf"] === code.id ? code : link;
    // Where a browser lets no page copy, the whole is selected.
    button.addEventListener("click", () => {
      source.select();
      const told = button.nextElementSibling;
      const done = () => {
        if (told) told.textContent = words.say("copied");
        setTimeout(() => told && (told.textContent = ""), TOLD);
      };
      navigator.clipboard?.writeText(source.value).then(done, () => undefined);
    });
  }
  part("[data-save]").addEventListener("click", () => void save().catch(own.fail));
  name.addEventListener("input", tell);
  store.watch(tell);
  tell();
  return () => {
    part("#page\\.take").scrollIntoView();
    code.focus({ preventScroll: true });
    code.select();
  };
}
