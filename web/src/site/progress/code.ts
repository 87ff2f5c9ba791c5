// Progress as a short code that can be read out, typed and mailed, and as a link with it.
//
// A code says which lessons were finished and which questions answered, each by some bits of the hash of its key. So it
// means the same whatever lessons the book has by then. The list of numbers before the hashes is for a book that records them.
// `web/PROGRESS.md` has the reasons, and how long codes become.

import type { Catalogue } from "./catalogue.ts";
import { ascending, fixed, gamma, readBits } from "./code/bits.ts";
import { hash } from "./code/hash.ts";
import * as letters from "./code/letters.ts";
import { isDone, isSo, keysOf, type Facts } from "./state.ts";

/** What was read from an export. */
export interface Imported {
  readonly is: "read";
  readonly facts: Facts;
  /** The name that was typed when it was made; never stored. */
  readonly name: string;
  /** How many of its lessons and tasks the book doesn’t have. A file’s are among the facts; those of a code can’t be. */
  readonly unknown: number;
  /** Whether it was made in another edition of the book; `false` if either doesn’t say. */
  readonly isOfOtherEdition: boolean;
}

/** Why an export can’t be used. Nothing changes then. */
export interface Refused {
  readonly is:
    /** There is nothing in it. */
    | "empty"
    /** It is too long to be one. */
    | "big"
    /** It looks like no code. */
    | "none"
    /** It is no export. */
    | "broken"
    /** It was made by a Palier of later. */
    | "newer"
    /** It is of another book. */
    | "foreign"
    /** Letters are missing from a code, or there are too many. */
    | "cut"
    /** A code’s check sum isn’t right. */
    | "mistyped";
  /** The group of letters that is wrong, from 1, if it can be told, and those letters. */
  readonly group?: number;
  readonly letters?: string;
}

/** The version of codes. The first and the last four letters of a code of any version mean what they mean here. */
const VERSION = 1;
/** The longest name, in UTF-16 units, and the longest code, in letters. */
export const LONGEST_NAME = 60;
const LONGEST = 100_000;
/** The fewest letters: head, three empty lists, check sum. */
const SHORTEST = 10;
/** Beyond telling the book’s keys of today apart, how many bits tell each from one of later. */
const MARGIN = 10;

/** How many bits of its hash tell an edition from another. */
const EDITION = 10;

const HEAD = { version: 4, hasName: 1, length: 5, book: 15 } as const;

/** How a lesson or a task went, beyond being done. */
const Mark = { Plain: 0, RightAtLast: 1, Wrong: 2 } as const;
type Mark = (typeof Mark)[keyof typeof Mark];

/** What of the facts goes into a code: by key, how it went. What was only opened doesn’t. */
function marksOf(facts: Facts): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const key of keysOf(facts)) {
    const wasWrong = isSo(facts, "w", key);
    if (isDone(facts, key)) marks.set(key, wasWrong ? Mark.RightAtLast : Mark.Plain);
    else if (wasWrong) marks.set(key, Mark.Wrong);
  }
  return marks;
}

/** The facts that such a mark says. */
function factsOf(key: string, mark: Mark): [string, number][] {
  if (!key.includes("#")) return [[`r ${key}`, 1]];
  const facts: [string, number][] = [[`s ${key}`, 1], [`w ${key}`, 1]];
  return facts.slice(mark === Mark.Wrong ? 1 : 0, mark === Mark.Plain ? 1 : 2);
}

/** A name as it is exported: one line, without characters that don’t show. */
export function plainName(name: string): string {
  const line = name.normalize("NFC").replace(/\p{Cf}/gu, "").replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return [...line].reduce((kept, character) => (kept.length + character.length > LONGEST_NAME ? kept : kept + character), "");
}

/** The facts as a code, with the name that the student typed, if any. */
export function writeCode(catalogue: Catalogue, facts: Facts, name = ""): string {
  const marks = marksOf(facts);
  const width = marks.size ? widthFor([...marks.keys()], catalogue.keys.keys()) : 0;
  const sums = [...marks].map(([key, mark]) => [top(hash(key), width), mark] as const);
  const hashed = new Map(sums.sort(([a], [b]) => a - b));
  const all = [...hashed.values()];
  const odd = all.flatMap((mark, at) => (mark === Mark.Plain ? [] : [at]));
  const spoken = said(plainName(name));
  const body = [
    spoken,
    ascending([]),
    gamma(width + 1),
    width ? ascending([...hashed.keys()]) : "",
    ascending(odd),
    ...odd.map((at) => fixed((all[at] as Mark) - 1, 1)),
    // A code without an edition ends here; only zeros fill its last letter.
    catalogue.edition === undefined ? "" : fixed(1, 1) + fixed(editionSum(catalogue.edition), EDITION),
  ].join("");
  const whole = (length: number) =>
    letters.withCheck(letters.lettersOf(head(catalogue.book, spoken !== "", length) + body));
  return letters.grouped(whole(whole(0).length));
}

function head(book: string, hasName: boolean, length: number): string {
  return [
    fixed(VERSION, HEAD.version),
    fixed(hasName ? 1 : 0, HEAD.hasName),
    fixed(length % 32, HEAD.length),
    fixed(bookSum(book), HEAD.book),
  ].join("");
}

function bookSum(book: string): number {
  return top(hash(`book ${book}`), HEAD.book);
}

