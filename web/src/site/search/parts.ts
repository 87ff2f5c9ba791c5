// The index of the search, as src/search/files.rs writes it: a head, words by their beginnings, texts. All of it is scripts
// that call `palierIndex` with a part’s name and what it holds, each loaded once, when it is needed.

import { unaccented } from "./fold.ts";

/** Texts of a kind: a level with its lessons, the pages, the terms, the works. */
export interface Group {
  readonly kind: "level" | "page" | "term" | "work";
  /** A level’s number, from 1. */
  readonly number?: number;
  readonly name: string;
  readonly title?: string;
  readonly texts: number;
}

export interface Head {
  readonly version: number;
  readonly parts: string;
  readonly groups: readonly Group[];
  readonly sections: string;
  readonly words: readonly (readonly [key: string, hash: string])[];
  readonly texts: readonly (readonly [count: number, hash: string])[];
}

/** A stem: its forms, spelt and bare, and the sections that have one of them. */
export interface Entry {
  readonly forms: readonly string[];
  readonly bare: readonly string[];
  readonly postings: string;
}

export interface Section {
  readonly anchor: string;
  readonly heading: string;
  readonly words: string;
}

/** A text: its address, relative to the search page, its title, its sections. */
export interface Text {
  readonly href: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

type PartText = readonly [href: string, title: string, sections: readonly (readonly [string, string, string])[]];

/** Loads the script at an address, relative to the search page. */
export type Load = (href: string) => Promise<void>;

declare global {
  var palierIndex: (name: string, held: unknown) => void;
}

const VERSION = 1;
/** So few parts with words are all read, where no word of the book is like the one typed. */
const FEW = 8;
/** In a book of more parts with texts, each text is likely in a part of its own, and few parts are worth their weight. */
const LARGE = 200;

/** Something of the index is missing, or isn’t what it should be. */
export class Broken extends Error {}

export class Index {
  private readonly asked = new Map<string, Promise<unknown>>();
  private readonly entries = new Map<string, readonly Entry[]>();
  readonly head: Head;
  private readonly given: ReadonlyMap<string, unknown>;
  private readonly load: Load;
  /** The first section of each text, and behind the last. */
  readonly starts: Uint32Array;

  private constructor(head: Head, given: ReadonlyMap<string, unknown>, load: Load) {
    this.head = head;
    this.given = given;
    this.load = load;
    this.starts = new Uint32Array(head.sections.length + 1);
    for (let text = 0; text < head.sections.length; text++) {
      this.starts[text + 1] = (this.starts[text] ?? 0) + parseInt(head.sections.charAt(text), 36);
    }
  }

  /** Loads the head. `stamp` gets it from the site again, past what a browser kept of an earlier publication. */
  static async open(load: Load, stamp = ""): Promise<Index> {
    const given = new Map<string, unknown>();
    globalThis.palierIndex = (name, held) => void given.set(name, held);
    await load(`index.js${stamp}`);
    const head = given.get("head") as Head | undefined;
    if (head?.version !== VERSION) throw new Broken("head");
    return new Index(head, given, load);
  }

  get isLarge(): boolean {
    return this.head.texts.length > LARGE;
  }

  /** How many sections there are. */
  get size(): number {
    return this.starts[this.starts.length - 1] ?? 0;
  }

  /** The words beside each of these; of a small book, if `all` is, all of them. At most that many parts with words are read. */
  async words(bare: readonly string[], all = false, most = Infinity): Promise<readonly Entry[]> {
    const { words } = this.head;
    const isAll = all && words.length <= FEW;
    const places = new Set(isAll ? words.keys() : bare.map((word) => this.placeOf(word)).filter((place) => place >= 0));
    const parts = await Promise.all([...places].slice(0, most).map((place) => this.lines(`w${place}`, words[place]?.[1] ?? "")));
    return parts.flat();
  }

  /** A text, with those beside it in its part. */
  async text(number: number): Promise<Text> {
    const { texts } = this.head;
    let [place, within] = [0, number];
    while (place < texts.length && within >= (texts[place]?.[0] ?? 0)) within -= texts[place++]?.[0] ?? 0;
    const hash = texts[place]?.[1];
    const found = hash && (await this.part<readonly PartText[]>(`t${place}`, hash))[within];
    if (!found) throw new Broken(`text ${number}`);
    const [href, title, sections] = found;
    return { href, title, sections: sections.map(([anchor, heading, words]) => ({ anchor, heading, words })) };
  }

  /** The part with the words that begin so: the last one whose first word isn’t behind them; -1 if there are no words. */
  private placeOf(bare: string): number {
    const { words } = this.head;
    let place = words.length - 1;
    while (place > 0 && isBefore(bare, words[place]?.[0] ?? "")) place--;
    return place;
  }

  private async lines(name: string, hash: string): Promise<readonly Entry[]> {
    const part = await this.part<string>(name, hash);
    let entries = this.entries.get(name);
    if (!entries) {
      entries = part.split("\n").map((line) => {
        const [forms = "", postings = ""] = line.split("|");
        const each = forms.split(" ");
        return { forms: each, bare: each.map(unaccented), postings };
      });
      this.entries.set(name, entries);
    }
    return entries;
  }

  private part<Held>(name: string, hash: string): Promise<Held> {
    let asked = this.asked.get(name);
    if (!asked) {
      asked = this.load(`${this.head.parts}${name}.${hash}.js`).then(() => {
        // A script that is cut calls nothing.
        if (!this.given.has(name)) throw new Broken(name);
        return this.given.get(name);
      });
      this.asked.set(name, asked);
      // Whoever asks again, with a network again, gets it.
      asked.catch(() => this.asked.delete(name));
    }
    return asked as Promise<Held>;
  }
}

/** Whether a word comes before another in the order of the index, which is that of Unicode’s numbers. */
function isBefore(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((letter, place) => letter !== b[place]);
  if (at < 0) return a.length < b.length;
  return at < b.length && (a[at]?.codePointAt(0) ?? 0) < (b[at]?.codePointAt(0) ?? 0);
}
