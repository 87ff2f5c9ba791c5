import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, finished, isSo, opened, read, type Facts } from "../src/site/progress/state.ts";
import { openStore, placeOf, storedKeys, type Store, type Trouble } from "../src/site/progress/store.ts";
import { holds } from "./support/random.ts";
import { always, contents, forbidden, makeStorage, makeTab } from "./support/storage.ts";

const BOOK = "essai";
const KEYS = storedKeys(BOOK);
const read1 = (facts: Facts) => finished(facts, "a/b", true);
const read2 = (facts: Facts) => finished(facts, "a/c", true);

/** A store in a tab, and what it told. */
function openIn(local: () => Storage | null, session?: () => Storage | null, book = BOOK) {
  const tab = makeTab(local, session);
  const told: Trouble[] = [];
  const store = openStore(book, tab.browser, (trouble) => told.push(trouble));
  return { store, told, hear: tab.hear };
}

const isRead = (store: Store, lesson: string) => isSo(store.facts(), "r", lesson);

test("what was done is there on the next page, under one key", () => {
  const local = makeStorage();
  openIn(always(local)).store.change(read1);
  assert.deepEqual(contents(local), { [KEYS.progress]: '{"palier":1,"erased":0,"facts":{"r a/b":1}}' });
  const { store, told } = openIn(always(local));
  assert.ok(isRead(store, "a/b"));
  assert.deepEqual(told, []);
});

test("books don’t know of each other", () => {
  const local = makeStorage();
  openIn(always(local)).store.change(read1);
  assert.equal(openIn(always(local), undefined, "autre").store.facts().size, 0);
});

test("a book without an id keeps nothing, and works", () => {
  const local = makeStorage();
  const { store, told } = openIn(always(local), undefined, "");
  store.change(read1);
  store.share(true);
  assert.ok(isRead(store, "a/b"));
  assert.deepEqual(told, []);
  assert.deepEqual(contents(local), {});
});

test("what one tab did is read before another changes something", () => {
  const local = makeStorage();
  const [one, other] = [openIn(always(local)), openIn(always(local))];
  one.store.change(read1);
  other.store.change(read2);
  assert.ok(isRead(other.store, "a/b") && isRead(other.store, "a/c"));
  let changes = 0;
  one.store.watch(() => changes++);
  one.hear();
  one.hear();
  assert.ok(isRead(one.store, "a/c"));
  assert.equal(changes, 1, "told once of one change");
});

test("two tabs that write at the same moment lose nothing", () => {
  const local = makeStorage();
  const [one, other] = [openIn(always(local)), openIn(always(local))];
  one.store.change(read1);
  // The other had read before that, and writes what it knew.
  local.setItem(KEYS.progress, '{"palier":1,"erased":0,"facts":{"r a/c":1}}');
  one.hear();
  other.hear();
  for (const { store } of [one, other]) assert.ok(isRead(store, "a/b") && isRead(store, "a/c"));
  const stored = read(local.getItem(KEYS.progress) ?? "");
  assert.ok("state" in stored && stored.state.facts.size === 2);
});

test("whatever tabs do and whenever they hear of each other, in the end all know all", () => {
  holds((chance) => {
    const local = makeStorage();
    const tabs = chance.many(3, () => openIn(always(local)));
    const did = new Set<string>();
    for (const tab of chance.many(12, () => chance.of(tabs))) {
      const lesson = `a/${chance.below(20)}`;
      const before = chance.next() < 0.3 ? local.getItem(KEYS.progress) : null;
      tab.store.change((facts) => answered(opened(facts, lesson), `${lesson}#_1`, true));
      did.add(lesson);
      // As if another tab had written at the same moment what it had read before.
      if (before !== null) local.setItem(KEYS.progress, before);
      if (chance.next() < 0.3) chance.of(tabs).hear();
    }
    for (const tab of [...tabs, ...tabs]) tab.hear();
    for (const { store } of tabs) for (const lesson of did) assert.ok(isSo(store.facts(), "s", `${lesson}#_1`));
    assert.equal(tabs[0]?.store.facts().size, 2 * did.size);
    let writes = 0;
    Object.assign(local, { setItem: () => writes++ });
    for (const tab of tabs) tab.hear();
    assert.equal(writes, 0, "and then nobody writes any more");
  }, 100);
});

