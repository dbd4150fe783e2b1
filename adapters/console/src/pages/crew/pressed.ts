/** From the press of a button to what is kept of it. */

import type { Transition } from "@/catalog/catalog";
import type { EnteredStep } from "@/offline/outbox";
import type { Photo } from "@/offline/queue";
import type { Job } from "@/pages/crew/jobs";

/** The step with which a crew proves that it was there. The definitions cannot tell it from any other. */
export const kArrival = "arrive";

export interface Pressed {
  pressedMs: number;
  data?: Record<string, unknown>;
  photo?: Photo | null;
}

export function stepFor(job: Job, step: Transition, { pressedMs, data = {}, photo = null }: Pressed) {
  const kept: EnteredStep = {
    ticket: job.id,
    number: job.number,
    workflow: job.workflow,
    event: step.event,
    text: "",
    data,
    pressedMs,
    fromState: job.state,
    fromRevision: job.ticket?.revision ?? 0,
    photo,
  };
  return kept;
}
