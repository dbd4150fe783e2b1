/** Up to which event the journal is sealed, for those who may know it. */

import { computed, ref } from "vue";

import { api, asked } from "@/api/client";
import { useEvery, useLoaded } from "@/parts/loading";
import { hasRole } from "@/session/session";

/** A seal comes every minute: soon after it, what waited for it is shown as sealed. */
const kAskEveryMs = 20_000;

/** `newest`: the last event that is shown. Nothing in `through` before it is known, or for who may not know. */
export function useSealed(newest: () => number) {
  const mayProve = hasRole("auditor", "admin");
  const through = ref<number>();
  const { load } = useLoaded(async () => {
    if (!mayProve) return;
    const { last_seal } = await asked(api.GET("/api/v1/proof"));
    through.value = last_seal?.last_seq ?? 0;
  });
  const waiting = computed(() => mayProve && newest() > (through.value ?? 0));
  useEvery(kAskEveryMs, async () => {
    if (waiting.value) await load();
  });
  return { through };
}
