/**
 * The service worker. It answers for kept courses, and for a page of any other kind only when there
 * is no line: then with the page that says what is kept. It never keeps a page of the server.
 * The server puts VERSION and SHELL in front: the address of each file of that one page.
 */
const [FILES, COURSES, SHELLS] = ["atoll-keep-files", "atoll-keep-courses", "atoll-keep-shell-"];
const [FORMAT, BATCH] = ["atoll-keeping/1", 20];
const PATIENCE = 8000; // ms; a line that takes longer is none
const KEPT = /^\/keep\/([-\w]+)\/(.*)$/;

async function install() {
  const cache = await caches.open(SHELLS + VERSION);
  await cache.addAll(SHELL.map((address) => new Request(address, { cache: "reload" })));
  await self.skipWaiting();
}

/** The old shell goes only now, when the new one is whole. */
async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(SHELLS) && name !== SHELLS + VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const fromShell = async (address) =>
  (await caches.open(SHELLS + VERSION)).match(address, { ignoreSearch: true, ignoreVary: true });

/** Give the file at `path` of a kept course; nothing if it is not kept. */
async function fromKept(slug, path) {
  const found = await (await caches.open(COURSES)).match("/keep/" + slug + "/kept");
  if (!found) return undefined;
  const plan = await found.json();
  const file = plan.files.find((each) => each.path === (path || "index.html"));
  return file && (await caches.open(FILES)).match("/keep/files/" + file.sha256, { ignoreVary: true });
}

/** Give the part of a film or sound that the browser asks for. */
async function partOf(response, range) {
  const found = /^bytes=(\d+)-(\d*)$/.exec(range || "");
  if (!found) return response;
  const whole = await response.blob();
  const [start, end] = [Number(found[1]), found[2] ? Number(found[2]) + 1 : whole.size];
  const headers = new Headers(response.headers);
  if (start >= whole.size || end <= start) {
    headers.set("Content-Range", "bytes */" + whole.size);
    return new Response(null, { status: 416, headers });
  }
  headers.set("Content-Range", "bytes " + start + "-" + (Math.min(end, whole.size) - 1) + "/" + whole.size);
  return new Response(whole.slice(start, end, whole.type), { status: 206, headers });
}

async function kept(request, slug, path) {
  const found = await fromKept(slug, path);
  if (found) return partOf(found, request.headers.get("Range"));
  return request.mode === "navigate" ? page(request) : fetch(request);
}

/** Give a page from the server; without a line, the one that says what is kept here. */
async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await fromShell("/keep/")) || Response.error();
  }
}

/** The page of what is kept: the server's while there is a line, for its words may have changed. */
async function shelf() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch("/keep/", { signal: stop.signal, redirect: "error" });
    if (!response.ok) throw new Error("status " + response.status);
    await (await caches.open(SHELLS + VERSION)).put("/keep/", response.clone());
    return response;
  } catch (error) {
    return (await fromShell("/keep/")) || Response.error();
  } finally {
    clearTimeout(timer);
  }
}

function answer(request) {
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return null;
  const isPage = request.mode === "navigate";
  const found = KEPT.exec(pathname);
  if (isPage && pathname === "/keep/") return shelf();
  if (SHELL.includes(pathname)) return fromShell(pathname).then((own) => own || fetch(request));
  if (found && (found[2] === "" || /^(atoll|media)\//.test(found[2]))) {
    return kept(request, found[1], decodeURIComponent(found[2]));
  }
  return isPage ? page(request) : null;
}

async function ask(address, options) {
  const how = { cache: "no-store", credentials: "same-origin", redirect: "error" };
  const found = await (await fetch(address, Object.assign(how, options))).json();
  if (found.format !== FORMAT) throw new Error("another format");
  return found;
}

/** Send statements; what is too much at once goes in halves. */
async function post(learner, token, statements) {
  const receipt = await ask("/keep/statements", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ format: FORMAT, learner, statements }),
  });
  const half = statements.length >> 1;
  if (receipt.error === "too much" && half) {
    await post(learner, token, statements.slice(0, half));
    await post(learner, token, statements.slice(half));
  } else if (receipt.learner !== learner || receipt.error) throw new Error("no receipt");
}

/**
 * Send what a page left here, for the one whose it is. Whatever goes wrong, the browser tries again
 * later and the page still has it all; what went through is sent twice at most, which is once.
 */
async function send() {
  const outbox = await caches.open("atoll-keep-outbox");
  const found = await outbox.match("/keep/outbox");
  if (!found) return;
  const { learner, statements } = await found.json();
  const me = await ask("/keep/me");
  if (!me.learner || me.learner.actor !== learner) return;
  for (let place = 0; place < statements.length; place += BATCH) {
    await post(learner, me.token, statements.slice(place, place + BATCH));
  }
  await outbox.delete("/keep/outbox");
}

self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const answered = answer(event.request);
  if (answered) event.respondWith(answered);
});
