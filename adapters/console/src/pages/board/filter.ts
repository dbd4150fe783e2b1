/** What of the board is shown, and the views that somebody keeps in his browser. */

import type { Row } from "@/pages/board/rows";
import { isAtRisk, isOver } from "@/parts/clock-face";
import { isSpecial } from "@/parts/flags";
import { holds } from "@/parts/word-match";

export type Pressing = "all" | "over" | "risk";

export interface Filter {
  workflow: string;
  /** "workflow/state"; a state around others means all of them. */
  state: string;
  area: string;
  team: string;
  pressing: Pressing;
  /** Tickets of special customers alone. */
  special: boolean;
  /** What waits for the reader alone. */
  mine: boolean;
  text: string;
}

export interface View {
  name: string;
  filter: Filter;
}

export const kEverything: Readonly<Filter> = {
  workflow: "",
  state: "",
  area: "",
  team: "",
  pressing: "all",
  special: false,
  mine: false,
  text: "",
};

/** Apart from whose turn it is, and from how pressing it is, which changes with every second. */
export function matches(row: Row, filter: Filter): boolean {
  const { ticket } = row;
  const words = filter.text.toLowerCase().split(/\s+/);
  return (
    (filter.workflow === "" || ticket.workflow === filter.workflow) &&
    (filter.state === "" || row.states.includes(filter.state)) &&
    (filter.area === "" || ticket.data.area === filter.area) &&
    (filter.team === "" || ticket.data.team === filter.team) &&
    (!filter.special || isSpecial(ticket)) &&
    words.every((word) => holds(row.words, word))
  );
}

/** As the server's filters of that name: what is overdue by one clock may be at risk by another. */
export function presses(row: Row, pressing: Pressing, nowMs: number): boolean {
  if (pressing === "over") return isOver(row.pressing, nowMs);
  return pressing === "all" || isAtRisk(row.pressing, nowMs);
}

export function isEverything(filter: Filter): boolean {
  return (Object.keys(kEverything) as (keyof Filter)[]).every((key) => filter[key] === kEverything[key]);
}

export type Emptiness = "none-open" | "none-mine" | "others-only" | "no-match";

/** Why nothing is shown; `others`: how many would be without "my turn". */
export function emptiness(filter: Filter, open: number, others: number): Emptiness {
  if (open === 0) return "none-open";
  if (!filter.mine || others === 0) return "no-match";
  return isEverything({ ...filter, mine: false }) ? "none-mine" : "others-only";
}

const kStored = "gongdan.views";

/** What the browser holds may be of an older console, or broken. */
export function storedViews(): View[] {
  try {
    const views: unknown = JSON.parse(localStorage.getItem(kStored) ?? "[]");
    if (!Array.isArray(views)) return [];
    return (views as Partial<View>[]).flatMap(({ name, filter }) =>
      name && filter ? [{ name, filter: { ...kEverything, ...filter } }] : [],
    );
  } catch {
    return [];
  }
}

export function storeViews(views: readonly View[]): void {
  localStorage.setItem(kStored, JSON.stringify(views));
}
