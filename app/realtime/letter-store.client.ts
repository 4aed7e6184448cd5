import { clear, createStore, delMany, entries, promisifyRequest, type UseStore } from "idb-keyval";

/** What a browser keeps of a letter until the server has it. */
export type KeptLetter = {
  /** Text as it was seen here, so that it can be shown without a connection; null if none is kept. */
  state: Uint8Array | null;
  /** Updates that were not acknowledged, oldest first. */
  operations: { opId: string; update: Uint8Array }[];
};

/** Where unsaved edits survive a reload. One for each person and text. */
export type LetterStore = {
  load(): Promise<KeptLetter>;
  keepOperation(opId: string, update: Uint8Array): Promise<void>;
  keepState(state: Uint8Array): Promise<void>;
  /** Forgets these operations, and the text with the last of them. */
  forget(opIds: readonly string[], all: boolean): Promise<void>;
};

const DATABASE = "conjunta-letters";

let opened: UseStore | null = null;
const database = () => {
  opened ??= createStore(DATABASE, "unsaved");
  return opened;
};

/** Written at once: a page that is being left no longer hears that its request was done, and what it began would be undone. */
const put = (key: string, value: Uint8Array): Promise<void> =>
  database()("readwrite", (store) => {
    store.put(value, key);
    store.transaction.commit();
    return promisifyRequest(store.transaction);
  });

/**
 * Keeps in IndexedDB. Nothing stays there once it is saved: a shared computer holds no drafts. Browsers that refuse
 * (private windows) keep in memory only, and the editor asks before the page is left.
 */
export function browserStore(personId: string, languageVersionId: string): LetterStore {
  const prefix = `${personId}/${languageVersionId}/`;
  return {
    async load() {
      const mine = (await entries<string, Uint8Array>(database())).filter(([key]) => key.startsWith(prefix));
      const operations = mine
        .filter(([key]) => key.startsWith(`${prefix}op/`))
        // Operation ids begin with the time at which they were made.
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, update]) => ({ opId: key.slice(prefix.length + 3), update }));
      return { state: mine.find(([key]) => key === `${prefix}state`)?.[1] ?? null, operations };
    },
    keepOperation: (opId, update) => put(`${prefix}op/${opId}`, update),
    keepState: (state) => put(`${prefix}state`, state),
    forget: (opIds, all) =>
      delMany([...opIds.map((opId) => `${prefix}op/${opId}`), ...(all ? [`${prefix}state`] : [])], database()),
  };
}

/** For "sign out and clear this device": forgets every unsaved text of everybody here. */
export async function clearLettersOnThisDevice(): Promise<void> {
  await clear(database());
}
