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

/** A clock with its times read once, for who looks at thousands of them every second. */
export interface ClockSpan {
  paused: boolean;
  startMs: number;
  dueMs: number;
}

export function clockSpan(clock: Clock): ClockSpan {
  return {
    paused: clock.status === "paused",
    startMs: Date.parse(clock.started_at),
    dueMs: Date.parse(clock.due_at),
  };
}

function usedOf({ startMs, dueMs }: ClockSpan, nowMs: number): number {
  return dueMs > startMs ? Math.min(1, Math.max(0, (nowMs - startMs) / (dueMs - startMs))) : 1;
}

export function faceKind(span: ClockSpan, nowMs: number): FaceKind {
  if (span.paused) return "paused";
  if (nowMs > span.dueMs) return "over";
  return usedOf(span, nowMs) >= kAtRisk ? "risk" : "fine";
}

export function clockFace(clock: Clock, nowMs: number): ClockFace {
  const span = clockSpan(clock);
  const kind = faceKind(span, nowMs);
  const left = (span.dueMs - nowMs) / 1000;
  const seconds = kind === "paused" ? Math.max(0, clock.remaining_s ?? 0) : Math.abs(left);
  return { kind, seconds, used: usedOf(span, nowMs) };
}

/** The clock that runs out first; paused ones come after running ones. Nothing when none is open. */
export function nearestClock(ticket: Pick<Case, "clocks">): Clock | undefined {
  const open = ticket.clocks.filter((clock) => clock.status === "running" || clock.status === "paused");
  const weight = (clock: Clock) => (clock.status === "running" ? 0 : 1);
  return open.sort((one, other) => weight(one) - weight(other) || Date.parse(one.due_at) - Date.parse(other.due_at))[0];
}
