import assert from "node:assert/strict";
import { test } from "node:test";
import { Keeper, NotKept, assetsIn, assetsWorthBringing } from "../src/offline/keeper.ts";
import { isAsset } from "../src/offline/publication.ts";
import { makeCaches, makeHost } from "./support/offline.ts";

const SCOPE = "https://ecole.test/livre/";
const PARTS = "offline/fr.json";
const STYLE = "assets/s.0123456789.css";
const PICTURE = "assets/p.abcdefabcd.svg";

/** The files of a publication: a level of two lessons, a page that is in none. */
function publication(id: string, more: Record<string, string | number> = {}): Record<string, string | number> {
  const html = (text: string) => `<link href="../../${STYLE}">${text} ${id}`;
  return {
    [PARTS]: JSON.stringify({ id, bytes: 0, parts: [] }),
    "offline/fr.1.json": JSON.stringify({ id, files: { "fr/a/": "same", "fr/a/b/": id, [STYLE]: "s" } }),
    "fr/hors-ligne/": html("hors ligne"),
    "fr/a/": html("a"),
    "fr/a/b/": html("b"),
    "fr/c/": html("c"),
    [STYLE]: "p{}",
    [PICTURE]: "<svg/>",
    ...more,
  };
}

function setUp(more?: Record<string, string | number>, room?: number) {
  const { caches, names } = makeCaches(room);
  const host = makeHost(SCOPE, publication("P1", more));
  const around = { scope: SCOPE, caches, fetch: host.fetch };
  const kept = (name: string) => (names()[name] ?? []).map((url) => url.slice(SCOPE.length));
  return { around, host, kept, names, keeper: new Keeper(around, "P1") };
}

const always = () => true;
const ignore = () => undefined;
const why = (expected: string) => (error: unknown) => error instanceof NotKept && error.why === expected;

test("a level is kept as a whole, with its bar", async () => {
  const { keeper, kept } = setUp();
  const told: string[] = [];
  await keeper.keepPart("offline/fr.1.json", PARTS, (done, all) => told.push(`${done}/${all}`), always);
  assert.deepEqual(told, ["1/3", "2/3", "3/3"]);
  assert.deepEqual(kept(`palier ${SCOPE} P1`), ["fr/a/", "fr/a/b/", "offline/fr.1.json", PARTS]);
  assert.deepEqual(kept(`palier ${SCOPE}`), [STYLE]);
});

for (const [what, more, room, expected] of [
  ["a file that can’t be had", { "fr/a/b/": 503 }, Infinity, "failed"],
  ["a file that the host doesn’t have", { "fr/a/b/": 404 }, Infinity, "failed"],
  ["a full device", {}, 2, "full"],
  ["a publication that changes meanwhile", { [PARTS]: "{\"id\":\"P2\"}" }, Infinity, "changed"],
  ["a list of another publication", { "offline/fr.1.json": "{\"id\":\"P2\",\"files\":{}}" }, Infinity, "changed"],
  ["a list that is no list", { "offline/fr.1.json": "<p>Mot de passe?" }, Infinity, "failed"],
] as const) {
  test(`half a level is undone: ${what}`, async () => {
    const { keeper, names } = setUp(more, room);
    await assert.rejects(keeper.keepPart("offline/fr.1.json", PARTS, ignore, always), why(expected));
    assert.deepEqual(Object.values(names()).flat(), []);
  });
}

test("what was there before stays when the rest is undone", async () => {
  const { keeper, kept } = setUp({ "fr/a/b/": 503 });
  await keeper.keep("fr/a/", new Response("lu"));
  await assert.rejects(keeper.keepPart("offline/fr.1.json", PARTS, ignore, always), why("failed"));
  assert.deepEqual(kept(`palier ${SCOPE} P1`), ["fr/a/"]);
});

test("a reader who stops has nothing half kept", async () => {
  const { keeper, names } = setUp();
  let left = 1;
  await assert.rejects(keeper.keepPart("offline/fr.1.json", PARTS, ignore, () => left-- > 0), why("stopped"));
  assert.deepEqual(Object.values(names()).flat(), []);
});

test("a browser that lets nothing be stored says so", async () => {
  const { around } = setUp();
  const forbidden = { open: () => Promise.reject(Object.assign(new Error(), { name: "SecurityError" })) } as unknown as CacheStorage;
  const keeper = new Keeper({ ...around, caches: forbidden }, "P1");
  await assert.rejects(keeper.keepPart("offline/fr.1.json", PARTS, ignore, always), why("forbidden"));
});

test("a level is taken from the device, but for what another needs", async () => {
  const { keeper, kept, host } = setUp();
  host.files["offline/fr.2.json"] = JSON.stringify({ id: "P1", files: { "fr/a/": "same", "fr/c/": "c" } });
  await keeper.keepPart("offline/fr.1.json", PARTS, ignore, always);
  await keeper.keepPart("offline/fr.2.json", PARTS, ignore, always);
  await keeper.forgetPart("offline/fr.1.json");
  assert.deepEqual(kept(`palier ${SCOPE} P1`), ["fr/a/", "fr/c/", "offline/fr.2.json", PARTS]);
  assert.deepEqual(kept(`palier ${SCOPE}`), [STYLE], "its pages name it");
});

