/** What stays when somebody looks into a ticket and comes back. */

import { ref } from "vue";

import { kEverything, type Filter } from "@/pages/board/filter";

export const filter = ref<Filter>({ ...kEverything });
/** The ticket that the keys act on. */
export const currentId = ref("");
/** Ids of the tickets that are ticked. */
export const selection = ref<ReadonlySet<string>>(new Set());
