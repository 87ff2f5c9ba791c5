// The class’s page at work. What is dropped is read one after another, and shown as it comes; between two the browser has
// its turn, so that the page never stands still.

import { wordsOf } from "../navigator/words.ts";
import { catalogueOf } from "../progress/catalogue.ts";
import { classOf, rollOf, seenOf, type Seen } from "../progress/class.ts";
import type { Imported, Refused } from "../progress/code.ts";
import { loadBook } from "../progress/guide.ts";
import { parsed, type Facts } from "../progress/state.ts";
import { setChildren } from "../word.ts";
import { filesOf, linesOf, readBrought, type Brought } from "./brought.ts";
import { draw } from "./drawing.ts";
import { rowOf, type Row } from "./list.ts";
import { againOf, levelsOf, missedOf, tableOf, type Place } from "./result.ts";

/** For how long exports are read without a pause, in milliseconds. */
const TURN = 30;
/** How many files the browser reads at a time, ahead of what is counted. */
const AHEAD = 16;
/** The narrowest and widest drawing. */
const WIDTH = [280, 920] as const;

/** An export in the list. */
interface Entry {
  alias: string;
  readonly text: string;
  readonly read: Imported | Refused;
  readonly row: Row;
}

/** Begins, if this is the page. */
export async function begin(): Promise<void> {
  const main = document.querySelector<HTMLElement>("[data-class]");
  if (!main) return;
  const find = <Found extends Element = HTMLElement>(name: string) => main.querySelector(`[data-class-${name}]`) as Found;
  const forms = parsed(find("words").textContent ?? "") as Parameters<typeof wordsOf>[0];
  const words = wordsOf(forms, document.documentElement.lang);
  const status = find("status");
  find("without").hidden = true;
  const progress = globalThis.palier;
  const book = progress && (await loadBook(progress, true).catch(() => undefined));
  if (!book) return void (status.textContent = words.say("class_failed"));
  const place: Place = { words, book, home: main.dataset["class"] ?? "" };
  const catalogue = catalogueOf(book);

  let entries: Entry[] = [];
  let waiting: Brought[] = [];
  let isReading = false;
  let shown = classOf(book, []);
  const seen = new WeakMap<Facts, Seen>();
  const see = (facts: Facts): Seen => {
    const known = seen.get(facts) ?? seenOf(book, facts);
    seen.set(facts, known);
    return known;
  };

  const drawing = find("drawing");
  let drawn = 0;
  const drawAgain = () => {
    const width = Math.round(Math.min(Math.max(drawing.clientWidth, WIDTH[0]), WIDTH[1]));
    drawn = width;
    setChildren(drawing, draw(shown, width, document.documentElement.dir === "rtl", words.say("class_pupils")));
  };
  const show = () => {
    const { students, fates } = rollOf(entries);
    fates.forEach((fate, at) => entries[at]?.row.tell(fate));
    shown = classOf(book, students.map(({ facts }) => see(facts)));
    const refused = fates.filter((fate) => !("student" in fate)).length;
    const counts = [words.count("class_students", students.length), refused && words.count("class_refused", refused)];
    const left = waiting.length ? words.count("class_waiting", waiting.length) : 0;
    status.textContent = [...counts, left].filter(Boolean).join(" · ");
    find("view").hidden = students.length === 0;
    find("list").hidden = entries.length === 0;
    setChildren(find("levels"), ...levelsOf(shown, place));
    fill("again", againOf(shown, place));
    fill("missed", missedOf(shown, place));
    const table = find<HTMLTableElement>("table");
    [...table.tBodies].forEach((body) => body.remove());
    table.append(...tableOf(shown, place));
    if (students.length) drawAgain();
  };
  /** A list; where it has nothing, the sentence beside it says so. */
  const fill = (name: string, items: readonly HTMLElement[]) => {
    setChildren(find(name), ...items);
    find(name).hidden = items.length === 0;
    find(`no-${name}`).hidden = items.length > 0;
  };

  const enter = async (brought: Brought) => {
    const { text, read } = await readBrought(catalogue, brought);
    const alias = aliasFor(brought, text);
    const row = rowOf(alias, brought.from, words, {
      rename(alias) {
        entry.alias = alias;
        show();
      },
      remove() {
        entries = entries.filter((other) => other !== entry);
        row.element.remove();
        show();
        find("list-name").focus();
      },
    });
    const entry: Entry = { alias, text, read, row };
    entries.push(entry);
    find("rows").append(row.element);
    if (read.is === "read") see(read.facts);
  };
  /** Files of the same name are several students’, unless they say the same. */
  const aliasFor = ({ alias, isGiven }: Brought, text: string): string => {
    const wanted = alias || words.say("class_student", { number: entries.length + 1 });
    const has = (name: string) => entries.find((entry) => entry.alias === name);
    if (isGiven || !has(wanted) || has(wanted)?.text === text) return wanted;
    for (let number = 2; ; number++) if (!has(`${wanted} ${number}`)) return `${wanted} ${number}`;
  };

  const take = async (brought: readonly Brought[]) => {
    waiting.push(...brought);
    if (isReading) return;
    isReading = true;
    let [turn, next] = [performance.now(), performance.now()];
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      waiting.slice(0, AHEAD).forEach((next) => void next.text().catch(() => undefined));
      await enter(one);
      const now = performance.now();
      if (now > next) {
        show();
        // Showing takes longer as the class grows: at most a fifth of the time goes to it.
        next = performance.now() + Math.max(100, 4 * (performance.now() - now));
      }
      if (performance.now() > turn + TURN) {
        await new Promise((go) => setTimeout(go));
        turn = performance.now();
      }
    }
    isReading = false;
    show();
  };

  const files = find<HTMLInputElement>("files");
  files.addEventListener("change", () => {
    void take(filesOf(files.files ?? [], catalogue.book));
    files.value = "";
  });
  const codes = find<HTMLTextAreaElement>("codes");
  find("add-codes").addEventListener("click", () => {
    void take(linesOf(codes.value));
    codes.value = "";
  });
  find("clear").addEventListener("click", () => {
    [entries, waiting] = [[], []];
    setChildren(find("rows"));
    show();
    files.focus();
  });
  for (const type of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      const { dataTransfer } = event as DragEvent;
      if (!dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      main.classList.toggle("pal-class-over", type === "dragover");
      if (type === "drop") void take(filesOf(dataTransfer.files, catalogue.book));
    });
  }
  addEventListener("resize", () => {
    if (shown.size && Math.abs(drawing.clientWidth - drawn) > 8) drawAgain();
  });
  find("app").hidden = false;
}
