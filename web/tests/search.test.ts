import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { excerpt, marked } from "../src/site/search/excerpt.ts";
import { spelt, unaccented, words } from "../src/site/search/fold.ts";
import { alike, beginnings, distance, matches } from "../src/site/search/match.ts";
import { Broken, type Entry, type Head, Index } from "../src/site/search/parts.ts";
import { LONGEST, has, query } from "../src/site/search/query.ts";
import { Ranking, eachPosting, search } from "../src/site/search/rank.ts";

interface Table {
  readonly fold: readonly (readonly [word: string, spelling: string, bare: string])[];
  readonly words: readonly (readonly [text: string, words: readonly string[]])[];
}


const table = JSON.parse(readFileSync("tests/fold.json", "utf8")) as Table;

test("words are folded as the table says, which the program is tested with too", () => {
  for (const [word, spelling, bare] of table.fold) {
    assert.equal(spelt(word), spelling, word);
    assert.equal(unaccented(spelling), bare, word);
  }
  for (const [text, expected] of table.words) assert.deepEqual(words(text).map((word) => spelt(word.text)), expected, text);
});

const entry = (forms: string, postings = ""): Entry => ({ forms: forms.split(" "), bare: forms.split(" ").map(unaccented), postings });
const BOOK = ["identité identités", "élève élèves", "élevé", "sur", "sûr", "coeur", "pyramide pyramides", "network", "oeuvre"].map((forms) => entry(forms));
const meant = (typed: string, isOpen = false) => matches(typed, BOOK, isOpen).map(({ entry }) => entry.forms[0]);

test("a word is found by any of its forms, with or without accents", () => {
  assert.deepEqual(meant("Identités"), ["identité"]);
  assert.deepEqual(meant("identite"), ["identité"]);
  assert.deepEqual(meant("cœur"), ["coeur"]);
  assert.deepEqual(meant("OEUVRE"), ["oeuvre"]);
  assert.deepEqual(meant("networks"), ["network"]);
  assert.deepEqual(meant("cœurs"), ["coeur"]);
  const sure = matches("sûr", BOOK, false);
  assert.deepEqual(sure.map(({ entry, worth }) => [entry.forms[0], worth === 1]), [["sur", false], ["sûr", true]]);
});

test("the last word may go on, as long as nothing is typed behind it", () => {
  assert.deepEqual(meant("pyr", true), ["pyramide"]);
  assert.deepEqual(meant("pyr"), []);
  assert.deepEqual(meant("p", true), []);
});

test("a word that the book doesn’t have means the one most like it", () => {
  const like = (typed: string) => alike(typed, BOOK).map(({ instead }) => instead);
  assert.deepEqual(like("pyramyde"), ["pyramide"]);
  assert.deepEqual(like("pirramide"), ["pyramide"]);
  assert.deepEqual(like("networking"), ["network"]);
  assert.deepEqual(like("identitaire"), ["identité"]);
  assert.deepEqual(like("zèbre"), []);
  assert.deepEqual(like("sût"), []);
});

test("slips are counted as a typist makes them", () => {
  assert.equal(distance("abc", "abc", 1), 0);
  assert.equal(distance("abc", "acb", 1), 1);
  assert.equal(distance("abc", "abcd", 1), 1);
  assert.equal(distance("abc", "xyz", 2), Infinity);
  for (const beginning of ["cur", "pyram", "ph", "fo"]) assert.ok(beginnings(beginning).every((other) => other && other !== beginning));
  assert.ok(beginnings("filosophie").some((beginning) => beginning.startsWith("phil")));
  assert.ok(beginnings("empreinte").some((beginning) => beginning.startsWith("amp")));
});

test("a query has words, phrases and an end", () => {
  assert.deepEqual(query("l’identité numérique"), { words: ["identité", "numérique"], phrases: [], isOpen: true });
  assert.deepEqual(query("« identité numérique » ").phrases, [["identite", "numerique"]]);
  assert.deepEqual(query('"two words" “and more” "one"').phrases, [["two", "words"], ["and", "more"]]);
  assert.equal(query("mot ").isOpen, false);
  assert.deepEqual(query("mot Mot MOT").words, ["MOT"]);
  assert.deepEqual(query("?!… — «»"), { words: [], phrases: [], isOpen: false });
  const long = query("mot différent ".repeat(1000) + "x".repeat(10_000));
  assert.ok(long.words.length <= 12 && long.words.join("").length <= LONGEST);
  assert.ok(has("Un grand Réseau social.", ["reseau", "social"]) && !has("Un réseau peu social", ["reseau", "social"]));
});

