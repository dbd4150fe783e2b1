/** What several tickets differ in: why they have no step in common, and how far apart the jobs of one crew are. */

import type { Case } from "@/api/client";
import { fieldTitle, fieldValue, stateTitle, workflowTitle } from "@/catalog/catalog";
import { siteOf } from "@/parts/crews";
import { listed, said, t } from "@/texts";

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

/** "含 3 个台区 · 1 张没有台区 · 地段：城区 2、农村 1"; "" when they are all at the same place. */
export function spreadWords(tickets: readonly Case[]): string {
  const sites = tickets.map(({ data }) => siteOf(data));
  const areas = new Set(sites.flatMap(({ area }) => area ?? []));
  const without = sites.filter(({ area }) => !area).length;
  const { workflow } = tickets[0]!;
  const classes = tally(sites.flatMap(({ site_class: of }) => (of ? [fieldValue(workflow, "site_class", of)] : [])));
  return [
    areas.size > 1 && t("bulk.areas", { n: areas.size }),
    areas.size > 0 && without > 0 && t("bulk.without-area", { n: without }),
    classes && said(fieldTitle(workflow, "site_class"), classes),
  ]
    .filter(Boolean)
    .join(" · ");
}