function editionSum(edition: string): number {
  return top(hash(`edition ${edition}`), EDITION);
}

function said(name: string): string {
  const bytes = [...new TextEncoder().encode(name)];
  return bytes.length ? gamma(bytes.length) + bytes.map((byte) => fixed(byte, 8)).join("") : "";
}

/** The first bits of a hash. */
function top(sum: number, width: number): number {
  return Math.floor(sum / 2 ** (32 - width));
}

/**
 * How many bits of their hashes tell some keys from each other, from all that the book has and had, and, but for one
 * in a thousand, from each that it may have later.
 */
function widthFor(keys: readonly string[], known: Iterable<string>): number {
  const told = new Set(keys);
  const sums = [...new Set([...keys, ...known])].map((key) => ({ sum: hash(key), isTold: told.has(key) }));
  sums.sort((a, b) => a.sum - b.sum);
  let width = Math.ceil(Math.log2(keys.length || 1)) + MARGIN;
  sums.forEach(({ sum, isTold }, at) => {
    const next = sums[at + 1];
    if (next && (isTold || next.isTold)) width = Math.max(width, Math.clz32(sum ^ next.sum) + 1);
  });
  return Math.min(width, 32);
}

/** A code as typed, pasted or mailed. */
export function readCode(catalogue: Catalogue, text: string): Imported | Refused {
  if (text.length > 4 * LONGEST) return { is: "big" };
  const code = letters.cleaned(text);
  if (!code) return { is: "empty" };
  const strange = letters.strangeLetter(code);
  if (strange >= 0) return mistypedAt(code, strange);
  if (code.length > LONGEST) return { is: "big" };
  const bits = readBits(letters.bitsOf(letters.withoutCheck(code)));
  const version = bits.fixed(HEAD.version);
  const hasName = bits.fixed(HEAD.hasName) === 1;
  const length = bits.fixed(HEAD.length);
  const book = bits.fixed(HEAD.book);
  if (!letters.isChecked(code)) return unchecked(code, length);
  if (version > VERSION) return { is: "newer" };
  if (version < VERSION) return { is: "broken" };
  if (book !== bookSum(catalogue.book)) return { is: "foreign" };
  return imported(catalogue, bits, hasName);
}

/** What is wrong with letters whose check sum isn’t right: it is the number of letters, or one of them. */
function unchecked(code: string, length: number): Refused {
  const place = code.length < SHORTEST ? undefined : letters.wrongLetter(code);
  const isCut = code.length < SHORTEST || length !== code.length % 32;
  // If the letter that says how many there are is the wrong one, they may still be all there.
  if (isCut && place !== 1) return { is: "cut" };
  return place === undefined ? { is: "mistyped" } : mistypedAt(code, place);
}

function mistypedAt(code: string, place: number): Refused {
  const at = Math.floor(place / letters.GROUP);
  return { is: "mistyped", group: at + 1, letters: code.slice(letters.GROUP * at, letters.GROUP * (at + 1)) };
}

function imported(catalogue: Catalogue, bits: ReturnType<typeof readBits>, hasName: boolean): Imported | Refused {
  const name = hasName ? plainName(heard(bits)) : "";
  const numbered = bits.ascending().length;
  const width = bits.gamma() - 1;
  const hashes = width ? bits.ascending() : [];
  const odd = bits.ascending();
  const marks = new Map(odd.map((at) => [at, bits.fixed(1) ? Mark.Wrong : Mark.RightAtLast]));
  if (bits.isWrong() || width > 32) return { is: "broken" };
  const edition = bits.fixed(1) ? bits.fixed(EDITION) : undefined;
  const isOfOtherEdition = isOther(catalogue.edition === undefined ? undefined : editionSum(catalogue.edition), edition);
  const byHash = keysByHash(catalogue, width);
  const keys = hashes.map((sum) => byHash.get(sum));
  const facts = keys.flatMap((key, at) => (key ? factsOf(key, marks.get(numbered + at) ?? Mark.Plain) : []));
  return { is: "read", facts: new Map(facts), name, unknown: numbered + keys.filter((key) => !key).length, isOfOtherEdition };
}

/** Whether an export says another edition than the book does. */
export function isOther<T>(own: T | undefined, given: T | undefined): boolean {
  return own !== undefined && given !== undefined && own !== given;
}

function heard(bits: ReturnType<typeof readBits>): string {
  const length = Math.min(bits.gamma(), 4 * LONGEST_NAME);
  return new TextDecoder().decode(Uint8Array.from({ length }, () => bits.fixed(8)));
}

/** The present key for each hash, by so many of its bits; none where two keys have the same. */
function keysByHash({ keys }: Catalogue, width: number): Map<number, string | undefined> {
  const found = new Map<number, string | undefined>();
  if (!width) return found;
  for (const [key, now] of keys) {
    const sum = top(hash(key), width);
    found.set(sum, found.has(sum) && found.get(sum) !== now ? undefined : now);
  }
  return found;
}

/** What follows `#` in a link with a code. */
export function codeLink(code: string): string {
  return `#p=${code.replace(/-/g, "")}`;
}

/** The code in what follows `#` in an address; `undefined` if there is none. */
export function codeInLink(fragment: string): string | undefined {
  const found = /#p=(.*)/s.exec(fragment)?.[1];
  return found === undefined ? undefined : decoded(found);
}

/** A part of an address without its `%` signs, if they are what they look like. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
