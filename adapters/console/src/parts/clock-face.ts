/** What a clock shows at a moment, from the facts in the ticket. */

import type { Case, Clock } from "@/api/client";
import { t } from "@/texts";

export type FaceKind = "fine" | "risk" | "over" | "paused";

export interface ClockFace {
  kind: FaceKind;
  /** Left, or over; never negative. */
  seconds: number;
  /** Of the time between start and due, 0 to 1. For a bar: pauses and nights are not taken out. */
  used: number;
}

/** A clock with its times read once, for who looks at thousands of them every second. */
export interface ClockSpan {
  paused: boolean;
  startMs: number;
  dueMs: number;
  /** From when on it is at risk, as the server has worked it out; Infinity = it cannot be, as it stands. */
  riskMs: number;
}

export function clockSpan(clock: Clock): ClockSpan {
  return {
    paused: clock.status === "paused",
    startMs: Date.parse(clock.started_at),
    dueMs: Date.parse(clock.due_at),
    riskMs: clock.at_risk_at === null ? Infinity : Date.parse(clock.at_risk_at),
  };
}

function usedOf({ startMs, dueMs }: ClockSpan, nowMs: number): number {
  return dueMs > startMs ? Math.min(1, Math.max(0, (nowMs - startMs) / (dueMs - startMs))) : 1;
}

export function faceKind(span: ClockSpan, nowMs: number): FaceKind {
  if (span.paused) return "paused";
  if (nowMs > span.dueMs) return "over";
  return nowMs >= span.riskMs ? "risk" : "fine";
}

export function clockFace(clock: Clock, nowMs: number): ClockFace {
  const span = clockSpan(clock);
  const kind = faceKind(span, nowMs);
  const left = (span.dueMs - nowMs) / 1000;
  const seconds = kind === "paused" ? Math.max(0, clock.remaining_s ?? 0) : Math.abs(left);
  return { kind, seconds, used: usedOf(span, nowMs) };
}

const isOpen = (clock: Clock) => clock.status === "running" || clock.status === "paused";

/** The clock that runs out first; paused ones come after running ones. Nothing when none is open. */
export function nearestClock(ticket: Pick<Case, "clocks">): Clock | undefined {
  const weight = (clock: Clock) => (clock.status === "running" ? 0 : 1);
  return ticket.clocks
    .filter(isOpen)
    .sort((one, other) => weight(one) - weight(other) || Date.parse(one.due_at) - Date.parse(other.due_at))[0];
}

/** When a ticket comes to be at risk and overdue, if nothing happens: as the server's filters and counts say. */
export interface Pressing {
  riskMs: number;
  overMs: number;
}

/** Any of its clocks decides, not the nearest alone: one may be overdue while another is at risk. */
export function pressingOf(ticket: Pick<Case, "clocks">): Pressing {
  const pressing: Pressing = { riskMs: Infinity, overMs: Infinity };
  for (const clock of ticket.clocks.filter(isOpen)) {
    const { paused, dueMs, riskMs } = clockSpan(clock);
    // A breach stands, even while the clock is paused.
    if (clock.breached) pressing.overMs = -Infinity;
    else if (!paused) pressing.overMs = Math.min(pressing.overMs, dueMs);
    pressing.riskMs = Math.min(pressing.riskMs, riskMs);
  }
  return pressing;
}

export const isOver = ({ overMs }: Pressing, nowMs: number): boolean => nowMs > overMs;
export const isAtRisk = ({ riskMs }: Pressing, nowMs: number): boolean => nowMs >= riskMs;

/** "第 2 轮" of a clock that runs anew after a reopening; "" of its first run. */
export function roundWords({ cycle = 1 }: { cycle?: number }): string {
  return cycle > 1 ? t("clock.round", { n: cycle }) : "";
}
