// Checks that the oldest browsers of `browsers.json` can do with the styles and scripts: each property, value and selector, and
// whatever a script asks of the page, by what MDN knows of browsers. What one of them lacks is either listed there, with what
// becomes of it, or a fault; so is what is listed for nothing. Syntax is esbuild’s matter (`build.mjs`), and what JavaScript
// itself has is the compiler’s (`lib` in `tsconfig.json`).

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import bcd from "@mdn/browser-compat-data/forLegacyNode";
import postcss from "postcss";
import { SyntaxKind } from "typescript/unstable/ast";
import { isBindingElement, isIdentifier, isStringLiteral, isTypeNode } from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";

/** @typedef {"chrome" | "firefox" | "safari"} Browser */
/** @typedef {Record<Browser, number>} Versions */
/** @typedef {import("@mdn/browser-compat-data").Identifier} Known */
/** @typedef {import("typescript/unstable/ast").Node} Node */

/**
 * What a list holds: what is lacked, and what becomes of it.
 * @typedef {{ why: string, lacks: string[] }} Listed
 */

/**
 * The oldest browsers: those in which pages are still pleasant to read, and those in which all works. For each, what some of
 * them lack all the same.
 * @typedef {Record<"read" | "work", { browsers: Versions, styles: Listed[], scripts: Listed[] }>} Oldest
 */

/**
 * What is used: its name, where, what MDN knows of it, and the prefixes that it is used with too.
 * @typedef {{ name: string, where: string, known: Known | undefined, prefixes: readonly string[] }} Use
 */

const here = new URL(".", import.meta.url);
/** @param {string} file */
const json = (file) => JSON.parse(readFileSync(new URL(file, here), "utf8"));
/** What MDN knows of styles. */
const css = /** @type {Record<string, Record<string, Known>>} */ (/** @type {unknown} */ (bcd.css));
/** @type {Oldest} */
const oldest = json("browsers.json");
/** @type {{ entry: string, bundle: string }[]} */
const bundles = json("bundles.json");

/**
 * The first version that has something, without a setting and under its own name or with one of the prefixes.
 * @param {Known} known
 * @param {Browser} browser
 * @param {readonly string[]} prefixes
 */
function since(known, browser, prefixes) {
  const statements = [known.__compat?.support[browser] ?? []].flat();
  const own = statements.filter((one) => !one.flags && !one.alternative_name && !one.version_removed && (!one.prefix || prefixes.includes(one.prefix)));
  const versions = own.map(({ version_added: added }) => (typeof added === "string" ? parseFloat(added.replace("≤", "")) : NaN));
  return Math.min(...versions.filter((version) => !Number.isNaN(version)));
}

/**
 * The browsers that lack something, with the first version of each that has it.
 * @param {Known | undefined} known
 * @param {Versions} browsers
 * @param {readonly string[]} prefixes
 */
function lacking(known, browsers, prefixes) {
  if (!known?.__compat) return [];
  const all = /** @type {[Browser, number][]} */ (Object.entries(browsers));
  return all.flatMap(([browser, version]) => {
    const first = since(known, browser, prefixes);
    return first > version ? `${browser} ${first === Infinity ? "none" : first}` : [];
  });
}

/**
 * What isn’t listed, and what is listed for nothing, a sentence for each.
 * @param {readonly Use[]} uses
 * @param {"styles" | "scripts"} kind
 */
function faults(uses, kind) {
  const { read, work } = oldest;
  /** Who lacks what, and where it is used: `work` if those do in which all works. @type {Map<string, { group: "read" | "work", who: string[], where: Set<string> }>} */
  const lacked = new Map();
  for (const { name, where, known, prefixes } of uses) {
    const inBoth = lacking(known, work.browsers, prefixes);
    const who = inBoth.length ? inBoth : lacking(known, read.browsers, prefixes);
    if (!who.length) continue;
    const one = lacked.get(name) ?? { group: inBoth.length ? "work" : "read", who, where: new Set() };
    lacked.set(name, { ...one, where: one.where.add(where) });
  }
  const found = [];
  for (const group of /** @type {const} */ (["work", "read"])) {
    const listed = new Set(oldest[group][kind].flatMap(({ lacks }) => lacks));
    for (const [name, one] of lacked) {
      if (one.group === group && !listed.has(name)) {
        found.push(`${name} (${[...one.where].join(", ")}) is in ${one.who.join(", ")}: do without it where it is missing, and say how in web/browsers.json, "${group}", "${kind}".`);
      }
    }
    for (const name of listed) {
      if (lacked.get(name)?.group !== group) found.push(`${name} in web/browsers.json, "${group}", "${kind}", is listed for nothing: remove it.`);
    }
  }
  return found;
}

