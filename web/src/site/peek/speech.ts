// What is read aloud, by a voice that is on the device: others would send the text to whoever makes the browser.

/** Some words of one language. */
export interface Piece {
  readonly lang: string;
  readonly text: string;
}

/** The longest piece that voices take without breaking off, in UTF-16 units. */
const LONGEST = 220;
/** What isn’t read. */
const SILENT =
  "[role=doc-noteref], [role=doc-backlink], .pal-anchor, .pal-pair, .pal-twin, button, select, input, script, style, annotation, [hidden], [aria-hidden=true], details:not([open]) > :not(summary)";
/** After these there is a pause. */
const BLOCKS = "p, li, dt, dd, th, td, h1, h2, h3, h4, h5, h6, figcaption, summary, pre, div, section";

/** What there is to read of an element, in order: a piece ends where the language changes, a block ends, or it grows long. */
export function piecesOf(element: HTMLElement): Piece[] {
  const pieces: Piece[] = [];
  let last: { lang: string; block: Element | null } | undefined;
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    const silent = parent?.closest(SILENT);
    // A passage may be within what isn’t read as part of the page.
    if (!parent || (silent && silent !== element && element.contains(silent))) continue;
    const here = { lang: parent.closest<HTMLElement>("[lang]")?.lang ?? "", block: parent.closest(BLOCKS) };
    const text = (node.textContent ?? "").replace(/\s+/g, " ");
    const before = pieces[pieces.length - 1];
    if (before && last?.lang === here.lang && last.block === here.block) {
      pieces[pieces.length - 1] = { lang: here.lang, text: before.text + text };
    } else if (text.trim()) pieces.push({ lang: here.lang, text });
    if (text.trim()) last = here;
  }
  return pieces.flatMap(({ lang, text }) => sentences(text.trim()).map((text) => ({ lang, text })));
}

/** A text in sentences, several in one as long as it stays short. */
export function sentences(text: string): string[] {
  const parts: string[] = [];
  for (const sentence of text.match(/[^.!?…؟。]+[.!?…؟。]*["»”’)]*\s*|[.!?…؟。]+/g) ?? []) {
    const last = parts[parts.length - 1];
    if (last !== undefined && last.length + sentence.length <= LONGEST) parts[parts.length - 1] = last + sentence;
    else parts.push(sentence);
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** The voice of the device for a language: one for its region, else any of it. */
export function voiceFor(lang: string, voices: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined {
  // Android writes `fr_CA`.
  const tag = (voice: SpeechSynthesisVoice) => voice.lang.replace("_", "-").toLowerCase();
  const wanted = lang.toLowerCase();
  const primary = wanted.split("-")[0] ?? "";
  const own = voices.filter((voice) => voice.localService && tag(voice).split("-")[0] === primary);
  return own.find((voice) => tag(voice) === wanted) ?? own.find((voice) => voice.default) ?? own[0];
}

/** Whether the device can read that language, as far as the browser knows its voices yet. */
export function canRead(lang: string): boolean {
  const { speechSynthesis } = globalThis;
  return !!speechSynthesis && !!voiceFor(lang, speechSynthesis.getVoices());
}

let stopped: (() => void) | undefined;

/** Reads elements one after another; `show` is told which one is being read, and of the end. What is being read stops. */
export function read(elements: readonly HTMLElement[], show: (element: HTMLElement | undefined) => void): void {
  stop();
  const voices = speechSynthesis.getVoices();
  const all = elements.flatMap((element) => piecesOf(element).map((piece) => ({ element, ...piece })));
  let shown: HTMLElement | undefined;
  const tell = (element: HTMLElement | undefined) => {
    if (element !== shown) show((shown = element));
  };
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    stopped = undefined;
    show(undefined);
  };
  stopped = end;
  const next = (from: number) => {
    if (isOver) return;
    // A language that the device can’t read is passed over.
    const at = all.findIndex(({ lang }, at) => at >= from && voiceFor(lang, voices));
    const piece = all[at];
    const voice = piece && voiceFor(piece.lang, voices);
    if (!voice) return end();
    tell(piece.element);
    const utterance = new SpeechSynthesisUtterance(piece.text);
    Object.assign(utterance, { voice, lang: voice.lang });
    utterance.onend = () => next(at + 1);
    utterance.onerror = end;
    speechSynthesis.speak(utterance);
  };
  next(0);
}

/** Stops reading; says whether something was being read. */
export function stop(): boolean {
  const end = stopped;
  end?.();
  if (end) speechSynthesis.cancel();
  return !!end;
}
