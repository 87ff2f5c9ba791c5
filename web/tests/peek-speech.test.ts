import assert from "node:assert/strict";
import { test } from "node:test";
import { piecesOf, sentences, voiceFor } from "../src/site/peek/speech.ts";
import { one, open } from "./support/page.ts";

function said(html: string): string[] {
  open(html);
  Object.assign(globalThis, { NodeFilter: { SHOW_TEXT: 4 } });
  return piecesOf(one("#it")).map(({ lang, text }) => `${lang}: ${text}`);
}

test("words are read in their language, without what is there for the eye only", () => {
  const html = `<div id="it"><p>Un <i lang="en">feed</i> est
    un fil<sup><a role="doc-noteref">1</a></sup>.</p><h2>Titre<a class="pal-anchor">#</a></h2><ul><li>un</li><li>deux</li></ul>
    <details><summary>Voir</summary><p>caché</p></details><button>x</button><div class="pal-twin">twin</div></div>`;
  assert.deepEqual(said(html), ["fr: Un", "en: feed", "fr: est un fil.", "fr: Titre", "fr: un", "fr: deux", "fr: Voir"]);
});

test("a twin is read when it is what is asked for", () => {
  assert.deepEqual(said(`<div class="pal-twin"><div id="it" lang="en"><p>word</p></div></div>`), ["en: word"]);
});

test("what is long is cut between sentences", () => {
  const one = `${"mot ".repeat(40)}fin. `;
  assert.deepEqual(sentences(one.repeat(3)).length, 3);
  assert.deepEqual(sentences("Oui. Non! « Peut-être? » Bon"), ["Oui. Non! « Peut-être? » Bon"]);
  assert.deepEqual(sentences("…"), ["…"]);
  assert.deepEqual(sentences(""), []);
});

test("only a voice that is on the device is used, that of the region if there is one", () => {
  const voice = (lang: string, localService = true, isDefault = false) => ({ lang, localService, default: isDefault }) as SpeechSynthesisVoice;
  const [remote, france, canada, english] = [voice("fr-CA", false), voice("fr_FR"), voice("fr_CA"), voice("en-US")];
  assert.equal(voiceFor("fr-CA", [remote, france, canada, english]), canada);
  assert.equal(voiceFor("fr-CA", [remote, france, english]), france);
  assert.equal(voiceFor("fr-CA", [remote, english]), undefined);
  assert.equal(voiceFor("", [english]), undefined);
});
