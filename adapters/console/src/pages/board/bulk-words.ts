/** Why several tickets have no step in common, and what they differ in. */

import type { Case } from "@/api/client";
import { stateTitle, workflowTitle } from "@/catalog/catalog";
import { listed, t } from "@/texts";

/** "故障报修 3、投诉 1", the most first; "" when all are alike. */
export function tally(each: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of each) counts.set(one, (counts.get(one) ?? 0) + 1);
  if (counts.size < 2) return "";
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return listed(sorted.map(([name, n]) => `${name} ${n}`));
}

/** Of tickets that are of one kind and in one state `otherwise`. */
export function whyNotTogether(tickets: readonly Case[], otherwise: string): string {
  const kinds = tally(tickets.map(({ workflow }) => workflowTitle(workflow)));
  if (kinds) return t("bulk.kinds-differ", { kinds });
  const states = tally(tickets.map(({ workflow, state }) => stateTitle(workflow, state)));
  return states ? t("bulk.states-differ", { states }) : otherwise;
}
