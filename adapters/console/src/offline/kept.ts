/**
 * What a crew needs without a line, kept on the phone: who he is, what things are called, his jobs. Never a password, a
 * cookie or the token against forged requests. Gone with the log-out, with another person's log-in, and after a week
 * without a line.
 */

import type { Case, Schemas } from "@/api/client";
import { inStore } from "@/offline/database";

/** A phone that was lost must not tell for ever where customers live. */
export const kKeepMs = 7 * 24 * 3600 * 1000;

export interface KeptValues {
  session: Omit<Schemas["Session"], "csrf">;
  catalog: unknown;
  jobs: Case[];
}

interface Kept<Value> {
  value: Value;
  /** By the device's clock. */
  savedMs: number;
}

/** Whether it may still be shown: a clock that was set back makes nothing older. */
export function isFresh(savedMs: number, nowMs: number): boolean {
  return nowMs - savedMs < kKeepMs;
}

/** A browser that keeps nothing (private windows) works as before, with a line. */
async function orNothing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  return work.catch(() => undefined);
}

export async function keep<Name extends keyof KeptValues>(name: Name, value: KeptValues[Name]): Promise<void> {
  const kept: Kept<unknown> = { value: JSON.parse(JSON.stringify(value)), savedMs: Date.now() };
  await orNothing(inStore("kept", "readwrite", (store) => store.put(kept, name)));
}

export async function kept<Name extends keyof KeptValues>(name: Name): Promise<Kept<KeptValues[Name]> | undefined> {
  const found = await orNothing(
    inStore("kept", "readonly", (store) => store.get(name) as IDBRequest<Kept<KeptValues[Name]> | undefined>),
  );
  if (found && !isFresh(found.savedMs, Date.now())) await forgetKept();
  return found && isFresh(found.savedMs, Date.now()) ? found : undefined;
}

export async function forgetKept(): Promise<void> {
  await orNothing(inStore("kept", "readwrite", (store) => store.clear()));
}
