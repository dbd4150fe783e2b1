/** What a clock shows at a moment, from the facts in the ticket. */

import type { Case, Clock } from "@/api/client";

export type FaceKind = "fine" | "risk" | "over" | "paused";

export interface ClockFace {
  kind: FaceKind;
  /** Left, or over; never negative. */
  seconds: number;
  /** Of the time between start and due, 0 to 1. For a bar: pauses and nights are not taken out. */
  used: number;
}

/** From which part of its time on a clock is at risk: where the first rung of the shipped ladders stands. */
export const kAtRisk = 0.5;

export function clockFace(clock: Clock, nowMs: number): ClockFace {
  const start = Date.parse(clock.started_at);
  const due = Date.parse(clock.due_at);
  const used = due > start ? Math.min(1, Math.max(0, (nowMs - start) / (due - start))) : 1;
  if (clock.status === "paused") return { kind: "paused", seconds: Math.max(0, clock.remaining_s ?? 0), used };
  const left = (due - nowMs) / 1000;
  if (left < 0) return { kind: "over", seconds: -left, used: 1 };
  return { kind: used >= kAtRisk ? "risk" : "fine", seconds: left, used };
}

/** The clock that runs out first; paused ones come after running ones. Nothing when none is open. */
export function nearestClock(ticket: Pick<Case, "clocks">): Clock | undefined {
  const open = ticket.clocks.filter((clock) => clock.status === "running" || clock.status === "paused");
  const weight = (clock: Clock) => (clock.status === "running" ? 0 : 1);
  return open.sort((one, other) => weight(one) - weight(other) || Date.parse(one.due_at) - Date.parse(other.due_at))[0];
}
