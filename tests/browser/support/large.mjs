// A book of any size, always the same, for what depends on how many words a book has: its lessons are as long as a teacher’s, its
// words as common and as rare as a language’s, so that a larger book has more of them.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./site.mjs";

const LEVELS = 5;
const SECTIONS = 7;
const WORDS = 700;
/** So many words are of the book’s subject; in French some 60,000 are met in texts of that length. */
const KNOWN = 40_000;
const SYLLABLES = "ba bri ca cli con cou da dé dra é fa fi flo ga gri jou la li lo ma mé mi mon na no pa pé pla po qui ra ré ri sa sé si sou ta té to tri va vé vi".split(" ");
const ENDINGS = ["tion", "ment", "eur", "age", "ité", "ique", "able", "er", "isme", "ure"];

/** Numbers from 0 to 1 that follow from a seed (Lehmer’s, modulus 2³¹ − 1). */
function chance(seed) {
  let state = seed + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** The word of a rank: never two the same. */
function wordOf(rank) {
  let word = "";
  for (let left = rank; ; left = Math.floor(left / SYLLABLES.length) - 1) {
    word += SYLLABLES[left % SYLLABLES.length];
    if (left < SYLLABLES.length) return word + ENDINGS[rank % ENDINGS.length];
  }
}

/** Writes the book, in French, into a folder. */
export function writeLargeBook(folder, lessons) {
  const read = readFileSync(`${repository}content/2-securiser/1-identite.fr.md`, "utf8");
  const usual = read.replace(/^---.*?^---/ms, "").match(/[\p{L}’]{2,}/gu);
  const put = (path, text) => writeFileSync(join(folder, path), text);
  for (let level = 1; level <= LEVELS; level++) {
    mkdirSync(join(folder, `content/${level}-niveau-${level}`), { recursive: true });
    put(`content/${level}-niveau-${level}/index.fr.md`, `---\ntitle: Niveau ${level}\noutcomes: [Nommer un ${wordOf(level)}]\n---\n`);
  }
  put("content/index.fr.md", "---\ntitle: Un grand livre\n---\n");
  put("book.toml", '[book]\nid = "grand-livre"\ntitle = "Un grand livre"\nbase_url = "https://example.org/grand/"\n[languages.fr]\n');
  for (let lesson = 0; lesson < lessons; lesson++) {
    const random = chance(lesson * 7919);
    // By Zipf’s law, as far as that: a word of rank n is met 1/n times as often as the first.
    const rare = () => wordOf(Math.floor(KNOWN ** random()) - 1);
    const words = (count) => {
      let at = Math.floor(random() * usual.length);
      return Array.from({ length: count }, () => ((at = (at + 1) % usual.length), random() < 0.25 ? rare() : usual[at])).join(" ");
    };
    const sections = Array.from({ length: SECTIONS }, () => `## ${words(3)}\n\n${words(WORDS / SECTIONS / 2)}.\n\n${words(WORDS / SECTIONS / 2)}.\n`);
    const level = (lesson % LEVELS) + 1;
    const place = `${level}-niveau-${level}/${Math.floor(lesson / LEVELS) + 1}-lecon-${lesson}`;
    put(`content/${place}.fr.md`, `---\ntitle: ${rare()} ${rare()} ${lesson}\ndescription: ${words(9)}\nobjectives: [Nommer un ${rare()}]\n---\n\n${sections.join("\n")}`);
  }
}
