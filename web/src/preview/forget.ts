/** The file of a published site’s service worker (`src/plan/offline.rs`). */
const FILE = /\/sw\.js$/;

/** Removes the service workers of sites that were published at this address, whatever their folder, with what they kept. */
export async function forgetPublished(): Promise<void> {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  const ours = registrations.filter(({ active, waiting, installing }) => FILE.test((active ?? waiting ?? installing)?.scriptURL ?? ""));
  await Promise.all(ours.map((registration) => registration.unregister()));
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.startsWith("palier ")).map((name) => caches.delete(name)));
}
