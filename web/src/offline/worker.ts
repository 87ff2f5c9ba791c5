// The service worker of a published site: what was read can be read again without a network, what is kept as well, all of it of
// one publication. A new one waits until the reader asks for it, or has closed the site.
//
// The build writes the publication before this script, so that browsers find a new worker when there is a new one.

import { Keeper } from "./keeper.ts";
import { isAsset, type Publication } from "./publication.ts";
import { inRange } from "./range.ts";

declare const palierPublication: Publication;

/** What it uses of its surroundings: the compiler’s libraries know a page’s or a worker’s, not both. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(type: "message", act: (event: Lasting & { readonly data: unknown }) => void): void;
  addEventListener(type: "fetch", act: (event: Lasting & Fetched) => void): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetched {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** The kinds of files that are kept as they are met, beside pages and assets. */
const KEPT: readonly RequestDestination[] = ["style", "script", "image", "font"];

const worker = globalThis as unknown as WorkerScope;
const publication = palierPublication;
const { scope } = worker.registration;
const keeper = new Keeper({ scope, caches, fetch: (input, init) => fetch(input, init) }, publication.id);

worker.addEventListener("install", (event) => {
  event.waitUntil(keeper.takeOver([...publication.shell, ...Object.values(publication.instead)], publication.parts));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(keeper.deleteOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("message", (event) => {
  const { data } = event;
  // The reader wants the new publication.
  if (data === "palier:take") event.waitUntil(worker.skipWaiting());
  // The first page was there before its worker.
  if (Array.isArray(data)) event.waitUntil(rememberAll(data.filter((address) => typeof address === "string")));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = keeper.path(request.url);
  // What says which publication there is must come from the host, as do other hosts’ files.
  if (path === undefined || request.method !== "GET" || path.startsWith("offline/")) return;
  event.respondWith(answer(request, path, event));
});

async function answer(request: Request, path: string, event: Lasting): Promise<Response> {
  const kept = await keeper.kept(path).catch(() => undefined);
  if (kept) return inRange(kept, request.headers.get("range"));
  const isPage = request.mode === "navigate";
  try {
    const response = await fetch(request);
    const isWanted = isPage ? isHtml(response) : isAsset(path) || KEPT.includes(request.destination);
    if (isWanted && response.status === 200 && !response.redirected) event.waitUntil(remember(path, response.clone()));
    return response;
  } catch (error) {
    const smaller = await keeper.keptInAnotherWidth(path).catch(() => undefined);
    if (smaller) return smaller;
    const instead = isPage && publication.instead[path.split("/")[0] ?? ""];
    // That page’s links are from where it is itself.
    if (instead) return Response.redirect(`${scope}${instead}#page.absent`);
    throw error;
  }
}

function isHtml({ headers }: Response): boolean {
  return !!headers.get("content-type")?.startsWith("text/html");
}

/** Keeps what was read, if it is of this publication. What can’t be kept was read all the same. */
async function remember(path: string, response: Response): Promise<void> {
  try {
    if (isAsset(path)) return await keeper.keep(path, response);
    if (await keeper.isCurrent(publication.parts)) return await keeper.keep(path, response);
    await worker.registration.update();
  } catch {
    // No network, no room.
  }
}

async function rememberAll(addresses: readonly string[]): Promise<void> {
  const paths = addresses.flatMap((address) => keeper.path(address) ?? []);
  for (const path of paths) {
    const isKept = path.startsWith("offline/") || (await keeper.kept(path).catch(() => true));
    const response = isKept ? undefined : await keeper.fetched(path).catch(() => undefined);
    if (response) await remember(path, response);
  }
}
