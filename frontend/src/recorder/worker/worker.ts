// Makes the recorder open without a connection: it keeps the page and its files, and nothing else.
// Records never pass through here, so that an old worker and a new page, or the reverse, get along.
interface Precache {
  version: string;
  page: string;
  /** Addresses and the SHA-256 of what must be there. */
  files: Record<string, string>;
}

declare const precache: Precache; // written above these lines by the view that serves this file
const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = "recorder-";
const { version, page, files } = precache;

async function fill(): Promise<void> {
  const cache = await caches.open(PREFIX + version);
  await Promise.all(
    Object.entries(files).map(async ([address, digest]) => {
      // A network that answers in the server's place has other bytes, and the browser refuses those.
      const response = await fetch(address, { cache: "reload", integrity: digest, redirect: "error" });
      if (!response.ok) {
        throw new Error(`${address} answered ${response.status}`);
      }
      await cache.put(address, response);
    }),
  );
}

/** Pages that are open may still ask for files of the version before: the last two stay. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const older = names.filter((name) => name !== PREFIX + version);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
}

async function answer(request: Request, meanwhile: (work: Promise<void>) => void): Promise<Response> {
  const address = request.mode === "navigate" ? page : request.url;
  const mine = await caches.open(PREFIX + version);
  const kept = (await mine.match(address)) ?? (await caches.match(address));
  if (kept) {
    return kept;
  }
  if (!(await mine.match(page))) {
    meanwhile(fill().catch(() => {})); // the browser threw the cache away: there again next time
  }
  return fetch(request); // that, or a page of a newer version asks
}

worker.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});
worker.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => worker.clients.claim()));
});
worker.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = origin === worker.location.origin && event.request.method === "GET";
  const opens = event.request.mode === "navigate" && pathname === page;
  if (ours && (opens || pathname in files || pathname.startsWith("/static/govuk/"))) {
    event.respondWith(answer(event.request, (work) => event.waitUntil(work)));
  }
});
