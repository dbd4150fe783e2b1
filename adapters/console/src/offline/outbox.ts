/**
 * Steps that wait to be sent. Each is on the disk before anything else is done with it, goes when there is a line, in the
 * order of pressing for each ticket, and stays until the server has it or a person has decided.
 */

import { computed, effectScope, ref, shallowRef, toRaw, watch } from "vue";

import { freshKey, type Case } from "@/api/client";
import { line } from "@/api/live";
import { meaningOf } from "@/offline/answers";
import { inStore } from "@/offline/database";
import { happenedAt, sendable, waitMs, type NewStep, type QueuedStep } from "@/offline/queue";
import { reconcile, reconcileLater, sendPhoto, sendStep, type Sent } from "@/offline/sender";
import { solely } from "@/offline/sole";
import { confirm, session } from "@/session/session";
import { serverAhead, serverAtLeast } from "@/time/server-clock";

const account = computed(() => session.session?.account ?? "");
/** Of the person who is logged in, and of nobody else. */
const steps = shallowRef<QueuedStep[]>([]);
const sending = ref(false);
/** What the server answered about a ticket; null = it is not one that this person sees. */
type Listener = (id: string, ticket: Case | null) => void;
const listeners = new Set<Listener>();

/** Between tabs: the queue changed, or a ticket was told of. */
interface Message {
  account: string;
  told?: { id: string; ticket: Case | null };
}
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("gongdan.outbox");

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let under: Promise<void> | undefined;
let again = false;

async function read(): Promise<QueuedStep[]> {
  const mine = account.value;
  const all = await inStore("steps", "readonly", (store) => store.getAll() as IDBRequest<QueuedStep[]>);
  return all.filter((step) => step.account === mine);
}

async function refresh(): Promise<void> {
  steps.value = account.value === "" ? [] : await read().catch(() => []);
}

async function changed(): Promise<void> {
  await refresh();
  tabs?.postMessage({ account: account.value } satisfies Message);
}

async function save(step: QueuedStep): Promise<void> {
  await inStore("steps", "readwrite", (store) => store.put(step));
  await changed();
}

async function remove(step: QueuedStep): Promise<void> {
  await inStore("steps", "readwrite", (store) => store.delete(step.place));
  await changed();
}

/** "stop": nothing of anybody can be sent now. */
type Went = "on" | "stop";

function tell({ ticket: id }: QueuedStep, ticket: Case | null): void {
  listeners.forEach((listener) => listener(id, ticket));
  tabs?.postMessage({ account: account.value, told: { id, ticket } } satisfies Message);
}

/** Another tab sent something, or has something to send. */
function heard({ data }: MessageEvent<Message>): void {
  if (data.account !== account.value) return;
  if (data.told) listeners.forEach((listener) => listener(data.told!.id, data.told!.ticket));
  else void refresh();
}

async function settle(step: QueuedStep, ticket: Case | undefined): Promise<Went> {
  if (ticket) tell(step, ticket);
  if (step.photo && !step.taken) await save({ ...step, taken: true, busy: 0 });
  else await remove(step);
  return "on";
}

async function refused(step: QueuedStep, sent: Sent): Promise<Went> {
  try {
    const { conflict, ticket } = await reconcile(step, sent.refusal!);
    if (!conflict) return await settle(step, ticket ?? undefined);
    tell(step, ticket);
    await save({ ...step, conflict });
    return "on";
  } catch (cause) {
    if (!reconcileLater(cause)) throw cause;
    failures += 1;
    return "stop";
  }
}

/** The time is decided once: a repeat under the same key must be the same request. */
async function timed(step: QueuedStep): Promise<QueuedStep> {
  if (step.occurredAt !== "") return step;
  const aheadMs = step.aheadMs ?? serverAhead() ?? 0;
  const decided = { ...step, occurredAt: happenedAt(step.pressedMs, aheadMs, serverAtLeast()) };
  await save(decided);
  return decided;
}

async function sendOne(waiting: QueuedStep): Promise<Went> {
  const step = await timed(waiting);
  const sent = await (step.taken ? sendPhoto(step) : sendStep(step));
  const meaning = meaningOf(sent.answer, step.busy);
  if (meaning === "done") {
    failures = 0;
    return settle(step, sent.ticket);
  }
  if (meaning === "conflict") return refused(step, sent);
  failures += 1;
  if (sent.answer.status === 409) await save({ ...step, busy: step.busy + 1 });
  if (meaning === "stale-session") await confirm({ anew: true });
  return "stop";
}

/** Looks again after each: another tab, or the person, may have added something. */
async function drain(): Promise<void> {
  for (;;) {
    const [next] = sendable(await read());
    if (!next) return;
    if (!(await confirm())) failures += 1;
    // Nobody answered, or the answer was that somebody else is logged in.
    if (session.fromPhone || next.account !== account.value) return;
    if ((await sendOne(next)) === "stop") return;
  }
}

async function sendAll(): Promise<void> {
  sending.value = true;
  try {
    if (!(await solely(drain))) failures = Math.max(1, failures);
  } catch {
    failures += 1;
  } finally {
    sending.value = false;
    await refresh();
  }
  clearTimeout(timer);
  if (sendable(steps.value).length > 0) timer = setTimeout(() => void flush(), waitMs(Math.max(1, failures)));
}

/** Sends what can be sent. Called often: a call during another makes one more round. */
export async function flush(): Promise<void> {
  if (under) {
    again = true;
    return under;
  }
  if (sendable(steps.value).length === 0) return;
  under = sendAll();
  await under;
  under = undefined;
  if (!again) return;
  again = false;
  await flush();
}

/** Kept when this returns; sent when there is a line. Throws when this browser keeps nothing. */
export async function enter(
  step: Omit<NewStep, "key" | "account" | "aheadMs" | "occurredAt" | "taken" | "busy" | "conflict">,
): Promise<void> {
  const kept: NewStep = {
    ...step,
    data: JSON.parse(JSON.stringify(toRaw(step.data))) as QueuedStep["data"],
    key: freshKey(),
    account: account.value,
    aheadMs: serverAhead(),
    occurredAt: "",
    taken: false,
    busy: 0,
    conflict: null,
  };
  await inStore("steps", "readwrite", (store) => store.add(kept));
  await changed();
  void flush();
}

/** After a conflict: the step as `change` has it, as a new request. It keeps its place, and the time of its button. */
export async function sendAgain(
  step: QueuedStep,
  change: Partial<Pick<QueuedStep, "event" | "text" | "data">> = {},
): Promise<void> {
  const data = JSON.parse(JSON.stringify(toRaw(change.data ?? step.data))) as QueuedStep["data"];
  await save({ ...step, ...change, data, key: freshKey(), busy: 0, conflict: null });
  void flush();
}

/** Only after the person said so. */
export async function discard(step: QueuedStep): Promise<void> {
  await remove(step);
  void flush();
}

/** Calls `listener` with each ticket as the server answered it, before its step leaves the queue. */
export function whenTold(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whenever there may be a line. */
function listen(): void {
  const attempt = () => {
    failures = 0;
    void flush();
  };
  tabs?.addEventListener("message", heard);
  window.addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && attempt());
  watch(line.state, (now) => now === "live" && attempt());
  watch(
    account,
    () => {
      steps.value = [];
      void refresh().then(attempt);
    },
    { immediate: true },
  );
}

let started = false;

/** From the shell, once. Outlives it: the page for the log-in comes between two shells. */
export function startOutbox(): void {
  if (started) return;
  started = true;
  effectScope(true).run(listen);
}

export const outbox = { steps, sending };