test("a new publication brings its own copies of all that was kept and read, and then takes the old one’s place", async () => {
  const { around, keeper, host, kept, names } = setUp();
  await keeper.keepPart("offline/fr.1.json", PARTS, ignore, always);
  await keeper.keep("fr/c/", new Response("c P1"));
  await keeper.keep("fr/partie/", new Response("partie"));
  await keeper.keep("assets/old.9999999999.svg", new Response("old"));
  Object.assign(host.files, publication("P2", { "fr/c/": `<img src="../../${PICTURE}"> c P2` }));
  host.asked.length = 0;
  const next = new Keeper(around, "P2");
  await next.takeOver(["fr/hors-ligne/"], PARTS);
  const text = async (keeper: Keeper, path: string) => (await keeper.kept(path))?.text();
  assert.match((await text(next, "fr/a/b/")) ?? "", /b P2/);
  assert.match((await text(next, "fr/c/")) ?? "", /c P2/);
  assert.match((await text(keeper, "fr/a/b/")) ?? "", /b P1/, "until then the old one is whole");
  assert.ok(!host.asked.includes("fr/a/"), "what is the same isn’t asked for");
  await next.deleteOthers();
  assert.deepEqual(Object.keys(names()).sort(), [`palier ${SCOPE}`, `palier ${SCOPE} P2`]);
  assert.deepEqual(kept(`palier ${SCOPE} P2`), ["fr/a/", "fr/a/b/", "fr/c/", "fr/hors-ligne/", "offline/fr.1.json", PARTS]);
  assert.deepEqual(kept(`palier ${SCOPE}`), [PICTURE, STYLE]);
});

for (const [what, files] of [
  ["a page can’t be had", { "fr/c/": 503 }],
  ["the host has a third by then", { [PARTS]: "{\"id\":\"P3\"}" }],
] as const) {
  test(`a new publication that can’t be had whole leaves the old one: ${what}`, async () => {
    const { around, keeper, host, names } = setUp();
    await keeper.keep("fr/c/", new Response("c P1"));
    Object.assign(host.files, publication("P2"), files);
    await assert.rejects(new Keeper(around, "P2").takeOver(["fr/hors-ligne/"], PARTS));
    assert.deepEqual(Object.keys(names()).filter((name) => name.endsWith("P2")), []);
    assert.equal(await (await keeper.kept("fr/c/"))?.text(), "c P1");
  });
}

test("another book of the same host is left alone", async () => {
  const { around, keeper, names } = setUp();
  const other = new Keeper({ ...around, scope: "https://ecole.test/" }, "X");
  await other.keep("fr/", new Response("autre"));
  await keeper.deleteOthers();
  assert.deepEqual(names()["palier https://ecole.test/ X"], ["https://ecole.test/fr/"]);
});

test("what is an asset changes its name with what is in it", () => {
  for (const path of [STYLE, "assets/fonts/x.0123456789.woff2", "assets/a.b.0123456789.js"]) assert.ok(isAsset(path), path);
  for (const path of ["assets/x.css", "assets/0123456789.css", "fr/x.0123456789.css", "assets/x.012345678.css", "assets/"]) assert.ok(!isAsset(path), path);
});

test("a page’s assets are found in its attributes and in what it tells scripts", () => {
  const html = `<link href="../../${STYLE}"><script data-scripts="{&quot;a.js&quot;:&quot;../../assets/a.0123456789.js&quot;}"></script> ../../assets/texte`;
  assert.deepEqual(assetsIn(html), [STYLE, "assets/a.0123456789.js"]);
});

const picture = (...widths: number[]) => {
  const set = widths.map((width) => `../../assets/p.${width}.0123456789.webp ${width}w`).join(", ");
  return `<picture><source srcset="${set}" type="image/webp"><img src="../../assets/p.abcdefabcd.jpg"></picture>`;
};

test("of an image in several widths one is brought, and not the image itself", () => {
  const webp = (width: number) => `assets/p.${width}.0123456789.webp`;
  for (const [widths, kept] of [[[576, 864, 1152], 864], [[576, 800], 800], [[300], 300], [[576], 576], [[1100, 1152], 1100]] as const) {
    assert.deepEqual(assetsWorthBringing(`${picture(...widths)}<img src="../../${PICTURE}">`), [webp(kept), PICTURE]);
    assert.equal(assetsIn(picture(...widths)).length, widths.length + 1, "what was read in any width is still needed");
  }
  const numbered = picture(576, 864, 1152).replace("p.abcdefabcd.jpg", "p.500.abcdefabcd.webp");
  assert.deepEqual(assetsWorthBringing(numbered), [webp(864)], "a number in the name of the author’s file is no width");
  const own = "<picture><source srcset='../../assets/a.0123456789.svg'><img src='../../assets/b.0123456789.svg'></picture>";
  assert.deepEqual(assetsWorthBringing(own), ["assets/a.0123456789.svg", "assets/b.0123456789.svg"], "an author’s own");
});

test("an image that is kept in one width takes the place of its others", async () => {
  const { keeper } = setUp();
  await keeper.keep("assets/p.960.0123456789.webp", new Response("960"));
  const other = async (path: string) => (await keeper.keptInAnotherWidth(path))?.text();
  assert.equal(await other("assets/p.480.0123456789.webp"), "960");
  for (const path of ["assets/p.480.9999999999.webp", "assets/q.480.0123456789.webp", "assets/p.0123456789.webp", "fr/a/"]) {
    assert.equal(await other(path), undefined, path);
  }
});

test("an address is a path of the site, whatever is asked of it", () => {
  const { keeper } = setUp();
  assert.equal(keeper.path(`${SCOPE}fr/a/?q#h`), "fr/a/");
  assert.equal(keeper.path("https://ecole.test/autre/"), undefined);
});
