/** Steps that wait to be sent: what one is, whose turn it is, and what they make of a ticket before the server knows. */

import type { Problem } from "@/api/client";
import type { Workflow } from "@/catalog/catalog";
import { stateAfter } from "@/offline/states";

/** Why the server did not take it, and what it found then. */
export interface Conflict {
  status: number;
  problem: Partial<Problem>;
  /** What could not be sent: the photo alone, when the step itself went in. */
  about: "step" | "photo";
  /** The ticket as it is now; null = it is no longer one that this person sees. */
  now: { state: string; team: string; assignee: string; mergedInto: string } | null;
}

export interface Photo {
  name: string;
  blob: Blob;
}

/** One press of a button. What is not about sending never changes: a repeat must be the same request, byte for byte. */
export interface QueuedStep {
  /** Given by the store; the order of pressing. */
  place: number;
  /** The server does it once under this key, however often it is sent. */
  key: string;
  account: string;
  ticket: string;
  number: string;
  workflow: string;
  /** "" = a note: `text` says it. */
  event: string;
  text: string;
  data: Record<string, unknown>;
  /** The device's clock, ms; and what the server's was ahead of it, null = not known then. */
  pressedMs: number;
  aheadMs: number | null;
  /** Decided at the first attempt, and kept for all others. */
  occurredAt: string;
  /** What the ticket was when the button was pressed. */
  fromState: string;
  fromRevision: number;
  photo: Photo | null;
  /** The step went in, its photo did not yet. */
  taken: boolean;
  conflict: Conflict | null;
  /** By the device's clock: until then it waits for a change of mind. Absent = it has not to wait (any more). */
  heldUntilMs?: number;
}

export type NewStep = Omit<QueuedStep, "place">;

/** So long a press can be taken back before it is sent, when there is a line. */
export const kTakeBackMs = 6_000;

/** A clock that was set back holds nothing longer than that. */
export function heldMs({ heldUntilMs }: Pick<QueuedStep, "heldUntilMs">, nowMs: number): number {
  const left = (heldUntilMs ?? 0) - nowMs;
  return left > 0 && left <= kTakeBackMs ? left : 0;
}

/** Nothing of it was ever sent: taken back, it has not happened. */
export function isUnsent({ occurredAt, taken, conflict }: QueuedStep): boolean {
  return occurredAt === "" && !taken && conflict === null;
}

/** The last of a ticket's steps, while nothing of it was sent: those before it are what it builds on. */
export function takeable(steps: readonly QueuedStep[], ticket: string): QueuedStep | undefined {
  const last = stepsOf(steps, ticket).at(-1);
  return last && isUnsent(last) ? last : undefined;
}

/** In the order of pressing, for each ticket: the first of its steps, when nothing holds it back. */
export function sendable(steps: readonly QueuedStep[], nowMs: number): QueuedStep[] {
  const seen = new Set<string>();
  const firsts = [...steps]
    .sort((one, other) => one.place - other.place)
    .filter(({ ticket }) => {
      const first = !seen.has(ticket);
      seen.add(ticket);
      return first;
    });
  return firsts.filter((step) => step.conflict === null && heldMs(step, nowMs) === 0);
}

export function stepsOf(steps: readonly QueuedStep[], ticket: string): QueuedStep[] {
  return steps.filter((step) => step.ticket === ticket).sort((one, other) => one.place - other.place);
}

/**
 * Where the ticket will be when all that waits has gone in; undefined when only the server can tell. What was refused
 * changes nothing, and what waits behind it may not either.
 */
export function projectedState(
  workflow: Workflow | undefined,
  state: string,
  waiting: readonly QueuedStep[],
): string | undefined {
  let at: string | undefined = state;
  for (const { event, conflict, taken } of waiting) {
    if (conflict) return state;
    if (event !== "" && !taken) at = at && workflow && stateAfter(workflow, at, event);
  }
  return at;
}

/** The server refuses what has not happened yet: never later than what its clock shows for sure. */
export function happenedAt(pressedMs: number, aheadMs: number, serverAtLeastMs: number): string {
  return new Date(Math.min(pressedMs + aheadMs, serverAtLeastMs)).toISOString();
}

const kFirstWaitMs = 5_000;
const kLongestWaitMs = 5 * 60_000;

/** Before the next attempt, after so many that nobody answered. */
export function waitMs(failures: number): number {
  return Math.min(kLongestWaitMs, kFirstWaitMs * 2 ** Math.max(0, failures - 1));
}
