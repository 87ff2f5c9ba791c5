// The “Aa” panel: how pages look, what keys do, and what is shown in another language.

import { chosenLink, twinLinks } from "../peek/links.ts";
import { NAMES, SIZES, choose, setting, type Name } from "../settings.ts";
import { make, say, word, type Values } from "../word.ts";
import { closeBox, openBox } from "./box.ts";
import { openHelp } from "./help.ts";

/** The values of a setting, each with its word. Empty is what a page does by itself. */
type Choices = readonly (readonly [value: string, key: string])[];

const CHOICES: readonly (readonly [name: Name, title: string, values: Choices])[] = [
  ["theme", "theme", [["", "theme_system"], ["light", "theme_light"], ["dark", "theme_dark"]]],
  ["width", "width", [["narrow", "width_narrow"], ["", "width_usual"], ["wide", "width_wide"]]],
  ["lines", "lines", [["", "space_usual"], ["more", "space_more"], ["most", "space_most"]]],
  ["letters", "letters", [["", "space_usual"], ["more", "space_more"], ["most", "space_most"]]],
];

/** Opens the panel, or closes it. */
export function openPanel(from: HTMLElement | undefined): void {
  const told = make("p", { className: "pal-box-told" });
  told.setAttribute("role", "status");
  const change = (name: Name, value: string) => {
    if (!choose(name, value)) say(told, "not_kept");
  };
  const [theme, ...others] = CHOICES.map(([name, title, values]) => choice(name, title, values, change));
  const reset = say(make("button", { type: "button", className: "pal-box-button" }), "reset");
  const help = say(make("button", { type: "button", className: "pal-box-button" }), "keys_show");
  const form = make(
    "form",
    {},
    ...(theme ? [theme] : []),
    size(change),
    ...others,
    box("zeros", "plain", "zeros", change),
    ...twins(change),
    make("div", { className: "pal-setting-keys" }, box("keys", "off", "keys", change, true)),
    make("p", { className: "pal-box-buttons" }, help, reset),
    told,
  );
  // Enter in a form sends it.
  form.addEventListener("submit", (event) => event.preventDefault());
  reset.addEventListener("click", () => {
    NAMES.forEach((name) => change(name, ""));
    closeBox();
    openPanel(from);
  });
  help.addEventListener("click", () => openHelp(from));
  openBox("settings", "settings", [form], from);
}

type Change = (name: Name, value: string) => void;

/** One of several: radios, so that arrow keys and screen readers know them. */
function choice(name: Name, title: string, values: Choices, change: Change): HTMLElement {
  const segments = values.map(([value, key]) => {
    const radio = make("input", { type: "radio", name, value, checked: setting(name) === value });
    radio.addEventListener("change", () => change(name, value));
    return make("label", {}, radio, say(make("span"), key));
  });
  const group = make("div", { className: "pal-segments" }, ...segments);
  return make("fieldset", { className: `pal-setting-${name}` }, say(make("legend"), title), group);
}

/** The size of the text: what is in force now, until the reader moves it. */
function size(change: Change): HTMLElement {
  const now = setting("text") || String(Math.round(parseFloat(getComputedStyle(document.body).fontSize)));
  const range = make("input", { id: "page.text-size", type: "range", min: `${SIZES.least}`, max: `${SIZES.most}`, step: "1", value: now });
  const shown = make("span");
  // The slider says it itself.
  shown.setAttribute("aria-hidden", "true");
  const show = () => {
    shown.textContent = word("text_size", { size: range.value });
    range.setAttribute("aria-valuetext", shown.textContent);
  };
  range.addEventListener("input", () => {
    change("text", range.value);
    show();
  });
  show();
  return make("div", { className: "pal-setting-text" }, say(make("label", { htmlFor: range.id }), "text"), shown, range);
}

/** Something that is done or not: checked is `value`, or with `isOn` its absence. */
function box(name: Name, value: string, title: string, change: Change, isOn = false, values?: Values): HTMLElement {
  const check = make("input", { type: "checkbox", checked: (setting(name) === value) !== isOn });
  check.addEventListener("change", () => change(name, check.checked !== isOn ? value : ""));
  return make("label", { className: "pal-setting" }, check, say(make("span"), title, values));
}

/** Of the text in another language; nothing where the page has no other. */
function twins(change: Change): HTMLElement[] {
  const [links, chosen] = [twinLinks(), chosenLink()];
  if (!chosen) return [];
  const values = { language: chosen.dataset["twinIn"] ?? "" };
  const group = make("fieldset", { className: "pal-setting-twin" }, say(make("legend"), "twin"));
  if (links.length > 1) {
    const options = links.map(({ dataset: { twin = "", twinName = "" } }) => make("option", { value: twin, textContent: twinName, lang: twin }));
    const list = make("select", {}, ...options);
    list.value = chosen.dataset["twin"] ?? "";
    list.addEventListener("change", () => {
      change("twin", list.value);
      // The words name the language.
      group.replaceWith(...twins(change));
      document.querySelector<HTMLElement>(".pal-setting-twin select")?.focus();
    });
    group.append(make("label", { className: "pal-setting" }, say(make("span"), "twin_language"), list));
  }
  group.append(box("open", "all", "twin_all", change, false, values));
  if (matchMedia("(any-pointer: coarse)").matches) group.append(box("tap", "off", "twin_tap", change, true, values));
  return [group];
}
