import { open } from "./page.ts";
import type { Book } from "../../src/site/progress/book.ts";

/** The words that a French page gives to the script. */
export const WORDS = {
  state_to_come: "à venir",
  state_begun: "commencé",
  state_read: "lu",
  state_shown: "montré",
  of_total: "{n} sur {total}",
  shown_outcomes: { one: "{n} montré sur {total}", other: "{n} montrés sur {total}" },
  shown_outcomes_in_full: { one: "{n} acquis montré sur {total}", other: "{n} acquis montrés sur {total}" },
  read_outcomes: { one: "{n} lu", other: "{n} lus" },
  begun_outcomes: { one: "{n} commencé", other: "{n} commencés" },
  shown_lessons: { one: "{n} leçon montrée sur {total}", other: "{n} leçons montrées sur {total}" },
  read_lessons: { one: "{n} lue", other: "{n} lues" },
  begun_lessons: { one: "{n} commencée", other: "{n} commencées" },
  to_come_count: { one: "{n} à venir", other: "{n} à venir" },
  lessons_left: { one: "{n} leçon restante", other: "{n} leçons restantes" },
  all_shown: "tout est montré",
  next_step: "Ensuite",
  go_on: "Continuer",
  next_here: "En cours",
  review: "Revoir",
  all_done: "Terminé",
  take_stock: "Faire le bilan",
  why_here: "C’est la leçon que vous lisez.",
  why_done: "Vous avez fait tout le livre.",
  why_begun: "Vous l’avez commencée.",
  why_needed: "Vous avez fait « {lesson} ».",
  why_order: "Elle suit « {lesson} ».",
  left: "reste {time}",
  separator: " · ",
  list_separator: ", ",
  duration_minutes: { one: "{n} min", other: "{n} min" },
  duration_hours: { one: "{n} h", other: "{n} h" },
  duration_hours_minutes: "{hours} {minutes}",
};

const STATED = '<span class="pal-state"></span>';

/** Opens a front page of a book, as its template has it; gives the window. */
export function openFront({ outline, parts }: Book) {
  const { levels } = outline;
  const course = (at: number) => {
    const level = levels[at];
    const count = level?.outcomes.length || level?.lessons || 1;
    const stones = Array(count > 7 ? 1 : count).fill('<path d="M0 0"/>').join("");
    return `<a class="pal-level-${at + 1}">${stones}<path class="pal-ring"/><text>${at + 1}</text><path class="pal-stair"/></a>`;
  };
  const row = (at: number) => {
    const level = levels[at];
    const noun = level?.outcomes.length ? `${level.outcomes.length} acquis` : `${level?.lessons} leçons`;
    const lessons = parts[at]?.lessons ?? [];
    return `<li data-level="${level?.key}"><span class="pal-level-here" hidden>Vous êtes ici</span>
      <a class="pal-level-title" href="#"><span>Niveau ${at + 1} sur ${levels.length} : </span>${level?.title}<span>, <span data-count="said">${noun}</span></span></a>
      <p data-count="full"><strong>${noun}</strong><span>${lessons.length} leçons</span></p>
      <ul>${level?.outcomes.map(({ key, text }) => `<li data-outcome="${key}">${STATED}${text} <small data-rank-word></small></li>`).join("")}</ul>
      ${lessons.map(({ key, title }) => `<a data-lesson="${key}">${STATED}${title}<small><span data-rank-word></span></small></a>`).join("")}</li>`;
  };
  const order = levels.map((_, at) => at).reverse();
  const first = parts[0]?.lessons[0];
  const window = open(`<a class="pal-site-title" href="./"></a>
    <a data-continue="" href="${first?.href}"><span class="pal-start-label">Commencer</span> <span class="pal-start-title">${first?.title}</span> <span class="pal-start-minutes">10 min</span></a>
    <dl><div><dt data-shown="Acquis montrés">Acquis</dt><dd data-total="outcomes">0</dd></div><div><dt data-shown="Leçons lues">Leçons</dt><dd data-total="lessons">0</dd></div><div><dt data-shown="Il reste">Durée</dt><dd data-total="minutes">0</dd></div></dl>
    <nav class="pal-navigator-front"><svg class="pal-drawing">${order.map(course).join("")}</svg>
    <p data-next><strong data-next-word>Pour commencer</strong> <a data-next-lesson lang="en" href="${first?.href}">${first?.title}</a><span data-next-minutes>, 10 min</span> <span data-next-why></span></p>
    <ol class="pal-levels">${order.map(row).join("")}</ol><ul class="pal-key"></ul></nav>`);
  globalThis.palierWords = { ...globalThis.palierWords, ...WORDS };
  Object.assign(globalThis, { location: { href: "https://exemple.org/fr/" } });
  Object.defineProperty(document, "baseURI", { value: "https://exemple.org/fr/", configurable: true });
  return window;
}
