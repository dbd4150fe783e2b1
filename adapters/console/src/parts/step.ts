/** Steps of tickets: one with If-Match, or many in a batch with a result each. */

import { sendBatch } from "@/api/batch";
import { api, asked, Refusal, type Case, type JournalEvent, type Problem } from "@/api/client";
import { findTransition, useCatalog, type Transition } from "@/catalog/catalog";
import { nextStep } from "@/offline/states";
import { inLanguage } from "@/texts";

export type Data = Record<string, unknown>;

/** What is to be done; `occurredAt` absent = now. `key`: a second click does nothing. */
export interface Step {
  event: string;
  data: Data;
  occurredAt?: string;
  key: string;
}

export interface StepResult {
  ticket: Case;
  problem?: Partial<Problem>;
}

/** Fields without a value are not sent: the server would take them for answers. */
function filled(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function body({ event, data, occurredAt }: Step) {
  return { event, data: filled(data), ...(occurredAt ? { occurred_at: occurredAt } : {}) };
}

/** Throws a Refusal; 412 when the ticket is no longer at `revision`. */
export async function fire(ticket: Case, revision: number, step: Step): Promise<Case> {
  return asked(
    api.POST("/api/v1/tickets/{id}/events", {
      params: {
        path: { id: ticket.id },
        header: { "If-Match": `"${revision}"`, "Idempotency-Key": step.key },
      },
      body: body(step),
    }),
  );
}

/** One result for each of `tickets`, in their order; throws a Refusal when the batch itself is refused. */
export async function fireAll(tickets: readonly Case[], step: Step): Promise<StepResult[]> {
  const lines = tickets.map(({ id, revision }) => ({ op: "fire" as const, ticket: id, revision, ...body(step) }));
  const results = await sendBatch(lines, step.key);
  return tickets.map((ticket, at) => ({ ticket: results[at]?.case ?? ticket, problem: results[at]?.problem }));
}

/** What happened to a ticket after the revision that somebody saw, and the ticket now. */
export async function changedSince(ticket: Case, revision: number): Promise<{ now: Case; events: JournalEvent[] }> {
  const path = { id: ticket.id };
  const [now, journal] = await Promise.all([
    asked(api.GET("/api/v1/tickets/{id}", { params: { path } })),
    asked(api.GET("/api/v1/tickets/{id}/journal", { params: { path, query: { after: revision, limit: 500 } } })),
  ]);
  return { now, events: journal.items };
}

/** Not what the engine does by itself when a limit runs out. */
export function isByPerson({ actor }: JournalEvent): boolean {
  return typeof actor === "string" && actor !== "";
}

/** What the step needs, of the state the ticket is in. */
export function transitionOf(ticket: Pick<Case, "workflow" | "state">, event: string): Transition | undefined {
  return findTransition(ticket.workflow, ticket.state, event);
}

/** Whether the step moves the ticket on, as the workflow's own next steps do. */
export function leadsOn({ workflow, state }: Pick<Case, "workflow" | "state">, event: string): boolean {
  const definition = useCatalog().workflows[workflow];
  return definition !== undefined && nextStep(definition, state, [event]) !== undefined;
}

/** The faults of a 422, by field of the data. */
export function fieldFaults(refusal: unknown): Record<string, string> {
  const errors = refusal instanceof Refusal ? (refusal.problem.errors ?? []) : [];
  return Object.fromEntries(
    errors.map(({ pointer, detail, detail_en }) => [
      pointer.replace(/^\/data\//, ""),
      inLanguage({ zh: detail, en: detail_en }),
    ]),
  );
}

/** What was said of a value holds no longer once another stands there. */
export function forgetFaults(faults: Record<string, string>, now: Data, before: Data): void {
  for (const name of Object.keys(faults)) {
    if (now[name] !== before[name]) delete faults[name];
  }
}

/** Required ones that are empty: said before the server has to. */
export function missing(required: readonly string[], data: Data): string[] {
  return required.filter((name) => data[name] === undefined || data[name] === "");
}

/** The steps that every one of `tickets` may take now, in the order of the first one's workflow. */
export function commonSteps(tickets: readonly Case[]): string[] {
  const [first, ...others] = tickets;
  if (!first || others.some(({ workflow }) => workflow !== first.workflow)) return [];
  return first.allowed_events.filter((event) => others.every((ticket) => ticket.allowed_events.includes(event)));
}

/** The fields that every list permits; null, like a list that is left out, permits all. */
export function commonFields(lists: readonly (readonly string[] | null | undefined)[]): string[] | null {
  const [first, ...others] = lists.filter((list) => list != null);
  return first ? first.filter((name) => others.every((list) => list.includes(name))) : null;
}

/** Whether the step ends the ticket for good. */
export function isFinal(ticket: Pick<Case, "workflow" | "state">): boolean {
  const states = useCatalog().workflows[ticket.workflow]?.states ?? [];
  return states.some(({ name, final }) => name === ticket.state && final);
}