test("postings are read as they are written", () => {
  const read = (written: string) => {
    const found: number[][] = [];
    eachPosting(written, (section, weight) => found.push([section, Math.round(weight * 10)]));
    return found;
  };
  assert.deepEqual(read("0A1Z10M"), [[0, 0], [1, 200], [33, 46]]);
  assert.deepEqual(read("*").concat(read("")), []);
});

test("an excerpt is around what was looked for", () => {
  const isHit = (bare: string) => bare === "trace" || bare === "traces";
  const text = (runs: readonly { text: string }[]) => runs.map((run) => run.text).join("");
  const long = `${"avant ".repeat(60)}une trace et d’autres traces ${"après ".repeat(60)}`;
  const found = excerpt(long, isHit);
  assert.deepEqual(found.filter((run) => run.isHit).map((run) => run.text), ["trace", "traces"]);
  assert.match(text(found), /^… avant .*après …$/);
  assert.ok(text(found).length < 190);
  assert.equal(text(excerpt("Court.", isHit)), "Court.");
  assert.equal(text(excerpt("x".repeat(500), isHit)).length, 172);
  assert.deepEqual(marked("L’Œuvre, œuvre", (bare) => bare === "oeuvre"), [
    { text: "L’", isHit: false },
    { text: "Œuvre", isHit: true },
    { text: ", ", isHit: false },
    { text: "œuvre", isHit: true },
  ]);
});

const HEAD: Head = {
  version: 1,
  parts: "../../assets/search.fr.",
  groups: [
    { kind: "level", number: 1, name: "Niveau 1", title: "Base", texts: 2 },
    { kind: "term", name: "Glossaire", texts: 1 },
  ],
  sections: "211",
  words: [["", "aa"], ["pyr", "bb"]],
  texts: [[2, "cc"], [1, "dd"]],
};
const FILES: Record<string, unknown> = {
  "index.js": ["head", HEAD],
  "../../assets/search.fr.w0.aa.js": ["w0", "base|0P\nle|*0G\nlivre|1H1H\noubli|1H"],
  "../../assets/search.fr.w1.bb.js": ["w1", "pyramide pyramides|0J2Z"],
  "../../assets/search.fr.t0.cc.js": ["t0", [["../a/", "La base", [["", "", "La pyramide."], ["b", "Suite", "Un oubli du livre."]]], ["../c/", "Un livre", [["", "", ""]]]]],
  "../../assets/search.fr.t1.dd.js": ["t1", [["../g/#p", "Pyramide", [["", "", "Une forme."]]]]],
};

function site(files: Record<string, unknown> = FILES) {
  const asked: string[] = [];
  const load = (href: string) => {
    asked.push(href);
    const file = files[href.replace(/\?.*/, "")];
    if (file === undefined) return Promise.reject(new Error(href));
    // A script that is cut is loaded, and says nothing.
    if (file) globalThis.palierIndex(...(file as [string, unknown]));
    return Promise.resolve();
  };
  return { asked, load };
}

test("a query loads the head, and the parts that its words are in", async () => {
  const { asked, load } = site();
  const index = await Index.open(load);
  assert.equal(index.size, 4);
  assert.deepEqual([...index.starts], [0, 2, 3, 4]);
  const { found, isHit } = await search(index, "pyramides");
  assert.deepEqual(found.best(9).map(({ text, group }) => [text, group]), [[1, 0], [0, 0]]);
  assert.ok(isHit("pyramide"));
  await search(index, "pyramide");
  assert.deepEqual(asked, ["index.js", "../../assets/search.fr.w1.bb.js"]);
  assert.equal((await index.text(2)).title, "Pyramide");
});

