import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, type Accepted } from "../src/site/answers/accepted.ts";
import { compareNumber, readNumber } from "../src/site/answers/number.ts";
import { holds } from "./support/random.ts";

/** What is read, as a number and its unit. */
function read(text: string, lang = "fr-CA"): string | undefined {
  const typed = readNumber(text, lang);
  return typed && [typed.number, ...(typed.unit ? [typed.unit] : [])].join(" ");
}

test("a number is read in the marks of either language where only one reading is possible", () => {
  for (const lang of ["fr-CA", "en-CA"]) {
    const same = { "3,5": "3.5", "3.5": "3.5", "-3,5": "-3.5", "−3,5": "-3.5", "- 3": "-3", "+3": "3", ",5": "0.5", ".5": "0.5", "0,125": "0.125" };
    for (const [text, number] of Object.entries(same)) assert.equal(read(text, lang), number, `${text} in ${lang}`);
    assert.equal(read("1\u202f234\u00a0567,5", lang), "1234567.5");
    assert.equal(read("1 234", lang), "1234");
    assert.equal(read("1'234", lang), "1234");
    assert.equal(read("1.234,5", lang), "1234.5");
    assert.equal(read("1,234.5", lang), "1234.5");
    assert.equal(read("1,234,567", lang), "1234567");
    assert.equal(read("1.234.567", lang), "1234567");
  }
});

test("one mark before three digits is what the language says", () => {
  assert.equal(read("1,234", "fr-CA"), "1.234");
  assert.equal(read("1,234", "en-CA"), "1234");
  assert.equal(read("1.234", "en-CA"), "1.234");
  assert.equal(read("1.234", "fr-CA"), "1.234", "French groups with spaces, so it can be nothing else");
  assert.equal(read("1.234", "de"), "1234");
  assert.equal(read("12,34", "en-CA"), "12.34");
  assert.equal(read("1234,567", "en-CA"), "1234.567");
  assert.equal(read("1,234", "no tag!"), "1.234");
});

test("digits of other scripts are read", () => {
  assert.equal(read("۳٫۵", "fa"), "3.5");
  assert.equal(read("۱٬۲۳۴٫۵", "fa"), "1234.5");
  assert.equal(read("٣٫٥", "ar"), "3.5");
  assert.equal(read("٥٠٪", "ar"), "50 %");
  assert.equal(read("３．５", "ja"), "3.5");
});

test("fractions, powers of ten and what comes before a number are read", () => {
  const read_ = { "7/2": "3.5", "½": "0.5", "1½": "1.5", "1 1/2": "1.5", "-3/4": "-0.75", "3 / 4": "0.75", "3,5e3": "3500", "3,5 × 10^4": "35000", "3,5 x 10^-1": "0.35", "3.5·10⁴": "35000", "2×10⁻¹": "0.2", "≈ 3": "3", "= 3": "3", "~3": "3", "3.": "3", "3,5.": "3.5" };
  for (const [text, number] of Object.entries(read_)) assert.equal(read(text), number, text);
});

test("a unit is read along", () => {
  const units = { "3,5 kg": "3.5 kg", "3,5kg": "3.5 kg", "5 $": "5 $", "$5": "5 $", "12 °C": "12 °C", "12 m²": "12 m2", "3 CO2": "3 CO2", "25 %": "25 %", "60 km / h": "60 km/h", "3 h.": "3 h", "- 5 €": "-5 €" };
  for (const [text, number] of Object.entries(units)) assert.equal(read(text), number, text);
});

test("what is no number, or more than one, isn’t read", () => {
  for (const text of ["", "trois", "3 ou 4", "3 4", "12 34", "1,2,3", "1,23,456", "1.2,3.4", "1,2.3", "3 ± 1", "1/2/3", "2^3", "--3", "3×104", "-", ",", "kg 3", "𝟛x 4"])
    assert.equal(read(text), undefined, text);
});

test("a number is right within its tolerance, at its ends too", () => {
  const is = (text: string, number: number, within?: number) =>
    compareNumber(text, { number, ...(within === undefined ? {} : { within }) }, { lang: "fr-CA", counts: [] }).is;
  assert.equal(is("3,6", 3.5, 0.1), "right");
  assert.equal(is("3,4", 3.5, 0.1), "right");
  assert.equal(is("3,61", 3.5, 0.1), "wrong");
  assert.equal(is("3,5", 3.5), "right");
  assert.equal(is("3,50", 3.5), "right");
  assert.equal(is("0", 0), "right");
  assert.equal(is("-0", 0), "right");
  assert.equal(is("0,3", 0.1 + 0.2), "right");
  assert.equal(is("1/3", 0.333, 0.001), "right");
  assert.equal(is("1e999", 3), "wrong");
  assert.equal(is("1/0", 3), "wrong");
  assert.equal(is("trois", 3), "unread");
});

test("a unit may be left out unless it counts, and another one is nearly right", () => {
  const is = (text: string, unit: string, counts: string[] = []) => {
    const { is, why } = compareNumber(text, { number: 3, unit }, { lang: "fr-CA", counts });
    return [is, ...why].join(" ");
  };
  assert.equal(is("3", "kg"), "right");
  assert.equal(is("3 kg", "kg"), "right");
  assert.equal(is("3 g", "kg"), "nearly unit");
  assert.equal(is("3", "kg", ["unit"]), "nearly unit");
  assert.equal(is("3kg", "kg", ["unit"]), "right");
  assert.equal(is("3 m2", "m²"), "right");
  assert.equal(is("3 µm", "μm"), "right");
  assert.equal(is("$3", "$"), "right");
  assert.equal(is("4 g", "kg"), "wrong");
  assert.equal(is("3 lettres", "", ["unit"]), "right", "what isn’t asked for isn’t judged");
});

test("the example of a number is never one that is right", () => {
  const example = (lang: string, ...accepted: Accepted[]) => judge("beaucoup", accepted, { lang, counts: [] }).example;
  assert.equal(example("fr-CA", { number: 3 }), "3,5");
  assert.equal(example("en", { number: 3.5 }), "7.2");
  assert.equal(example("fr-CA", { number: 3.4, within: 0.1 }, { number: 7 }, { number: 7.2 }), "-0,5");
  assert.equal(example("!", { number: 5, within: 10 }), "0.1");
  assert.equal(example("ar-EG", { number: 0 }), "3.5");
});

test("numbers and words can be accepted together", () => {
  const accepted = [{ number: 3 }, "trois"];
  const is = (text: string) => judge(text, accepted, { lang: "fr", counts: [] }).is;
  assert.equal(is("3,0"), "right");
  assert.equal(is("Trois"), "right");
  assert.equal(is("quatre"), "wrong", "words are no unreadable answer where words are accepted");
});

test("a number is read as it is written in each language", () => {
  holds((by) => {
    const number = Math.round((by.next() - 0.5) * 10 ** by.below(9) * 1000) / 1000;
    const lang = by.of(["fr-CA", "en-CA", "fr-FR", "de", "es", "fa", "ar-EG", "de-CH", "pt-BR"]);
    const text = number.toLocaleString(lang, { maximumFractionDigits: 3 });
    assert.equal(readNumber(text, lang)?.number, number === 0 ? readNumber(text, lang)?.number : number, `${text} in ${lang}`);
  }, 600);
});
