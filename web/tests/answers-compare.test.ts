import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../src/site/answers/accepted.ts";
import { compare, tidy } from "../src/site/answers/compare.ts";
import { kindest, RIGHT, UNREAD, WRONG } from "../src/site/answers/verdict.ts";
import { chance, holds } from "./support/random.ts";

const ALL = "case accents articles marks";

/** The verdict, in a word and its reasons. */
function verdict(typed: string, accepted: string, counts = "", lang = "fr-CA"): string {
  const { is, why, spelt } = compare(typed, accepted, { counts: counts.split(" "), lang });
  return [is, ...why, ...(spelt ? [`“${spelt}”`] : [])].join(" ");
}

test("what no student should have to know never counts", () => {
  const same: [string, string][] = [
    ["e\u0301te\u0301", "été"],
    ["l'eau", "l’eau"],
    ["l`eau", "l’eau"],
    ["l´eau", "l’eau"],
    ["l' eau", "l’eau"],
    ["coeur", "cœur"],
    ["Oeuvre", "Œuvre"],
    ["aequo", "æquo"],
    ["hors-champ ", "hors-champ"],
    ["hors\u2011champ", "hors-champ"],
    ["hors–champ", "hors-champ"],
    ["pomme\u00a0de  terre", "pomme de terre"],
    ["\u202fdeux mots\u00a0", "deux mots"],
    ["hors\u00adchamp\u200b", "horschamp"],
    ["\ufeffmot\u200f", "mot"],
    ["ＡＢＣ", "ABC"],
    ["ﬁn", "fin"],
    ["« mot »", "“mot”"],
    ["pourquoi ?", "pourquoi?"],
    ["5 %", "5\u00a0%"],
    ["x²", "x2"],
    ["❤\ufe0f", "❤"],
  ];
  for (const [typed, accepted] of same) assert.equal(verdict(typed, accepted, ALL), "right", `${typed} = ${accepted}`);
});

test("what counts by no setting is right, and told how it is written where accents differ", () => {
  assert.equal(verdict("HORS-CHAMP", "hors-champ"), "right");
  assert.equal(verdict("le hors-champ", "hors-champ"), "right");
  assert.equal(verdict("hors-champ.", "hors-champ"), "right");
  assert.equal(verdict("quebec", "Québec"), "right “Québec”");
  assert.equal(verdict("L'ETE!", "été"), "right “été”");
});

test("what counts is nearly right, and the student is told what to look at", () => {
  assert.equal(verdict("a", "à", "accents"), "nearly accents");
  assert.equal(verdict("à", "à", "accents"), "right");
  assert.equal(verdict("A", "à", "accents"), "nearly accents");
  assert.equal(verdict("À", "à", "accents"), "right");
  assert.equal(verdict("montréal", "Montréal", "case"), "nearly case");
  assert.equal(verdict("Montreal", "Montréal", "case"), "right “Montréal”");
  assert.equal(verdict("cadre", "le cadre", "articles"), "nearly articles");
  assert.equal(verdict("la cadre", "le cadre", "articles"), "nearly articles");
  assert.equal(verdict("Viens", "Viens!", "marks"), "nearly marks");
  assert.equal(verdict("le ete.", "l’Été", ALL), "nearly case marks articles accents");
});

test("a hyphen that is a space is nearly right, whatever counts", () => {
  assert.equal(verdict("hors champ", "hors-champ"), "nearly spaces");
  assert.equal(verdict("horschamp", "hors-champ"), "nearly spaces");
  assert.equal(verdict("grand mere", "grand-mère", "accents"), "nearly accents spaces");
});

test("another word is wrong, and so is nothing", () => {
  assert.equal(verdict("champ", "hors-champ"), "wrong");
  assert.equal(verdict("", "hors-champ"), "wrong");
  assert.equal(verdict(" \u200b", "hors-champ"), "wrong");
  assert.equal(verdict("?", "hors-champ"), "wrong");
});

