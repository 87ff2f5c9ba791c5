// What a student did in a book, and what becomes of it: values and functions of values, which know no page and no
// storage.
//
// It is a set of facts, each a whole number that only grows. Two copies of it are made one by taking the greater
// number of each fact, in any order and as often as one likes: so neither two tabs nor two devices lose anything,
// and nothing needs a clock. What can be taken back (“I have finished”) is a count of how often the student changed
// their mind: odd means yes.

/** The letter of a fact, which begins its name. */
export type Letter =
  /** `o lesson`: it was begun, and gone on with; the number says in which order, the greatest was the last. */
  | "o"
  /** `r lesson`: “I have finished”, if the number is odd. */
  | "r"
  /** `w lesson#task`: a question was answered wrong before it was answered right. */
  | "w"
  /** `s lesson#task`: a question was answered right, or an activity declared done, if the number is odd. */
  | "s";

/** Facts by name: a letter, a space, and the lesson or the task that it is about. */
export type Facts = ReadonlyMap<string, number>;

/** What is kept on a device for a book. */
export interface State {
  /** How often everything was erased; what was kept before counts no more. */
  readonly erased: number;
  readonly facts: Facts;
}

/** The state of a student who has not begun. */
export const EMPTY: State = { erased: 0, facts: new Map() };

/** The greatest number that a fact may have: what is greater was made by no student. */
export const MOST = 999_999_999;

