// Offline shell. Only static files: device state is never cached, a stale "off" must not look like the truth.
const CACHE = 'shell-__VERSION__';
const FILES = __PRECACHE__;

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => event.data === 'skipWaiting' && self.skipWaiting());

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const foreign = event.request.method !== 'GET' || url.origin !== location.origin;
  if (foreign || /^\/(api|openapi|health)(\/|$)/.test(url.pathname)) return;
  event.respondWith(event.request.mode === 'navigate' ? page(event.request) : file(event.request, url.pathname));
});

async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: 'no-cache' })));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function page(request) {
  return (await caches.match('/index.html')) ?? fetch(request);
}

async function file(request, path) {
  return (await caches.match(path)) ?? fetch(request);
}
