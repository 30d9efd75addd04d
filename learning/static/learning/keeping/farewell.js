/**
 * What the server gives in the worker's place where keeping is switched off: it answers for nothing
 * any more and takes its leave. Answers lie elsewhere and stay. The server puts IS_WIPING in front:
 * on a PC that several people use, the courses go too.
 */
async function leave() {
  const names = IS_WIPING ? await caches.keys() : [];
  await Promise.all(names.filter((name) => name.startsWith("atoll-keep-"))
    .map((name) => caches.delete(name)));
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
