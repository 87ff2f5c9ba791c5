// The rows of the page, one for the book and one for each part: what it weighs, whether it is kept, and the button that keeps
// it or takes it from the device.

import { Keeper, NotKept, reason, type Why } from "../../offline/keeper.ts";
import type { Parts } from "../../offline/publication.ts";
import { addressOf, load } from "../later.ts";
import { make, say, setChildren, word } from "../word.ts";
import { sizeOf } from "./size.ts";

/** The words that say why something is not kept. */
const WHY: Readonly<Record<Why, string>> = {
  full: "keep_full",
  forbidden: "keep_forbidden",
  failed: "keep_failed",
  changed: "keep_changed",
  stopped: "keep_stopped",
};

/** A part of the site, with what is kept of it. */
interface Row {
  readonly lists: readonly string[];
  readonly bytes: number;
  readonly place: HTMLElement;
}

/** Offers it, where the browser can. */
export async function offerKeeping(): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-parts]");
  const told = document.querySelector<HTMLElement>("[data-keep-told]");
  if (!list || !told) return;
  await load("words").catch(() => undefined);
  const worker = addressOf("worker");
  const parts = new URL(list.dataset["parts"] ?? "", document.baseURI).href;
  try {
    if (!worker || !navigator.serviceWorker) throw new NotKept("forbidden");
    const registration = await navigator.serviceWorker.register(worker);
    const { scope } = registration;
    const around = { scope, caches, fetch: (input: string | Request, init?: RequestInit) => fetch(input, init) };
    const all = await partsOf(parts, scope);
    await navigator.serviceWorker.ready;
    new Keeping(new Keeper(around, all.id), parts.slice(scope.length), all, list, told);
  } catch (error) {
    say(told, WHY[reason(error)]);
  }
}

/** The parts as the host has them; without a network, as they were when the publication that is kept was told of. */
async function partsOf(address: string, scope: string): Promise<Parts> {
  const response = await fetch(address, { cache: "no-cache" }).catch(() => undefined);
  if (response?.ok) return (await response.json()) as Parts;
  const [name = ""] = (await caches.keys()).filter((name) => name.startsWith(`palier ${scope} `));
  const kept = await (await caches.open(name || `palier ${scope}`)).match(address);
  if (!kept) throw new NotKept("failed");
  return (await kept.json()) as Parts;
}

/** What the page does while it is open. */
class Keeping {
  private readonly keeper: Keeper;
  private readonly parts: string;
  private readonly told: HTMLElement;
  private readonly rows: readonly Row[];
  /** What is being kept, until it is or the reader stops it. */
  private work: { isWanted: boolean } | undefined;

  constructor(keeper: Keeper, parts: string, all: Parts, list: HTMLElement, told: HTMLElement) {
    [this.keeper, this.parts, this.told] = [keeper, parts, told];
    this.rows = [...list.querySelectorAll<HTMLElement>("[data-part]")].flatMap((place) => {
      const number = place.dataset["part"];
      // What is in no level goes with the book.
      const own = number === "" ? all.parts : all.parts.slice(Number(number), Number(number) + 1);
      const bytes = number === "" ? all.bytes : (own[0]?.bytes ?? 0);
      return own.length ? [{ lists: own.map((part) => part.list), bytes, place }] : [];
    });
    void this.show();
  }

  /** Shows each row as it is now. */
  private async show(): Promise<void> {
    for (const row of this.rows) {
      const kept = await Promise.all(row.lists.map((list) => this.keeper.kept(list)));
      const isKept = kept.every(Boolean);
      const size = sizeOf(row.bytes, document.documentElement.lang);
      const state = say(make("p", { className: "pal-keep-state" }), isKept ? "keep_is_kept" : "keep_size", { size });
      const name = row.place.dataset["name"] ?? "";
      const button = say(make("button", { type: "button", className: "pal-button" }), isKept ? "keep_remove" : "keep_keep");
      button.setAttribute("aria-label", word(isKept ? "keep_remove_of" : "keep_keep_of", { name }));
      button.addEventListener("click", () => void (isKept ? this.remove(row) : this.keep(row)));
      row.place.dataset["kept"] = String(isKept);
      setChildren(row.place.querySelector("[data-keep]"), state, button);
    }
  }

  private async keep(row: Row): Promise<void> {
    if (this.work) this.work.isWanted = false;
    const work = { isWanted: true };
    this.work = work;
    this.told.textContent = "";
    const bar = make("progress", { max: 1, value: 0 });
    const stop = say(make("button", { type: "button", className: "pal-button" }), "keep_stop");
    bar.setAttribute("aria-label", word("keep_keeps", { name: row.place.dataset["name"] ?? "" }));
    stop.addEventListener("click", () => (work.isWanted = false));
    setChildren(row.place.querySelector("[data-keep]"), bar, stop);
    stop.focus();
    let said = "keep_kept";
    try {
      await this.makeRoom(row);
      for (const [at, list] of row.lists.entries()) {
        const show = (done: number, all: number) => (bar.value = (at + done / all) / row.lists.length);
        await this.keeper.keepPart(list, this.parts, show, () => work.isWanted);
      }
    } catch (error) {
      said = WHY[reason(error)];
    }
    if (this.work !== work) return;
    this.work = undefined;
    await this.show();
    say(this.told, said, { name: row.place.dataset["name"] ?? "" });
    row.place.querySelector("button")?.focus();
  }

  /** Asks the browser for lasting room; it fails at once if there is too little. */
  private async makeRoom({ bytes }: Row): Promise<void> {
    const { storage } = navigator;
    await storage?.persist?.().catch(() => undefined);
    const { quota, usage = 0 } = (await storage?.estimate?.().catch(() => undefined)) ?? {};
    if (quota !== undefined && bytes > quota - usage) throw new NotKept("full");
  }

  private async remove(row: Row): Promise<void> {
    for (const list of row.lists) await this.keeper.forgetPart(list);
    await this.show();
    say(this.told, "keep_removed", { name: row.place.dataset["name"] ?? "" });
    row.place.querySelector("button")?.focus();
  }
}
