/** How many open tickets each crew has, asked once: whoever is sent should not be the busiest. */

import { onMounted, shallowRef } from "vue";

import { api, asked } from "@/api/client";

/** By crew; undefined until it is known, or when nobody answers: the choice goes on without it. */
export function useCrewLoad(wanted: boolean) {
  const open = shallowRef<Record<string, number>>();
  onMounted(async () => {
    if (!wanted) return;
    const query = { by: "team" as const };
    const counts = await asked(api.GET("/api/v1/tickets/counts", { params: { query } })).catch(() => undefined);
    if (counts) open.value = Object.fromEntries(counts.items.map((group) => [group.id, group.open]));
  });
  return open;
}
