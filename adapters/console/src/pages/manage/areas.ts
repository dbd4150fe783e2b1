/** How the areas of a manager stand at a moment. */

import type { Case } from "@/api/client";
import { clockFace } from "@/parts/clock-face";

export interface AreaFigures {
  /** "" = of tickets without one. */
  area: string;
  open: number;
  atRisk: number;
  overdue: number;
  /** What runs out first stands first. */
  tickets: Case[];
}

type Standing = "fine" | "risk" | "over";

/** The worst of the ticket's clocks decides; a paused one is no danger. */
export function standing(ticket: Pick<Case, "clocks">, nowMs: number): Standing {
  const kinds = ticket.clocks
    .filter((clock) => clock.status === "running")
    .map((clock) => clockFace(clock, nowMs).kind);
  if (kinds.includes("over")) return "over";
  return kinds.includes("risk") ? "risk" : "fine";
}

/** One row for each area that has open tickets; the worst first. */
export function areaFigures(tickets: Case[], nowMs: number): AreaFigures[] {
  const areas = new Map<string, AreaFigures>();
  for (const ticket of tickets) {
    const area = typeof ticket.data.area === "string" ? ticket.data.area : "";
    const row = areas.get(area) ?? { area, open: 0, atRisk: 0, overdue: 0, tickets: [] };
    const stands = standing(ticket, nowMs);
    row.open += 1;
    row.atRisk += stands === "risk" ? 1 : 0;
    row.overdue += stands === "over" ? 1 : 0;
    row.tickets.push(ticket);
    areas.set(area, row);
  }
  return [...areas.values()].sort(
    (one, other) =>
      other.overdue - one.overdue ||
      other.atRisk - one.atRisk ||
      other.open - one.open ||
      one.area.localeCompare(other.area),
  );
}
