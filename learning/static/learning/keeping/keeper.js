/**
 * Keeping courses on this device: every file under its SHA-256, so that what two courses or two
 * editions share is fetched and kept once, and a download that broke off goes on where it stopped.
 *
 *   atoll-keep-files    /keep/files/<sha256>
 *   atoll-keep-courses  /keep/<slug>/kept    the plan of a course that is here in full; put last
 *                       /keep/<slug>/wanted  the plan of one that is being fetched
 */
var Atoll = Atoll || {};

(function () {
  "use strict";

  const FORMAT = "atoll-keeping/1";
  const [FILES, COURSES] = ["atoll-keep-files", "atoll-keep-courses"];
  const CHECKED = 8000000; // bytes; longer files are checked by their length alone
  const PATIENCE = 60000; // ms until the worker has fetched its own pages
  const DROPPED = ["content-encoding", "content-length", "vary", "etag"];

  const fileKey = (file) => "/keep/files/" + file.sha256;
  const markKey = (slug, mark) => "/keep/" + slug + "/" + mark;
  const sum = (files, name) => files.reduce((total, file) => total + file[name], 0);

  async function read(key) {
    const found = await (await caches.open(COURSES)).match(key);
    return found ? found.json() : null;
  }

  async function write(key, plan) {
    const said = new Response(JSON.stringify(plan), { headers: { "Content-Type": "application/json" } });
    return (await caches.open(COURSES)).put(key, said);
  }

  /** Ask the server what a course consists of now. Throws if it does not say so itself. */
  async function plan(slug, language) {
    const asked = language ? "?language=" + encodeURIComponent(language) : "";
    const response = await fetch("/keep/" + slug + "/plan" + asked, { redirect: "error" });
    const found = await response.json();
    if (!response.ok || found.format !== FORMAT) throw new Error("no plan");
    return found;
  }

  /** Give the files of `of` that are not on this device yet, each once. */
  async function left(of) {
    const cache = await caches.open(FILES);
    const here = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    const seen = new Set();
    return of.files.filter((file) => {
      const isNew = !here.has(fileKey(file)) && !seen.has(file.sha256);
      seen.add(file.sha256);
      return isNew;
    });
  }

  async function isWhole(content, file) {
    if (content.byteLength !== file.length) return false;
    if (content.byteLength > CHECKED) return true;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    return Array.from(digest, (byte) => (byte + 256).toString(16).slice(1)).join("") === file.sha256;
  }

  async function fetchFile(of, file, signal) {
    const address = "/keep/" + of.slug + "/files/" + file.sha256 + "?language=" + of.language;
    // Not into the browser's own cache as well: it would lie on the phone twice.
    const how = { signal, redirect: "error", credentials: "omit", cache: "no-store" };
    const response = await fetch(address, how);
    if (!response.ok) throw new Error("status " + response.status);
    const content = await response.arrayBuffer();
    if (!(await isWhole(content, file))) throw new Error("not whole");
    const headers = new Headers(response.headers);
    DROPPED.forEach((name) => headers.delete(name));
    headers.set("Content-Type", file.type);
    await (await caches.open(FILES)).put(fileKey(file), new Response(content, { headers }));
  }

  async function marks(name) {
    const cache = await caches.open(COURSES);
    const keys = (await cache.keys()).map((request) => new URL(request.url).pathname);
    return Promise.all(keys.filter((key) => key.endsWith("/" + name)).map(read));
  }

  /** Free what no course here needs any more. */
  async function tidy() {
    const plans = (await marks("kept")).concat(await marks("wanted")).filter(Boolean);
    const needed = new Set(plans.flatMap((each) => each.files.map(fileKey)));
    const cache = await caches.open(FILES);
    const all = await cache.keys();
    const unneeded = all.filter((request) => !needed.has(new URL(request.url).pathname));
    await Promise.all(unneeded.map((request) => cache.delete(request)));
  }

  async function drop(slug, mark) {
    await (await caches.open(COURSES)).delete(markKey(slug, mark));
    await tidy();
  }

  /** Wait until the worker that answers without a line is in charge, its own pages included. */
  async function worker() {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const late = (resolve, reject) => setTimeout(() => reject(new Error("no worker")), PATIENCE);
    return Promise.race([navigator.serviceWorker.ready, new Promise(late)]);
  }

  async function fits(files) {
    if (!navigator.storage || !navigator.storage.estimate) return true;
    const { quota, usage } = await navigator.storage.estimate();
    return !quota || sum(files, "length") < quota - usage;
  }

  async function fetchAll(of, files, signal, tell) {
    const total = sum(files, "wire");
    let done = 0;
    for (const [place, file] of files.entries()) {
      tell({ done, total, place, files: files.length });
      await fetchFile(of, file, signal);
      done += file.wire;
    }
    tell({ done, total, place: files.length, files: files.length });
  }

  Atoll.keeper = {
    plan,
    left,
    kept: () => marks("kept"),
    wanted: () => marks("wanted"),
    isKept: (slug) => read(markKey(slug, "kept")),
    isWanted: (slug) => read(markKey(slug, "wanted")),
    wire: (files) => sum(files, "wire"),
    /** What a kept course takes on this device, in bytes. */
    space: (of) => sum(of.files, "length"),

    canKeep: () =>
      Boolean(window.isSecureContext && navigator.serviceWorker && window.caches && window.crypto.subtle),

    /**
     * Fetch what is missing of a course, and keep it once all of it is here. What was kept before
     * stays in use until then. Throws a QuotaExceededError when the device is full: then what was
     * fetched is given back; after any other error it waits, to go on from.
     */
    async keep(of, signal, tell) {
      await worker();
      try {
        // First, so that nobody tidies away what of it is here already.
        await write(markKey(of.slug, "wanted"), of);
        const files = await left(of);
        if (!(await fits(files))) throw new DOMException("no space", "QuotaExceededError");
        if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
        await fetchAll(of, files, signal, tell);
        if ((await left(of)).length) throw new Error("not whole");
        await write(markKey(of.slug, "kept"), of);
        await drop(of.slug, "wanted");
      } catch (error) {
        if (error.name === "QuotaExceededError") await drop(of.slug, "wanted");
        throw error;
      }
    },

    /** Remove a course, and what was fetched of it; the files that others need stay. */
    async remove(slug) {
      await (await caches.open(COURSES)).delete(markKey(slug, "kept"));
      await drop(slug, "wanted");
    },
  };
})();
