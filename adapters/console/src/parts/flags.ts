/** Flags of special customers: the set field `flags` of a ticket. */

import type { Case } from "@/api/client";
import { fieldValue } from "@/catalog/catalog";

export function isSpecial({ data }: Pick<Case, "data">): boolean {
  return Array.isArray(data.flags) && data.flags.length > 0;
}

/** "独居老人、重要客户"; "" of a ticket without any. */
export function flagWords(ticket: Pick<Case, "workflow" | "data">): string {
  return isSpecial(ticket) ? fieldValue(ticket.workflow, "flags", ticket.data.flags) : "";
}
