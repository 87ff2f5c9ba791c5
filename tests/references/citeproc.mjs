// What citeproc-js makes of `items.json`: the expectations of `tests/references.rs`.
//
//   npm install citeproc@2.4.63
//   node citeproc.mjs STYLES LOCALES > citeproc.json
//
// STYLES holds `apa.csl` and `chicago-author-date.csl`, as the library that Palier formats with brings
// them (`ArchivedStyle::get().to_xml()`), and `iso690-author-date-fr.csl` (`src/style/`). LOCALES holds
// `locales-fr-CA.xml` and so on, from https://github.com/citation-style-language/locales (the PyPI
// package `citeproc-py` carries them).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const CSL = createRequire(resolve("x.js"))("citeproc");
const [styles, locales] = process.argv.slice(2);
const items = JSON.parse(readFileSync(new URL("items.json", import.meta.url), "utf8"));
const sets = [
  ["apa", "fr-CA"],
  ["apa", "en-US"],
  ["chicago-author-date", "fr-FR"],
  ["chicago-author-date", "en-US"],
  ["iso690-author-date-fr", "fr-FR"],
];
const result = {};
for (const [style, lang] of sets) {
  const system = {
    retrieveLocale: (tag) => readFileSync(`${locales}/locales-${tag}.xml`, "utf8"),
    retrieveItem: (id) => structuredClone(items.find((item) => item.id === id)),
  };
  const cited = {};
  for (const { id } of items) {
    // Each alone, as a lesson that cites nothing else.
    const engine = new CSL.Engine(system, readFileSync(`${styles}/${style}.csl`, "utf8"), lang, true);
    engine.setOutputFormat("text");
    engine.updateItems([id]);
    const citation = engine.makeCitationCluster([{ id, locator: "12", label: "page" }]);
    // Some styles list no personal communication.
    const [entry = ""] = engine.makeBibliography()[1];
    cited[id] = { citation, entry: entry.trim() };
  }
  result[`${style} ${lang}`] = cited;
}
console.log(JSON.stringify(result, null, 1));
