/** What a page shows comes from the server: asking for it, why it is not there, and asking again. */

import { onMounted, onScopeDispose, ref, shallowRef } from "vue";

import type { JournalEvent } from "@/api/client";
import { useJournal } from "@/api/live";

/** Asks when the component appears and at every load(). Of several answers under way the last one asked for counts. */
export function useLoaded<Data>(ask: () => Promise<Data>) {
  const data = shallowRef<Data>();
  const refusal = ref<unknown>();
  const busy = ref(false);
  let latest = 0;

  async function load(): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    try {
      const answer = await ask();
      if (mine !== latest) return;
      data.value = answer;
      refusal.value = undefined;
    } catch (cause) {
      if (mine === latest) refusal.value = cause;
    } finally {
      if (mine === latest) busy.value = false;
    }
  }

  onMounted(load);
  return { data, refusal, busy, load };
}

/** Between two loads: enough for a storm to come as one, short enough to look live. */
const kLeastGapMs = 2000;
/** A load that takes long is made seldom: at most this part of the time is spent on it. */
const kShareOfTime = 1 / 20;

/** Calls `load` after events of the journal that concern it, many as one, and after a break of the line. */
export function useFresh(load: () => Promise<void>, concerns: (event: JournalEvent) => boolean): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let gap = kLeastGapMs;

  async function reload(): Promise<void> {
    // Free before the load: what happens during it asks for another.
    waiting = undefined;
    const began = performance.now();
    await load();
    gap = Math.max(kLeastGapMs, (performance.now() - began) / kShareOfTime);
  }

  useJournal(
    (event) => {
      if (concerns(event)) waiting ??= setTimeout(() => void reload(), gap);
    },
    () => void load(),
  );
  onScopeDispose(() => clearTimeout(waiting));
}

/** Calls `load` again and again while the page is looked at, a while after each answer. */
export function useEvery(everyMs: number, load: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(() => void again(), everyMs);
  };
  async function again(): Promise<void> {
    if (!document.hidden) await load();
    wait();
  }
  wait();
  onScopeDispose(() => clearTimeout(timer));
}
