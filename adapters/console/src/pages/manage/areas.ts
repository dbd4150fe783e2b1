/** The areas of a manager: bars of their counts, and which tickets stand behind one. */

import type { Schemas } from "@/api/client";

export type AreaCount = Schemas["TicketCounts"]["items"][number];

/** Widths of 100: all open ones of an area against the greatest, and over these who is in danger. */
export interface AreaBar {
  open: number;
  pressing: number;
  overdue: number;
}

export function areaBar(row: Pick<AreaCount, "open" | "at_risk" | "overdue">, most: number): AreaBar {
  const share = (count: number) => (100 * count) / Math.max(1, most);
  // Some may be at risk and overdue too: no more than there are.
  return {
    open: share(row.open),
    pressing: share(Math.min(row.open, row.at_risk + row.overdue)),
    overdue: share(row.overdue),
  };
}

/** The filter of lists that gives the tickets of an area; "" = those that name none. */
export function inArea(area: string): { area: string } | { without_area: true } {
  return area === "" ? { without_area: true } : { area };
}
