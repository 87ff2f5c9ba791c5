// Progress as a file: JSON that a person can read too, and that keeps what a code leaves out: what was only opened,
// in which order, and what the book no longer has.

import type { Catalogue } from "./catalogue.ts";
import { isOther, plainName, type Imported, type Refused } from "./code.ts";
import { LONGEST, asObject, isFact, isSo, keysOf, parsed, renamed, taskKey, valueOf, type Facts } from "./state.ts";

const KIND = "progress";
const VERSION = 1;

/** What the file says of a lesson, or of a level’s own text. */
interface Entry {
  readonly lesson: string;
  readonly opened?: true;
  readonly read?: true;
  /** The questions answered right and the activities declared done, by id. */
  readonly shown?: readonly string[];
  /** The questions that were answered wrong first, by id. */
  readonly missed?: readonly string[];
}

/** The facts as a file. The lessons that were opened are in that order. */
export function writeFile({ book, title, edition }: Catalogue, facts: Facts, name = ""): string {
  const tasks = new Map<string, string[]>();
  for (const key of keysOf(facts)) {
    const [lesson = "", task] = key.split("#");
    const ids = tasks.get(lesson) ?? [];
    tasks.set(lesson, task === undefined ? ids : [...ids, task]);
  }
  const order = (lesson: string) => valueOf(facts, "o", lesson) || Infinity;
  const inOrder = [...tasks].sort(([a], [b]) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  const lessons = inOrder.map(([lesson, ids]) => entry(facts, lesson, ids)).filter((one) => Object.keys(one).length > 1);
  const said = plainName(name);
  const file = { palier: KIND, version: VERSION, book, title, ...(edition !== undefined && { edition }), ...(said && { name: said }), lessons };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function entry(facts: Facts, lesson: string, ids: readonly string[]): Entry {
  const which = (letter: "s" | "w") => ids.filter((id) => isSo(facts, letter, taskKey(lesson, id)));
  const [shown, missed] = [which("s"), which("w")];
  return {
    lesson,
    ...(valueOf(facts, "o", lesson) && { opened: true }),
    ...(isSo(facts, "r", lesson) && { read: true }),
    ...(shown.length && { shown }),
    ...(missed.length && { missed }),
  } as Entry;
}

/** The text of a file. What it says and this doesn’t know is no fault; what is not as it should be is. */
export function readFile(catalogue: Catalogue, text: string): Imported | Refused {
  if (text.length > LONGEST) return { is: "big" };
  if (!text.trim()) return { is: "empty" };
  const file = parsed(text.replace(/^\uFEFF/, ""));
  const { palier, version, book, edition, name = "", lessons } = file;
  if (palier !== KIND || !Number.isInteger(version) || (version as number) < 1) return { is: "broken" };
  if ((version as number) > VERSION) return { is: "newer" };
  if (typeof book !== "string" || typeof name !== "string" || !isText(edition) || !Array.isArray(lessons)) return { is: "broken" };
  if (book !== catalogue.book) return { is: "foreign" };
  const found = new Map<string, number>();
  if (!lessons.every((lesson) => enter(found, lesson))) return { is: "broken" };
  const facts = renamed(found, catalogue.keys);
  const unknown = [...keysOf(facts)].filter((key) => !catalogue.keys.has(key));
  return { is: "read", facts, name: plainName(name), unknown: unknown.length, isOfOtherEdition: isOther(catalogue.edition, edition) };
}

/** Adds what an entry says; `false` if it isn’t one. */
function enter(facts: Map<string, number>, value: unknown): boolean {
  const { lesson, opened = false, read = false, shown = [], missed = [] } = asObject(value);
  if (typeof lesson !== "string" || typeof opened !== "boolean" || typeof read !== "boolean") return false;
  if (!isList(shown) || !isList(missed)) return false;
  const said: [string, number][] = [
    ...(opened ? [[`o ${lesson}`, facts.size + 1] as [string, number]] : []),
    ...(read ? [[`r ${lesson}`, 1] as [string, number]] : []),
    ...shown.map((id): [string, number] => [`s ${taskKey(lesson, id)}`, 1]),
    ...missed.map((id): [string, number] => [`w ${taskKey(lesson, id)}`, 1]),
  ];
  for (const [name, number] of said) if (isFact(name, number)) facts.set(name, number);
  return said.every(([name, number]) => isFact(name, number));
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
