/** What waits for a crew: tickets of its kind of work in reach, as the server has them and as the queue will leave them. */

import { computed } from "vue";

import type { Case } from "@/api/client";
import { useCatalog, type Transition } from "@/catalog/catalog";
import { projectedState, stepsOf, type QueuedStep } from "@/offline/queue";
import { nextStep, stepsByRole, stepsFrom, waitsFor } from "@/offline/states";
import { rowOf, sooner } from "@/pages/board/rows";
import { forCrewsOf } from "@/parts/crews";
import { ownerOf } from "@/parts/own-steps";
import { kOutside, self } from "@/session/session";

/** The work done outside. */
export const kFieldWork = ["fault-repair", "work-order"];
/** Whose step a ticket waits for when it is with the crew; a foreman sees these jobs too. */
const kCrew = "area_manager";

export interface Job {
  id: string;
  number: string;
  workflow: string;
  /** Null: it is not (or no longer) among those that this person sees; only its steps are left. */
  ticket: Case | null;
  waiting: QueuedStep[];
  /** When all that waits has gone in; "" when only the server can tell. */
  state: string;
  next: Transition | undefined;
  /** What else may be done. */
  others: Transition[];
}

/** Something of it was refused, and somebody has to decide what becomes of that. */
export const isStuck = ({ waiting }: Pick<Job, "waiting">) => waiting.some(({ conflict }) => conflict !== null);

export function isJob({ workflow, state }: Pick<Case, "workflow" | "state">): boolean {
  const definition = useCatalog().workflows[workflow];
  return kFieldWork.includes(workflow) && definition !== undefined && waitsFor(definition, state, kCrew);
}

const isForOwnCrew = computed(() => forCrewsOf(self.value));

/** A job of this person's own crews. */
export function isOwnJob(ticket: Case): boolean {
  return isJob(ticket) && isForOwnCrew.value(ticket);
}

function jobOf(ticket: Case, waiting: QueuedStep[], roles: readonly string[]): Job {
  const { id, number, workflow } = ticket;
  const definition = useCatalog().workflows[workflow];
  const state = projectedState(definition, ticket.state, waiting) ?? "";
  const job = { id, number, workflow, ticket, waiting, state, next: undefined, others: [] };
  // What was refused is decided first.
  if (!definition || state === "" || isStuck(job)) return job;
  // A foreman may review too: his thumb must not, where the crew's button was a second ago.
  if (!isJob({ workflow, state })) return job;
  // Where nothing waits the server has said what is allowed; beyond that the definition is all there is to go by.
  const allowed = waiting.length === 0 ? ticket.allowed_events : stepsByRole(definition, state, roles);
  const steps = stepsFrom(definition, state).filter((step) => allowed.includes(step.event));
  const hands = steps.filter((step) => step.roles.length === 0 || kOutside.includes(ownerOf(step)));
  const next = nextStep(
    definition,
    state,
    hands.map(({ event }) => event),
  );
  const others = steps.filter((step) => step !== next);
  return { ...job, next, others };
}

function orphan(waiting: QueuedStep[]): Job {
  const { ticket: id, number, workflow } = waiting[0]!;
  return { id, number, workflow, ticket: null, waiting, state: "", next: undefined, others: [] };
}

/** What needs a decision first, then what runs out first. */
export function jobsOf(tickets: readonly Case[], steps: readonly QueuedStep[], roles: readonly string[]): Job[] {
  const known = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  const shown = tickets.filter((ticket) => isOwnJob(ticket) || steps.some((step) => step.ticket === ticket.id));
  const jobs = [...shown]
    .sort((one, other) => sooner(rowOf(one), rowOf(other)))
    .map((ticket) => jobOf(ticket, stepsOf(steps, ticket.id), roles));
  const lost = [...new Set(steps.map(({ ticket }) => ticket))].filter((id) => !known.has(id));
  const all = [...lost.map((id) => orphan(stepsOf(steps, id))), ...jobs];
  return all.sort((one, other) => Number(isStuck(other)) - Number(isStuck(one)));
}
