// Keeps the pages that were read last, for when there is no network. What is searched, asked or sent is never kept.
"use strict";
const pages = "motcua-pages-" + version, most = 30;
const kept = /^(thu-tuc|chu-de|su-kien|hoi-dap|ke-hoach|gap-can-bo|index\.html|ngoai-tuyen|quyen-rieng-tu|gioi-thieu)?(\/|\.html|$)/;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(pages).then((c) => c.addAll(shell)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((n) => n.startsWith("motcua-pages-") && n !== pages).map((n) => caches.delete(n))))
    .then(() => clients.claim()));
});

async function remember(request, response) {
  const cache = await caches.open(pages);
  await cache.put(request, response);
  const all = (await cache.keys()).filter((r) => !shell.some((s) => r.url.endsWith(s)));
  for (const old of all.slice(0, Math.max(0, all.length - most))) await cache.delete(old);
}

async function answer(event) {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok && response.type === "basic" && !response.redirected) event.waitUntil(remember(request, response.clone()));
    return response;
  } catch (failure) {
    const cache = await caches.open(pages);
    const found = await cache.match(request) ||
      (request.mode === "navigate" ? await cache.match(new URL(shell[2], registration.scope)) : undefined);
    if (found) return found;
    throw failure;
  }
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url), scope = new URL(registration.scope);
  if (event.request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (url.search === "" && kept.test(path) || path.startsWith("web/")) event.respondWith(answer(event));
  else if (event.request.mode === "navigate" && !/^(chat|admin|api|mcp|widget)/.test(path)) {
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(new URL(shell[2], scope))) || Response.error()));
  }
});
