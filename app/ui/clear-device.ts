/**
 * Forgets what the portal keeps in this browser: drafts, unsent messages, settings. The server's answer to signing out
 * with `clear` says the same to the browser (Clear-Site-Data); this is for browsers that do not know it.
 */
export async function clearDevice(): Promise<void> {
  const attempts: Promise<unknown>[] = [];
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch {
    // Storage is switched off: then nothing was kept there.
  }
  if (typeof indexedDB !== "undefined" && "databases" in indexedDB) {
    attempts.push(
      indexedDB.databases().then((all) => {
        for (const { name } of all) if (name) indexedDB.deleteDatabase(name);
      }),
    );
  }
  if (typeof caches !== "undefined") {
    attempts.push(caches.keys().then((keys) => Promise.all(keys.map((key) => caches.delete(key)))));
  }
  await Promise.allSettled(attempts);
}
