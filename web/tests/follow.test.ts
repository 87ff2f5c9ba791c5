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
    onmessage: null as ((event: { data: string }) => void) | null,
    postMessage: (message: unknown) => void this.posted.push(message),
    close: () => undefined,
  };
  constructor() {
    FakeWorker.opened.push(this);
  }
}

let reloads: number;
let clock: ReturnType<typeof makeClock>;
let tab: EventTarget;
let page: EventTarget & { hidden: boolean };

beforeEach(() => {
  reloads = 0;
  clock = makeClock();
  FakeSource.opened = [];
  FakeWorker.opened = [];
  tab = new EventTarget();
  page = Object.assign(new EventTarget(), { hidden: false });
  Object.assign(globalThis, {
    window: {},
    document: page,
    location: { reload: () => reloads++ },
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

test("a page is loaded again when the server shows another build, and not for its own", () => {
  follow("7-1");
  connection().onmessage?.({ data: "7-1" });
  assert.equal(reloads, 0);
  const source = connection();
  source.onmessage?.({ data: "7-2" });
  assert.equal(reloads, 1);
  assert.equal(source.readyState, FakeSource.CLOSED);
});

test("a tab that is not looked at holds no connection", () => {
  page.hidden = true;
  follow("1");
  assert.equal(FakeSource.opened.length, 0);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  connection();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(FakeSource.opened[0]?.readyState, FakeSource.CLOSED);
});

test("a connection that is over is followed by another after a second, one that the browser mends is not", () => {
  follow("1");
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
  follow("1");
  tab.dispatchEvent(new Event("pagehide"));
  tab.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  connection();
  assert.equal(FakeSource.opened.length, 2);
});

test("tabs share a worker where there are such, and say when they go", () => {
  Object.assign(window, { SharedWorker: FakeWorker });
  follow("1");
  assert.equal(FakeSource.opened.length, 0);
  const [worker] = FakeWorker.opened;
  worker?.port.onmessage?.({ data: "2" });
  assert.equal(reloads, 1);
  assert.deepEqual(worker?.posted, ["closed"]);
});

test("a worker that fails leaves a tab a connection of its own", () => {
  Object.assign(window, { SharedWorker: FakeWorker });
  follow("1");
  FakeWorker.opened[0]?.onerror?.();
  connection();
});
