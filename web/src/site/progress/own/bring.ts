// Progress that is brought here, pasted, as a file or by a link. It is added; what is refused changes nothing.

import { codeInLink, type Imported, type Refused } from "../code.ts";
import { readExport, textOf } from "../imports.ts";
import { isDone, keysOf, withImported } from "../state.ts";
import type { Own } from "./page.ts";

/** Offers it, and asks about the link that the page was opened with. */
export function offerBringing(own: Own): void {
  const { words, part, tell, progress: { store } } = own;
  const paste = part<HTMLTextAreaElement>("#page\\.paste");
  const file = part<HTMLInputElement>("#page\\.file");

  const bring = async (text: string, place: string) => {
    tell(place, "");
    const found = await read(own, text);
    if (!found) return tell(place, words.say("progress_failed"));
    if (found.is !== "read") return tell(place, refusal(own, found));
    tell(place, add(own, found));
    paste.value = "";
  };

  part("[data-bring]").addEventListener("submit", (event) => {
    event.preventDefault();
    void bring(paste.value, "#page\\.brought");
  });
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const place = "#page\\.brought-file";
    textOf(chosen).then((text) => bring(text, place), () => tell(place, words.say("progress_unread")));
    // The same file may be chosen again.
    file.value = "";
  });

  const asked = part("[data-asked]");
  let given: Imported | undefined;
  const answer = (text: string) => {
    asked.hidden = true;
    tell("[data-told]", text);
  };
  part("[data-add-link]").addEventListener("click", () => given && answer(add(own, given)));
  part("[data-ignore-link]").addEventListener("click", () => answer(words.say("progress_ignored")));
  const ask = async () => {
    const code = codeInLink(location.hash);
    if (code === undefined) return;
    // So that the page, reloaded or kept as a bookmark, doesn’t ask again.
    history.replaceState(null, "", location.href.replace(/#.*/s, ""));
    answer("");
    const found = await read(own, code);
    if (!found) return answer(words.say("progress_failed"));
    if (found.is !== "read") return answer(refusal(own, found));
    if (withImported(store.facts(), found.facts) === store.facts()) return answer(words.say("progress_nothing_new"));
    given = found;
    const { name } = found;
    const question = asked.querySelector("p");
    asked.hidden = false;
    if (question) question.textContent = name ? words.say("progress_from_link_named", { name }) : words.say("progress_from_link");
    asked.focus();
  };
  addEventListener("hashchange", () => void ask());
  void ask();
}

/** Reads it; `undefined` if the list of lessons can’t be had. */
async function read({ catalogue }: Own, text: string): Promise<Imported | Refused | undefined> {
  try {
    return readExport(await catalogue(), text);
  } catch {
    return undefined;
  }
}

/** Adds it, and says what came of it. */
function add({ progress: { store }, words }: Own, { facts, name, unknown, isOfOtherEdition }: Imported): string {
  const before = store.facts();
  store.change((own) => withImported(own, facts));
  const now = store.facts();
  const added = [...keysOf(now)].filter((key) => isDone(now, key) && !isDone(before, key)).length;
  return [
    added ? words.count("progress_added", added) : words.say("progress_nothing_new"),
    isOfOtherEdition && words.say("progress_other_edition"),
    unknown ? words.count("progress_unknown", unknown) : "",
    name && words.say("progress_named", { name }),
  ].filter(Boolean).join(" ");
}

/** Why it can’t be used. */
function refusal({ words }: Own, { is, group, letters }: Refused): string {
  const why = group && letters ? words.say("progress_mistyped_group", { group, letters }) : words.say(`progress_${is}`);
  return `${why} ${words.say("progress_unchanged")}`;
}
