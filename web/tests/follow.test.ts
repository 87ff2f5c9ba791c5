import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { follow } from "../src/preview/follow.ts";
import { makeClock } from "./support/page.ts";

/** A connection to the server, as the script opens one. */
class FakeSource {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 1;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    FakeSource.opened.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  breakOff(isOver: boolean): void {
    this.readyState = isOver ? FakeSource.CLOSED : 0;
    this.onerror?.();
  }
}

/** A worker that tabs share, with this tab’s end of its port. */
class FakeWorker {
  static opened: FakeWorker[] = [];
  onerror: (() => void) | null = null;
  posted: unknown[] = [];
  port = {
    onmessage: null as ((event: { data: { text: string; goes: boolean } }) => void) | null,
    postMessage: (message: unknown) => void this.posted.push(message),
    close: () => undefined,
  };
  constructor() {
    FakeWorker.opened.push(this);
  }
}

let builds: string[];
let gone: boolean[];
let clock: ReturnType<typeof makeClock>;
let tab: EventTarget;
let page: EventTarget & { hidden: boolean; documentElement: { lang: string } };

beforeEach(() => {
  builds = [];
  gone = [];
  clock = makeClock();
  FakeSource.opened = [];
  FakeWorker.opened = [];
  tab = new EventTarget();
  page = Object.assign(new EventTarget(), { hidden: false, documentElement: { lang: "fr" } });
  Object.assign(globalThis, {
    window: {},
    document: page,
    location: { pathname: "/fr/" },
    EventSource: FakeSource,
    SharedWorker: FakeWorker,
    addEventListener: tab.addEventListener.bind(tab),
  });
});

/** The one connection that is open. */
function connection(): FakeSource {
  const open = FakeSource.opened.filter((source) => source.readyState !== FakeSource.CLOSED);
  assert.equal(open.length, 1);
  return open[0] as FakeSource;
}

/** Begins to follow; notes the builds that are heard. */
function begin() {
  return follow(({ build, goes }) => {
    builds.push(build);
    gone.push(goes);
  });
}

/** What a server tells of a build, with the text saved last. */
function told(build: string, saved?: number): string {
  const page = saved === undefined ? null : { version: saved, href: "/fr/a/", lang: "fr" };
  return JSON.stringify({ build, state: { version: 2, changed: {}, saved: page, can_open: false, faults: null } });
}

test("each build is heard, until it is enough", () => {
  const stop = begin();
  const source = connection();
  source.onmessage?.({ data: told("7-1") });
  source.onmessage?.({ data: told("7-2") });
  assert.deepEqual(builds, ["7-1", "7-2"]);
  stop();
  assert.equal(source.readyState, FakeSource.CLOSED);
});

test("without a worker that knows all tabs, a tab goes to the page of a text just saved, and of no other", () => {
  begin();
  connection().onmessage?.({ data: told("7-2", 2) });
  connection().onmessage?.({ data: told("7-2", 1) });
  connection().onmessage?.({ data: told("7-2") });
  assert.deepEqual(gone, [true, false, false]);
});

test("a tab that is not looked at holds no connection", () => {
  page.hidden = true;
  begin();
  assert.equal(FakeSource.opened.length, 0);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  connection();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSource.opened[0]?.readyState, FakeSource.CLOSED);
});

test("a connection that is over is followed by another after a second, one that the browser mends is not", () => {
  begin();
  connection().breakOff(false);
  clock.pass(1000);
  assert.equal(FakeSource.opened.length, 1);
  connection().breakOff(true);
  clock.pass(999);
  assert.equal(FakeSource.opened.length, 1);
  clock.pass(1);
  connection();
  assert.equal(FakeSource.opened.length, 2);
});

test("a page that comes back from the browser’s memory connects anew", () => {
  begin();
  tab.dispatchEvent(new Event("pagehide"));
  tab.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  connection();
  assert.equal(FakeSource.opened.length, 2);
});

test("tabs share a worker where there are such, and say when they go", () => {
  Object.assign(window, { SharedWorker: FakeWorker });
  begin();
  assert.equal(FakeSource.opened.length, 0);
  const [worker] = FakeWorker.opened;
  worker?.port.onmessage?.({ data: { text: told("7-2", 2), goes: false } });
  assert.deepEqual([builds, gone], [["7-2"], [false]]);
  tab.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(worker?.posted, [{ path: "/fr/", lang: "fr" }, "closed"]);
});

test("a worker that fails leaves a tab a connection of its own", () => {
  Object.assign(window, { SharedWorker: FakeWorker });
  begin();
  FakeWorker.opened[0]?.onerror?.();
  connection();
});
