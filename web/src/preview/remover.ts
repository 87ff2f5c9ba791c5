// The service worker of the preview: it takes the place of one that a published site installed at this address, which would
// show what was, and removes itself with all that was kept. A page of the preview must be the one just written.

interface RemoverScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { matchAll(options: { type: "window" }): Promise<readonly { readonly url: string; navigate(url: string): Promise<unknown> }[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
}

const remover = globalThis as unknown as RemoverScope;

remover.addEventListener("install", (event) => event.waitUntil(remover.skipWaiting()));
remover.addEventListener("activate", (event) => event.waitUntil(remove()));

async function remove(): Promise<void> {
  await remover.registration.unregister();
  const { scope } = remover.registration;
  const own = (await caches.keys()).filter((name) => name === `palier ${scope}` || name.startsWith(`palier ${scope} `));
  await Promise.all(own.map((name) => caches.delete(name)));
  const pages = await remover.clients.matchAll({ type: "window" });
  await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => undefined)));
}
