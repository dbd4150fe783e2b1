/** What a phone keeps: values by name, and the steps that wait to be sent. IndexedDB, because a photo must survive too. */

const kName = "gongdan";
const kVersion = 1;

export type StoreName = "kept" | "steps";

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(kName, kVersion);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("steps", { keyPath: "place", autoIncrement: true });
    };
    request.onerror = () => reject(request.error ?? new Error(kName));
    request.onsuccess = () => {
      // Another tab may bring a newer version: let it.
      request.result.onversionchange = () => {
        request.result.close();
        opening = undefined;
      };
      resolve(request.result);
    };
  });
}

function database(): Promise<IDBDatabase> {
  opening ??= open().catch((cause: unknown) => {
    opening = undefined;
    throw cause;
  });
  return opening;
}

/** The result of the last request that `work` makes, once all of it is on the disk. Throws a DOMException. */
export async function inStore<Result>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const db = await database();
  return new Promise((resolve, reject) => {
    // Strict: a phone whose battery dies after the press must still have the step.
    const transaction = db.transaction(name, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new DOMException(name, "AbortError"));
  });
}

/**
 * Lays what `change` makes of a step in its place, or deletes it ("gone"); leaves it where that is undefined. Atomic
 * between tabs: of a change of mind and a sending, one comes first. Gives what `change` gave; undefined = nothing there.
 */
export async function changeStep<Step>(
  place: number,
  change: (step: Step) => Step | "gone" | undefined,
): Promise<Step | "gone" | undefined> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction("steps", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("steps");
    const found = store.get(place) as IDBRequest<Step | undefined>;
    let made: Step | "gone" | undefined;
    found.onsuccess = () => {
      made = found.result && change(found.result);
      if (made === "gone") store.delete(place);
      else if (made !== undefined) store.put(made);
    };
    transaction.oncomplete = () => resolve(made);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("steps", "AbortError"));
  });
}

/** Whoever holds the lease until then; taken or prolonged by `holder` when nobody else has it. Atomic between tabs. */
export async function takeLease(holder: string, nowMs: number, forMs: number): Promise<boolean> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction("kept", "readwrite");
    const store = transaction.objectStore("kept");
    const found = store.get("lease") as IDBRequest<{ holder: string; untilMs: number } | undefined>;
    let mine = false;
    found.onsuccess = () => {
      const lease = found.result;
      // A lease from far ahead is of a clock that was set back since. Twice its length: two tabs that ask at once look
      // at the clock in one order and come to the store in the other.
      const held = lease && lease.holder !== holder && lease.untilMs > nowMs && lease.untilMs <= nowMs + 2 * forMs;
      mine = !held;
      if (mine) store.put({ holder, untilMs: nowMs + forMs }, "lease");
    };
    transaction.oncomplete = () => resolve(mine);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("lease", "AbortError"));
  });
}
