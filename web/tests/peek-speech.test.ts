import assert from "node:assert/strict";
import { test } from "node:test";
import { canRead, piecesOf, read, sentences, stop, voiceFor } from "../src/site/peek/speech.ts";
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

test("one thing is read at a time, to its end or until it is stopped", () => {
  open('<p id="a" lang="fr">Un. <i lang="tlh">Qapla</i> Deux.</p><p id="b" lang="fr">Trois.</p>');
  const said: { text: string; onend: () => void; onerror: () => void }[] = [];
  let cancelled = 0;
  Object.assign(globalThis, {
    NodeFilter: { SHOW_TEXT: 4 },
    SpeechSynthesisUtterance: class {
      text: string;
      constructor(text: string) {
        this.text = text;
      }
    },
    speechSynthesis: {
      getVoices: () => [{ lang: "fr-CA", localService: true, default: false }],
      speak: (utterance: (typeof said)[number]) => said.push(utterance),
      cancel: () => cancelled++,
    },
  });
  assert.ok(canRead("fr") && !canRead("tlh") && !canRead(""));
  const shown: string[] = [];
  const show = (element: HTMLElement | undefined) => shown.push(element?.id ?? "");
  const [a, b] = [one("#a"), one("#b")];
  read([a, b], show);
  said[0]?.onend();
  said[1]?.onend();
  said[2]?.onend();
  assert.deepEqual(said.map(({ text }) => text), ["Un.", "Deux.", "Trois."]);
  assert.deepEqual(shown.splice(0), ["a", "b", ""]);
  assert.equal(stop(), false);
  read([a], show);
  read([b], show);
  // What was stopped says so late.
  said[3]?.onerror();
  assert.equal(stop(), true);
  assert.deepEqual(shown, ["a", "", "b", ""]);
  assert.equal(cancelled, 2);
});
