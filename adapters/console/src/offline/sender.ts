/** Sends one queued step: the step, then its photo. */

import { api, asked, noAnswer, Refusal, within, type Case, type JournalEvent } from "@/api/client";
import type { Answer } from "@/offline/answers";
import type { Conflict, QueuedStep } from "@/offline/queue";

const kStepMs = 30_000;
/** 400 KiB over the worst line that still is one. */
const kPhotoMs = 150_000;

/** Longer than a bad line needs for a small answer; the press waits meanwhile and can be taken back. */
const kAskMs = 8_000;

/** Whether anybody answers: what is only asked for has not been sent. */
export async function answered(): Promise<boolean> {
  if (!navigator.onLine) return false;
  return asked(api.GET("/api/v1/session", { signal: within(kAskMs) })).then(
    () => true,
    (cause: unknown) => !noAnswer(cause),
  );
}

function refusedAs(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  throw cause;
}

/** What came back: the ticket as it is now, or why not. */
export interface Sent {
  answer: Answer;
  ticket?: Case;
  refusal?: Refusal;
}

async function answerTo(call: Promise<Case | undefined>): Promise<Sent> {
  try {
    return { answer: { status: 200 }, ticket: await call };
  } catch (cause) {
    const refusal = refusedAs(cause);
    return { answer: { status: refusal.status, type: refusal.problem.type }, refusal };
  }
}

/**
 * Without If-Match: an arrival of an hour ago must go in although the desk has noted something since. Whether the step
 * is possible now the workflow decides, and the time it happened at says where in the story it belongs.
 */
export function sendStep(step: QueuedStep): Promise<Sent> {
  const params = { path: { id: step.ticket }, header: { "Idempotency-Key": step.key } };
  const signal = within(kStepMs);
  if (step.event === "") {
    return answerTo(
      asked(api.POST("/api/v1/tickets/{id}/comments", { params, signal, body: { text: step.text } })) as Promise<Case>,
    );
  }
  const body = { event: step.event, data: step.data, occurred_at: step.occurredAt };
  return answerTo(asked(api.POST("/api/v1/tickets/{id}/events", { params, signal, body })));
}

/** Needs no key: the same bytes on the same ticket are one attachment. */
export function sendPhoto(step: QueuedStep): Promise<Sent> {
  const upload = api.POST("/api/v1/tickets/{id}/attachments", {
    params: { path: { id: step.ticket }, query: { name: step.photo!.name } },
    headers: { "Content-Type": "application/octet-stream" },
    signal: within(kPhotoMs),
    body: step.photo!.blob as unknown,
    bodySerializer: (body) => body as Blob,
  });
  return answerTo(asked(upload).then(() => undefined));
}

async function ticketNow(id: string): Promise<Case | null> {
  try {
    return await asked(api.GET("/api/v1/tickets/{id}", { params: { path: { id } }, signal: within(kStepMs) }));
  } catch (cause) {
    const { status } = refusedAs(cause);
    if (status !== 403 && status !== 404) throw cause;
    return null;
  }
}

/** Whether an event of the journal is this very step: its time is exact to the millisecond. */
export function isTheStep(event: JournalEvent, step: QueuedStep): boolean {
  return (
    (event.type === "case.moved" || event.type === "case.noted") &&
    event.event === step.event &&
    event.actor === step.account &&
    Date.parse(String(event.at)) === Date.parse(step.occurredAt)
  );
}

/** The kept answer is forgotten after a day: a phone that was away longer looks into the journal instead. */
async function wentInBefore(step: QueuedStep): Promise<boolean> {
  const query = { after: step.fromRevision, limit: 500 };
  const path = { id: step.ticket };
  const journal = await asked(
    api.GET("/api/v1/tickets/{id}/journal", { params: { path, query }, signal: within(kStepMs) }),
  );
  return journal.items.some((event) => isTheStep(event, step));
}

export interface Found {
  conflict?: Conflict;
  /** As it is now, when this person still sees it. */
  ticket: Case | null;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Looks what the ticket is now; no conflict when the step is in its journal after all. Throws when nobody answers. */
export async function reconcile(step: QueuedStep, refusal: Refusal): Promise<Found> {
  const ticket = await ticketNow(step.ticket);
  const about = step.taken ? "photo" : "step";
  if (ticket && about === "step" && step.event !== "" && (await wentInBefore(step))) return { ticket };
  const now = ticket && {
    state: ticket.state,
    team: text(ticket.data.team),
    assignee: text(ticket.data.assignee),
    mergedInto: ticket.merged_into ?? "",
  };
  return { ticket, conflict: { status: refusal.status, problem: refusal.problem, about, now } };
}

/** Nobody answered while looking: the same again, later. */
export function reconcileLater(cause: unknown): boolean {
  return noAnswer(cause) || (cause instanceof Refusal && [401, 408, 425, 429].includes(cause.status));
}
