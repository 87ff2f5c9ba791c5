// Progress to take along: as a code, as a link, as a file. The name that may be typed goes with them, and is kept nowhere.

import { codeLink, plainName, writeCode } from "../code.ts";
import { writeFile } from "../file.ts";
import type { Own } from "./page.ts";

/** How long the notice that something was copied is shown, in milliseconds. */
const TOLD = 3000;

/** What a file is called: a teacher who gets thirty tells them apart. The name is in letters and digits that all file systems take. */
export function fileName(book: string, name: string, now: Date): string {
  const said = plainName(name).normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return ["palier", book, ...(said ? [said] : []), day].join("-") + ".json";
}

/** Offers it. */
export function offerTaking(own: Own): void {
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
    Object.assign(document.createElement("a"), { href, download: fileName(here.book, name.value, new Date()) }).click();
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
}