/** What the stylesheets use. @returns {Use[]} */
function styles() {
  /** @type {Use[]} */
  const uses = [];
  for (const { entry, bundle } of bundles.filter(({ bundle }) => bundle.endsWith(".css"))) {
    const note = (/** @type {string} */ name, /** @type {Known | undefined} */ known, /** @type {string[]} */ prefixes = []) =>
      uses.push({ name, where: entry, known, prefixes });
    postcss.parse(readFileSync(new URL(`../${bundle}`, here), "utf8")).walk((node) => {
      if (node.type === "atrule") {
        const rule = css["at-rules"]?.[node.name];
        note(`@${node.name}`, rule);
        for (const [name] of node.params.matchAll(/[a-z][a-z-]+/g)) note(`@${node.name} ${name}`, rule?.[name]);
      } else if (node.type === "rule") {
        for (const [, name = ""] of node.selector.matchAll(/::?([a-z-]+)/g)) note(`:${name}`, css["selectors"]?.[name]);
        if (/:not\([^()]*,/.test(node.selector)) note(":not(,)", css["selectors"]?.["not"]?.["selector_list"]);
      } else if (node.type === "decl") {
        const { prop, value, parent } = node;
        const others = parent?.nodes?.flatMap((other) => (other.type === "decl" ? [other] : [])) ?? [];
        // One that a browser doesn’t have is of no harm after one that it has.
        const prefixes = others.flatMap((other) => /^(-[a-z]+-)/.exec(other.prop)?.[1] ?? []).filter((prefix) => others.some((other) => other.prop === prefix + prop));
        const property = css["properties"]?.[prop];
        note(prop, property, prefixes);
        for (const [name] of value.matchAll(/[a-z][a-z-]*(?![\w(-])/g)) note(`${prop}: ${name}`, property?.[name], prefixes);
        // `clip` has had its own `rect()` always.
        for (const [, name = ""] of value.matchAll(/([a-z-]+)\(/g)) if (prop !== "clip") note(`${name}()`, functionOf(name), prefixes);
        const isFlex = others.some((other) => other.prop === "display" && /flex/.test(other.value));
        if (isFlex && /^(row-|column-)?gap$/.test(prop)) note(`${prop} in flex`, property?.["flex_context"]);
      }
    });
  }
  return uses;
}

/** What MDN knows of a function in values, which it has by the types that it gives. @param {string} name */
function functionOf(name) {
  const types = css["types"] ?? {};
  return [types, .../** @type {Record<string, Known>[]} */ (Object.values(types))].map((type) => type[name]).find((known) => known?.__compat);
}

/** The interface that MDN has the members of a mixin under. Others have the same members as early. @type {Record<string, string>} */
const MIXINS = {
  Body: "Response",
  ChildNode: "Element",
  DocumentOrShadowRoot: "Document",
  ElementCSSInlineStyle: "HTMLElement",
  HTMLHyperlinkElementUtils: "HTMLAnchorElement",
  HTMLOrSVGElement: "HTMLElement",
  NavigatorStorage: "Navigator",
  NonDocumentTypeChildNode: "Element",
  ParentNode: "Element",
};

/**
 * What MDN knows of a member of an interface, or of a global name.
 * @param {string | undefined} owner
 * @param {string} name
 * @returns {Known | undefined}
 */
function member(owner, name) {
  if (!owner) return bcd.api[name] ?? bcd.api["Window"]?.[name];
  const within = bcd.api[MIXINS[owner] ?? owner];
  return within?.[name] ?? within?.[`${name}_static`];
}

/** What the scripts use of browsers, by the types that the compiler finds. @returns {Use[]} */
function scripts() {
  /** @type {Use[]} */
  const uses = [];
  const api = new API({ cwd: fileURLToPath(here) });
  const [project] = api.updateSnapshot({ openProjects: ["tsconfig.json"] }).getProjects();
  if (!project) throw new Error("the compiler finds no project in web/");
  const { checker, program, rootFiles } = project;
  for (const file of rootFiles) {
    const where = file.slice(fileURLToPath(here).length);
    /** @type {Node[]} */
    const named = [];
    /** @type {(import("typescript/unstable/sync").Symbol | undefined)[]} */
    const symbols = [];
    const walk = (/** @type {Node} */ node) => {
      // Types are gone before a browser sees them.
      if (isTypeNode(node) || node.kind === SyntaxKind.ImportDeclaration) return undefined;
      if (isIdentifier(node)) named.push(node);
      if (isStringLiteral(node)) {
        for (const [, name = ""] of node.text.matchAll(/::?([a-z][a-z-]+)/g)) uses.push({ name: `:${name}`, where, known: css["selectors"]?.[name], prefixes: [] });
      }
      if (isBindingElement(node) && node.parent.kind === SyntaxKind.ObjectBindingPattern) {
        const name = node.propertyName ?? node.name;
        const type = checker.getTypeAtLocation(node.parent);
        if (type && name && isIdentifier(name)) symbols.push(checker.getPropertyOfType(type, name.text));
      }
      node.forEachChild(walk);
      return undefined;
    };
    const source = program.getSourceFile(file);
    if (source) walk(source);
    symbols.push(...checker.getSymbolAtLocation(named));
    for (const symbol of symbols) {
      if (!symbol?.declarations.some(({ path }) => /\/lib\.dom[^/]*\.d\.ts$/.test(path))) continue;
      const { name } = symbol;
      const owner = symbol.getParent()?.name;
      const style = owner === "CSSStyleProperties" ? css["properties"]?.[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] : undefined;
      uses.push({ name: owner ? `${owner}.${name}` : name, where, known: style ?? member(owner, name), prefixes: [] });
    }
  }
  api.close();
  return uses;
}

const found = [...faults(styles(), "styles"), ...faults(scripts(), "scripts")];
found.forEach((fault) => console.error(fault));
if (found.length) process.exitCode = 1;