test("what was erased in one tab is gone in all, even in one that writes before it hears of it", () => {
  const local = makeStorage();
  const [one, other, late] = [openIn(always(local)), openIn(always(local)), openIn(always(local))];
  one.store.change(read1);
  for (const tab of [other, late]) tab.hear();
  one.store.erase();
  other.hear();
  late.store.change(read2);
  one.hear();
  for (const { store } of [one, late]) assert.ok(!isRead(store, "a/b") && isRead(store, "a/c"));
  assert.equal(other.store.facts().size, 0);
  assert.ok(!JSON.stringify(contents(local)).includes("a/b"));
});

test("what was deleted by another hand isn’t stored again", () => {
  const local = makeStorage();
  const { store, hear } = openIn(always(local));
  store.change(read1);
  local.clear();
  hear();
  assert.equal(store.facts().size, 0);
  assert.deepEqual(contents(local), {});
});

test("a forbidden storage is said once, and progress is kept for the page", () => {
  for (const none of [forbidden, always(null)]) {
    const { store, told } = openIn(none, none);
    assert.deepEqual(told, [], "there is nothing to keep yet");
    store.change(read1);
    store.change(read2);
    assert.ok(isRead(store, "a/b") && isRead(store, "a/c"));
    assert.deepEqual(told, ["forbidden"]);
    store.share(true);
    store.erase();
    assert.equal(store.facts().size, 0);
  }
});

test("a storage whose methods throw is as one that is forbidden or full", () => {
  const broken = { getItem: forbidden, setItem: forbidden, removeItem: forbidden } as unknown as Storage;
  const { store, told } = openIn(always(broken), always(broken));
  store.change(read1);
  assert.ok(isRead(store, "a/b"));
  assert.deepEqual(told, ["full"]);
  assert.equal(placeOf(always(broken)).get("a"), null);
});

test("where there is no room, progress is kept for the tab, and said once on all its pages", () => {
  const [local, session] = [makeStorage(10), makeStorage()];
  const first = openIn(always(local), always(session));
  first.store.change(read1);
  const second = openIn(always(local), always(session));
  second.store.change(read2);
  assert.ok(isRead(second.store, "a/b") && isRead(second.store, "a/c"));
  assert.deepEqual([first.told, second.told], [["full"], []]);
  assert.deepEqual(contents(local), {});
});

test("once there is room again, what was kept for the tab is kept for good", () => {
  const [small, large, session] = [makeStorage(10), makeStorage(), makeStorage()];
  openIn(always(small), always(session)).store.change(read1);
  const { store } = openIn(always(large), always(session));
  store.change(read2);
  assert.ok(isRead(openIn(always(large)).store, "a/b"));
  assert.equal(session.getItem(KEYS.progress), null);
});

test("a newer version is never overwritten", () => {
  const text = '{"palier":2,"facts":{"q":[1]}}';
  const [local, session] = [makeStorage(), makeStorage()];
  local.setItem(KEYS.progress, text);
  const { store, told, hear } = openIn(always(local), always(session));
  store.change(read1);
  hear();
  store.share(true);
  store.share(false);
  assert.equal(local.getItem(KEYS.progress), text);
  assert.deepEqual(told, ["newer"]);
  assert.ok(isRead(store, "a/b"));
  assert.ok(isRead(openIn(always(local), always(session)).store, "a/b"), "on the tab’s next page");
});

test("a broken state is put aside once, and what makes sense is used", () => {
  const text = '{"palier":1,"erased":0,"facts":{"r a/b":1,"r a/c":"yes"}}';
  const local = makeStorage();
  local.setItem(KEYS.progress, text);
  const { store, told } = openIn(always(local));
  assert.deepEqual(told, ["broken"]);
  store.change((facts) => opened(facts, "a/d"));
  assert.equal(local.getItem(KEYS.broken), text);
  assert.ok(isRead(store, "a/b"));
  assert.deepEqual(openIn(always(local)).told, []);
});