test("an answer that is a mark, an article or a hyphen stays one", () => {
  assert.equal(verdict("?", "?"), "right");
  assert.equal(verdict("!", "?"), "wrong");
  assert.equal(verdict("la", "la"), "right");
  assert.equal(verdict("la", "là", "accents"), "nearly accents");
  assert.equal(verdict("le", "la"), "wrong");
  assert.equal(verdict("-", "-"), "right");
});

test("articles are those of the answer’s language", () => {
  assert.equal(verdict("the frame", "frame", "", "en-CA"), "right");
  assert.equal(verdict("An apple", "apple", "", "EN"), "right");
  assert.equal(verdict("the frame", "frame", "", "fr"), "wrong");
  assert.equal(verdict("le cadre", "cadre", "", "en"), "wrong");
  assert.equal(verdict("de l’eau", "eau"), "right");
  assert.equal(verdict("des études", "études"), "right");
  assert.equal(verdict("el marco", "marco", "", "es"), "wrong", "a language whose articles aren’t known");
  assert.equal(verdict("mot", "mot", "", ""), "right");
});

test("other scripts are compared too", () => {
  assert.equal(verdict("سَلام", "سلام"), "right “سلام”");
  assert.equal(verdict("ΟΔΟΣ", "οδός"), "right “οδός”");
  assert.equal(verdict("か", "が", "", "ja"), "wrong", "a mark of Japanese is no accent");
  assert.equal(verdict("कि", "की", "", "hi"), "wrong", "a vowel is no accent");
});

test("a setting that isn’t known counts nothing", () => {
  assert.equal(verdict("quebec", "Québec", "constructor spelling"), "right “Québec”");
});

test("of several accepted answers the kindest verdict is told", () => {
  const settings = { counts: ["accents"], lang: "fr" };
  assert.deepEqual(judge("a", ["à", "a"], settings), RIGHT);
  assert.deepEqual(judge("ou", ["vers où", "où"], settings), { is: "nearly", why: ["accents"] });
  assert.deepEqual(judge("ete", ["l’été", "été"], { counts: [], lang: "fr" }).spelt, "l’été");
  assert.deepEqual(judge("été", ["ete", "été"], { counts: [], lang: "fr" }), RIGHT, "exactly right rather than right as well");
  assert.deepEqual(kindest([]), WRONG);
  assert.deepEqual(kindest([UNREAD, WRONG]), WRONG);
});

const LETTERS = [..."aàeéèAÀEœ’' -.?«»", "le ", "l’", "\u00a0", "\u200b", "\u0301"];
const text = (by: ReturnType<typeof chance>) => by.many(by.below(7), () => by.of(LETTERS)).join("");
const SETTINGS = ALL.split(" ");

test("a tidy text is tidy", () => {
  holds((by) => {
    const tidied = tidy(text(by));
    assert.equal(tidy(tidied), tidied);
  });
});

test("what is accepted is right, however it is composed, and comparing is symmetrical", () => {
  holds((by) => {
    const [one, other] = [text(by), text(by)];
    const counts = SETTINGS.filter(() => by.below(2));
    const settings = { counts, lang: "fr" };
    if (tidy(one)) assert.equal(compare(one.normalize("NFD"), one, settings).is, "right");
    if (tidy(one) && tidy(other)) assert.equal(compare(one, other, settings).is, compare(other, one, settings).is);
  }, 1000);
});

test("the more counts, the less is right; and only what counts is a reason", () => {
  holds((by) => {
    const [one, other] = [text(by), text(by)];
    const counts = SETTINGS.filter(() => by.below(2));
    const more = compare(one, other, { counts: SETTINGS, lang: "fr" });
    const less = compare(one, other, { counts, lang: "fr" });
    if (more.is === "right") assert.equal(less.is, "right");
    assert.equal(more.is === "wrong", less.is === "wrong");
    assert.equal(less.is === "nearly", less.why.length > 0);
    assert.ok(less.why.every((why) => why === "spaces" || counts.includes(why)));
  }, 1000);
});

test("a long text takes no long time", () => {
  const long = "é -".repeat(30_000);
  assert.equal(verdict(long, "été", ALL), "wrong");
});