test("all words come before some, and what nobody has finds nothing", async () => {
  const index = await Index.open(site().load);
  const found = async (typed: string) => (await search(index, typed)).found.best(9).map(({ text }) => text);
  assert.deepEqual((await found("oubli livre"))[0], 0);
  assert.deepEqual(await found("le"), [0]);
  assert.deepEqual(await found("zygomatique"), []);
  assert.deepEqual(await found(""), []);
  assert.deepEqual(await found("— … ?"), []);
  assert.deepEqual(await found("هوية رقمية"), []);
  const { found: slips, instead } = await search(index, "pyramyde ");
  assert.ok(slips.length && instead.get("pyramyde") === "pyramide");
});

test("only the best are put in order, of a group or of all, and each group is counted", () => {
  const scores = Float64Array.from([2, 5, 1, 5, 4]);
  const ranking = new Ranking(scores, [0, 0, 1, 1, 1], (text) => ({ text, group: 0, score: 0, sections: [] }));
  const best = (count: number, group?: number) => ranking.best(count, group).map(({ text }) => text);
  assert.deepEqual(best(9), [1, 3, 4, 0, 2]);
  assert.deepEqual(best(1), [1]);
  assert.deepEqual(best(3), [1, 3, 4]);
  assert.deepEqual(best(2, 1), [3, 4]);
  assert.deepEqual(best(2, 7), []);
  assert.deepEqual([...ranking.counts()], [[0, 2], [1, 3]]);
});

test("a phrase is looked for in the texts themselves", async () => {
  const index = await Index.open(site().load);
  const found = async (typed: string) => (await search(index, typed)).found.best(9).map(({ text, sections }) => [text, sections]);
  assert.deepEqual(await found("« oubli du livre »"), [[0, [1]]]);
  assert.deepEqual(await found("« livre oubli »"), []);
});

test("no more texts are read for a phrase than it takes to find enough, and that there may be others is said", async () => {
  const count = 40;
  const texts = Array.from({ length: count }, (_, at) => [`../${at}/`, `Texte ${at}`, [["", "", at % 2 ? "un mot de passe" : "passe un mot"]]]);
  const head: Head = { ...HEAD, groups: [{ kind: "level", number: 1, name: "Niveau 1", texts: count }], sections: "1".repeat(count), words: [["", "aa"]], texts: texts.map((_, at) => [1, `${at}`]) };
  const { asked, load } = site({
    "index.js": ["head", head],
    "../../assets/search.fr.w0.aa.js": ["w0", `mot|0G${"1G".repeat(count - 1)}\npasse|0G${"1G".repeat(count - 1)}`],
    ...Object.fromEntries(texts.map((text, at) => [`../../assets/search.fr.t${at}.${at}.js`, [`t${at}`, [text]]])),
  });
  const index = await Index.open(load);
  const some = await search(index, "« mot passe »", 5);
  assert.deepEqual([some.found.length, some.isPart], [0, false]);
  assert.equal(asked.filter((href) => /\.t/.test(href)).length, count);
  const enough = await search(index, "« un mot »", 5);
  assert.deepEqual([enough.found.length, enough.isPart], [6, true]);
  const all = await search(index, "« un mot »");
  assert.deepEqual([all.found.length, all.isPart], [count, false]);
});

test("an index that is missing, cut or of another version is an error, and can be asked for again", async () => {
  await assert.rejects(Index.open(site({}).load));
  await assert.rejects(Index.open(site({ "index.js": null }).load), Broken);
  await assert.rejects(Index.open(site({ "index.js": ["head", { ...HEAD, version: 2 }] }).load), Broken);
  const files: Record<string, unknown> = { ...FILES, "../../assets/search.fr.w1.bb.js": null };
  const index = await Index.open(site(files).load);
  await assert.rejects(search(index, "pyramide"), Broken);
  files["../../assets/search.fr.w1.bb.js"] = FILES["../../assets/search.fr.w1.bb.js"];
  assert.equal((await search(index, "pyramide")).found.length, 2);
  await assert.rejects(index.text(3), Broken);
});

test("a book without words has nothing to find", async () => {
  const head: Head = { ...HEAD, groups: [], sections: "", words: [], texts: [] };
  const index = await Index.open(site({ "index.js": ["head", head] }).load);
  assert.equal((await search(index, "mot")).found.length, 0);
});
