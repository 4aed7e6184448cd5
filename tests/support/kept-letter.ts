import type { Page } from "@playwright/test";
import type { KeptLetter } from "~/realtime/letter-store.client";

/** What a browser keeps of the letters of somebody because it is not saved. */
export async function keptLetter(page: Page): Promise<KeptLetter> {
  const entries = await page.evaluate(async () => {
    const open = indexedDB.open("conjunta-letters");
    const db = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const store = db.transaction("unsaved").objectStore("unsaved");
    const [keys, values] = [store.getAllKeys(), store.getAll()];
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve;
    });
    db.close();
    return keys.result.map((key, index) => ({
      key: String(key),
      bytes: Array.from(values.result[index] as Uint8Array),
    }));
  });
  const state = entries.find(({ key }) => key.endsWith("/state"));
  return {
    state: state ? Uint8Array.from(state.bytes) : null,
    operations: entries
      .filter(({ key }) => key.includes("/op/"))
      .map(({ key, bytes }) => ({ opId: key, update: Uint8Array.from(bytes) })),
  };
}