const NAME = /^(?:[or] [^#]{1,300}|[sw] [^#]{1,300}#[^#]{1,300})$/;

/** Whether a fact may have that name and that number. */
export function isFact(name: string, value: unknown): value is number {
  return NAME.test(name) && isCount(value, 1);
}

function isCount(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= MOST;
}

/** The key of a task: of the lesson or level that it is in, and its id there. */
export function taskKey(lesson: string, task: string): string {
  return `${lesson}#${task}`;
}

/** The name of a fact. */
export function factName(letter: Letter, key: string): string {
  return `${letter} ${key}`;
}

/** The number of a fact; 0 if it isn’t known. */
export function valueOf(facts: Facts, letter: Letter, key: string): number {
  return facts.get(factName(letter, key)) ?? 0;
}

/** Whether the student said, or showed, what the fact is about. */
export function isSo(facts: Facts, letter: "r" | "s" | "w", key: string): boolean {
  return valueOf(facts, letter, key) % 2 === 1;
}

/** Whether a lesson is finished, a question answered right or an activity declared done. */
export function isDone(facts: Facts, key: string): boolean {
  return isSo(facts, "r", key) || isSo(facts, "s", key);
}

/** The keys of the lessons and tasks that facts are about. */
export function keysOf(facts: Facts): Set<string> {
  return new Set([...facts.keys()].map((name) => name.slice(2)));
}

/** The same facts with one number put up; never down. */
function raised(facts: Facts, letter: Letter, key: string, value: number): Facts {
  const name = factName(letter, key);
  return isFact(name, value) && value > (facts.get(name) ?? 0) ? new Map(facts).set(name, value) : facts;
}

/** The same facts with a “yes” or a “no”. */
function settled(facts: Facts, letter: "r" | "s", key: string, yes: boolean): Facts {
  return isSo(facts, letter, key) === yes ? facts : raised(facts, letter, key, valueOf(facts, letter, key) + 1);
}

/** The lesson that was begun or gone on with last, and its place in that order. */
export function lastOpened(facts: Facts): { readonly lesson: string | undefined; readonly order: number } {
  let [lesson, order]: [string | undefined, number] = [undefined, 0];
  for (const [name, value] of facts) {
    if (name[0] !== "o" || value < order || (value === order && lesson !== undefined && name.slice(2) < lesson)) continue;
    [lesson, order] = [name.slice(2), value];
  }
  return { lesson, order };
}

/** The student begins a lesson, or goes on with it. */
export function opened(facts: Facts, lesson: string): Facts {
  const last = lastOpened(facts);
  return last.lesson === lesson ? facts : raised(facts, "o", lesson, last.order + 1);
}

/** The student said that a lesson is finished, or took that back. */
export function finished(facts: Facts, lesson: string, yes: boolean): Facts {
  return settled(facts, "r", lesson, yes);
}

/** The student answered a question. Once the answer was right, later tries are exercise and change nothing. */
export function answered(facts: Facts, task: string, isRight: boolean): Facts {
  if (isSo(facts, "s", task)) return facts;
  return isRight ? settled(facts, "s", task, true) : raised(facts, "w", task, 1);
}

/** The student declared an activity done, or took that back. */
export function declared(facts: Facts, activity: string, yes: boolean): Facts {
  return settled(facts, "s", activity, yes);
}

/**
 * The facts with those of an export, which says of each only that it is so: what the student took back here and
 * finished elsewhere is finished. What the export opened comes after what was opened here, in its own order.
 */
export function withImported(facts: Facts, imported: Facts): Facts {
  const all = new Map(facts);
  let last = lastOpened(facts).order;
  for (const [name, value] of [...imported].sort(([, a], [, b]) => a - b)) {
    const before = all.get(name) ?? 0;
    let now = Math.max(before, value);
    if (name[0] === "o") now = before || last + 1;
    else if (name[0] !== "w") now = before + (value % 2 && !(before % 2) ? 1 : 0);
    if (now === before || !isFact(name, now)) continue;
    all.set(name, now);
    if (name[0] === "o") last = now;
  }
  return isSame({ erased: 0, facts }, { erased: 0, facts: all }) ? facts : all;
}

/** The student erases everything. */
export function erased({ erased }: State): State {
  return { erased: Math.min(erased + 1, MOST), facts: new Map() };
}

/**
 * Two copies of a state made one, unless one was erased since: commutative, associative and idempotent. It is the
 * first copy itself if the second has nothing to add.
 */
export function merged(one: State, other: State): State {
  if (one.erased !== other.erased) return one.erased > other.erased ? one : other;
  let facts: Map<string, number> | undefined;
  for (const [name, value] of other.facts) {
    if (value > (one.facts.get(name) ?? 0)) (facts ??= new Map(one.facts)).set(name, value);
  }
  return facts ? { erased: one.erased, facts } : one;
}

/** Whether two states say the same. */
export function isSame(one: State, other: State): boolean {
  const same = ([name, value]: [string, number]) => other.facts.get(name) === value;
  return one.erased === other.erased && one.facts.size === other.facts.size && [...one.facts].every(same);
}

/**
 * The facts by the keys that the book has now. `former` leads from a former key to the present one: of a lesson, or
 * of a task in a lesson under its present key. Merging first or renaming first comes to the same.
 */
export function renamed(facts: Facts, former: ReadonlyMap<string, string>): Facts {
  const all = new Map<string, number>();
  let isSame = true;
  for (const [name, value] of facts) {
    const [lesson = "", task] = name.slice(2).split("#");
    let key = former.get(lesson) ?? lesson;
    if (task !== undefined) key = former.get(taskKey(key, task)) ?? taskKey(key, task);
    const now = factName(name[0] as Letter, key);
    isSame &&= now === name;
    all.set(now, Math.max(value, all.get(now) ?? 0));
  }
  return isSame ? facts : all;
}

/** The version of the form below. One with a greater number is left to the Palier that made it. */
const VERSION = 1;
/** How long a text is read at most, in UTF-16 units: that of a student of 10,000 lessons is half as long. */
export const LONGEST = 1_000_000;

/** What a stored text is. */
export type Reading =
  /** A state, whole. */
  | { readonly is: "whole"; readonly state: State }
  /** Not what was written: `state` is what of it makes sense. */
  | { readonly is: "broken"; readonly state: State }
  /** Made by a Palier of later. */
  | { readonly is: "newer" }
  /** Too long to be what was written, or to be read on a phone. */
  | { readonly is: "big" };

/** The state as a text. */
export function written({ erased, facts }: State): string {
  return JSON.stringify({ palier: VERSION, erased, facts: Object.fromEntries(facts) });
}

/** A text as a state. */
export function read(text: string): Reading {
  if (text.length > LONGEST) return { is: "big" };
  const found = parsed(text);
  const version = found["palier"];
  if (typeof version === "number" && version > VERSION) return { is: "newer" };
  const { erased, facts } = found;
  const entries = Object.entries(asObject(facts));
  const good = entries.filter(([name, value]) => isFact(name, value)) as [string, number][];
  const state = { erased: isCount(erased, 0) ? erased : 0, facts: new Map(good) };
  const isWhole = version === VERSION && state.erased === erased && asObject(facts) === facts && good.length === entries.length;
  return { is: isWhole ? "whole" : "broken", state };
}

/** The object that a text is in JSON; an empty one if it is none. */
export function parsed(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The value if it is an object and no list, else an empty object. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
