/** The rows of the board: tickets with what sorting and filtering need, read once for each. */

import type { Case, Clock } from "@/api/client";
import { areaName, findField, findState } from "@/catalog/catalog";
import {
  clockSpan,
  isAtRisk,
  isOver,
  nearestClock,
  pressingOf,
  type ClockSpan,
  type FaceKind,
  type Pressing,
} from "@/parts/clock-face";
import { stepsOf } from "@/parts/own-steps";

export interface Row {
  ticket: Case;
  clock?: Clock;
  span?: ClockSpan;
  pressing: Pressing;
  /** Where, and what: the fields that tell one ticket from another at a glance. */
  summary: string;
  /** The state and those around it, innermost first, as "workflow/state". */
  states: string[];
  /** It waits for the reader's own next step. */
  mine: boolean;
  /** Everything that can be searched for, in lower case. */
  words: string;
}

/** As the workflows call them; what is missing is left out. */
const kSummary = ["fault_address", "contact_address", "description"];

function statesAround(workflow: string, name: string): string[] {
  const state = findState(workflow, name);
  const around = state?.parent ? statesAround(workflow, state.parent) : [];
  return [`${workflow}/${name}`, ...around];
}

const turns = new Map<string, boolean>();

/** The same for thousands of tickets: worked out once for each place, and what is allowed there. */
function isOwnTurn(ticket: Case, roles: readonly string[]): boolean {
  const { workflow, version, state, allowed_events: allowed } = ticket;
  const place = [workflow, version, state, ...allowed, "/", ...roles].join(" ");
  const known = turns.get(place) ?? stepsOf(ticket, roles).main !== undefined;
  turns.set(place, known);
  return known;
}

/** Of a code its titles: nobody has seen the code, and "_" would find every one that is of two words. */
function wordsOf({ workflow, number, data }: Case): string {
  const said = Object.entries(data).flatMap(([name, value]) => {
    const codes = findField(workflow, name)?.values;
    if (!codes) return typeof value === "string" ? [value] : [];
    const title = codes.find(({ code }) => code === value)?.title;
    return title ? [title.zh, title.en] : [];
  });
  return [number, areaName(data.area as string | undefined), ...said].join("\n").toLowerCase();
}

/** To a reader of these roles; none = nothing waits for him. */
export function rowOf(ticket: Case, roles: readonly string[] = []): Row {
  const clock = nearestClock(ticket);
  return {
    ticket,
    clock,
    span: clock && clockSpan(clock),
    pressing: pressingOf(ticket),
    summary: kSummary.flatMap((field) => (ticket.data[field] ? [String(ticket.data[field])] : [])).join(" · "),
    states: statesAround(ticket.workflow, ticket.state),
    // What is paused waits for something else than for anybody here.
    mine: clock?.status !== "paused" && isOwnTurn(ticket, roles),
    words: wordsOf(ticket),
  };
}

/** The worst of its clocks; without one nothing can run out: "fine". */
export function kindOf(row: Row, nowMs: number): FaceKind {
  if (isOver(row.pressing, nowMs)) return "over";
  if (isAtRisk(row.pressing, nowMs)) return "risk";
  return row.span?.paused ? "paused" : "fine";
}

function weight(row: Row): number {
  if (!row.span) return 2;
  return row.span.paused ? 1 : 0;
}

/** What runs out first; paused clocks after running ones, tickets without a clock last: one's own, then the older. */
export function sooner(one: Row, other: Row): number {
  return (
    weight(one) - weight(other) ||
    (one.span?.dueMs ?? 0) - (other.span?.dueMs ?? 0) ||
    (one.span ? 0 : Number(other.mine) - Number(one.mine)) ||
    Number(one.ticket.id) - Number(other.ticket.id)
  );
}