test("what was put aside isn’t replaced by what breaks later", () => {
  const local = makeStorage();
  local.setItem(KEYS.broken, "{first");
  local.setItem(KEYS.progress, "{second");
  const { store, told } = openIn(always(local));
  store.change(read1);
  assert.deepEqual(told, ["stuck"]);
  assert.deepEqual(contents(local), { [KEYS.broken]: "{first", [KEYS.progress]: "{second" });
  assert.ok(isRead(store, "a/b"));
  store.erase();
  assert.deepEqual(Object.keys(contents(local)), [KEYS.progress], "until the student erases all");
  assert.equal(read(local.getItem(KEYS.progress) ?? "").is, "whole");
});

test("a state of 5 MB stays as it is, and the page works", () => {
  const text = `{"palier":1,"erased":0,"facts":{"r ${"a".repeat(5_000_000)}":1}}`;
  const local = makeStorage(5_200_000);
  local.setItem(KEYS.progress, text);
  const { store, told } = openIn(always(local));
  store.change(read1);
  assert.deepEqual(told, ["stuck"]);
  assert.equal(local.getItem(KEYS.progress), text);
  assert.ok(isRead(store, "a/b"));
});

test("a broken state that there is no room to copy stays as it is", () => {
  const local = makeStorage(120);
  local.setItem(KEYS.progress, "x".repeat(60));
  const { store, told } = openIn(always(local));
  store.change(read1);
  assert.deepEqual(told, ["stuck"]);
  assert.equal(local.getItem(KEYS.progress), "x".repeat(60));
});

test("on a shared device progress is the tab’s, and nothing of it stays on the device", () => {
  const [local, session] = [makeStorage(), makeStorage()];
  const { store } = openIn(always(local), always(session));
  store.change(read1);
  store.share(true);
  store.change(read2);
  assert.ok(store.isShared());
  assert.deepEqual(contents(local), { [KEYS.shared]: "1" });
  const next = openIn(always(local), always(session)).store;
  assert.ok(next.isShared() && isRead(next, "a/b") && isRead(next, "a/c"));
  assert.equal(openIn(always(local)).store.facts().size, 0, "the next student’s tab knows nothing");
  next.share(false);
  assert.ok(isRead(openIn(always(local)).store, "a/c"));
  assert.equal(session.getItem(KEYS.progress), null);
});

test("another tab that is open when the device is called shared loses nothing", () => {
  const [local, session] = [makeStorage(), makeStorage()];
  const [one, other] = [openIn(always(local)), openIn(always(local), always(session))];
  one.store.change(read1);
  other.hear();
  one.store.share(true);
  other.hear();
  assert.ok(isRead(other.store, "a/b"));
  assert.ok(session.getItem(KEYS.progress)?.includes("a/b"));
  assert.deepEqual(contents(local), { [KEYS.shared]: "1" });
});

test("a shared device whose tab can store nothing keeps what it has where it is", () => {
  const local = makeStorage();
  const { store, told } = openIn(always(local), forbidden);
  store.change(read1);
  store.share(true);
  assert.ok(!store.isShared());
  assert.deepEqual(told, ["forbidden"]);
  assert.ok(local.getItem(KEYS.progress)?.includes("a/b"));
});

test("a device without room can be called shared: progress makes room", () => {
  const room = KEYS.progress.length + '{"palier":1,"erased":0,"facts":{"r a/b":1}}'.length;
  const local = makeStorage(room);
  const { store } = openIn(always(local));
  store.change(read1);
  store.share(true);
  assert.ok(store.isShared());
  assert.deepEqual(contents(local), { [KEYS.shared]: "1" });
});

test("former keys are renamed at once, and where they are stored with the next change", () => {
  const local = makeStorage();
  openIn(always(local)).store.change(read1);
  const { store } = openIn(always(local));
  store.rename(new Map([["a/b", "b/b"]]));
  assert.ok(isRead(store, "b/b") && !isRead(store, "a/b"));
  store.change(read2);
  assert.deepEqual(Object.keys(JSON.parse(local.getItem(KEYS.progress) ?? "").facts), ["r b/b", "r a/c"]);
});

test("a lesson that the book no longer has keeps its progress", () => {
  const local = makeStorage();
  openIn(always(local)).store.change((facts) => finished(facts, "gone/lesson", true));
  openIn(always(local)).store.change(read1);
  assert.ok(local.getItem(KEYS.progress)?.includes("gone/lesson"));
});
