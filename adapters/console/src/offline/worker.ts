/**
 * The service worker: opens the console where there is no line. It keeps the files of one version, those of the next one
 * in their place as soon as they are there, and nothing else: no answer of the API ever passes through it.
 */

import { ruleFor } from "@/offline/worker-rules";

declare const __FILES__: string[];
declare const __VERSION__: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const kCache = `gongdan-${__VERSION__}`;
/** After so long the page that is kept is the better one; the line may still be good enough for the jobs. */
const kPageMs = 4000;

async function install(): Promise<void> {
  const cache = await caches.open(kCache);
  await cache.addAll(__FILES__.map((path) => new Request(path, { cache: "reload" })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== kCache).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(new URL(request.url).pathname, { cacheName: kCache })) ?? fetch(request);
}

async function page(request: Request): Promise<Response> {
  const kept = await caches.match("/", { cacheName: kCache });
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), kPageMs));
  const fromServer = fetch(request).then(
    (answer) => (answer.status < 500 ? answer : kept),
    () => kept,
  );
  return Promise.race([fromServer, late]);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const rule = ruleFor(event.request, worker.location.origin, __FILES__);
  if (rule === "file") event.respondWith(file(event.request));
  if (rule === "page") event.respondWith(page(event.request));
});
