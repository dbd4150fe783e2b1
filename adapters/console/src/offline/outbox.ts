/**
 * Steps that wait to be sent. Each is on the disk before anything else is done with it, goes when there is a line, in the
 * order of pressing for each ticket, and stays until the server has it or a person has decided.
 */

import { computed, effectScope, ref, shallowRef, toRaw, watch } from "vue";

import { freshKey, type Case } from "@/api/client";
import { line } from "@/api/live";
import { meaningOf } from "@/offline/answers";
import { changeStep, inStore } from "@/offline/database";
import {
  happenedAt,
  heldMs,
  isUnsent,
  kTakeBackMs,
  sendable,
  waitMs,
  type NewStep,
  type QueuedStep,
} from "@/offline/queue";
import { answered, reconcile, reconcileLater, sendPhoto, sendStep, type Sent } from "@/offline/sender";
import { solely } from "@/offline/sole";
import { confirm, session } from "@/session/session";
import { serverAhead, serverAtLeast } from "@/time/server-clock";

const account = computed(() => session.session?.account ?? "");
/** Of the person who is logged in, and of nobody else. */
const steps = shallowRef<QueuedStep[]>([]);
const sending = ref(false);
/** What the server answered about a ticket; null = it is not one that this person sees. */
export interface Told {
  id: string;
  ticket: Case | null;
  /** A step of this person went in. */
  taken: boolean;
}
type Listener = (told: Told) => void;
const listeners = new Set<Listener>();

/** Between tabs: the queue changed, or a ticket was told of. */
interface Message {
  account: string;
  told?: Told;
}
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("gongdan.outbox");

let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let holding: ReturnType<typeof setTimeout> | undefined;
let under: Promise<void> | undefined;
let again = false;

async function read(): Promise<QueuedStep[]> {
  const mine = account.value;
  const all = await inStore("steps", "readonly", (store) => store.getAll() as IDBRequest<QueuedStep[]>);
  return all.filter((step) => step.account === mine);
}

/** Sends what is held as soon as nobody can take it back any more. */
function wakeForHeld(): void {
  clearTimeout(holding);
  const left = steps.value.map((step) => heldMs(step, Date.now())).filter((ms) => ms > 0);
  if (left.length > 0) holding = setTimeout(() => void flush().then(wakeForHeld), Math.min(...left));
}

async function refresh(): Promise<void> {
  steps.value = account.value === "" ? [] : await read().catch(() => []);
  wakeForHeld();
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

function tell(told: Told): void {
  listeners.forEach((listener) => listener(told));
  tabs?.postMessage({ account: account.value, told } satisfies Message);
}

/** Another tab sent something, or has something to send. */
function heard({ data }: MessageEvent<Message>): void {
  if (data.account !== account.value) return;
  if (data.told) listeners.forEach((listener) => listener(data.told!));
  else void refresh();
}

async function settle(step: QueuedStep, ticket: Case | undefined): Promise<Went> {
  if (ticket) tell({ id: step.ticket, ticket, taken: true });
  if (step.photo && !step.taken) await save({ ...step, taken: true });
  else await remove(step);
  return "on";
}

async function refused(step: QueuedStep, sent: Sent): Promise<Went> {
  try {
    const { conflict, ticket } = await reconcile(step, sent.refusal!);
    if (!conflict) return await settle(step, ticket ?? undefined);
    tell({ id: step.ticket, ticket, taken: false });
    await save({ ...step, conflict });
    return "on";
  } catch (cause) {
    if (!reconcileLater(cause)) throw cause;
    failures += 1;
    return "stop";
  }
}

/**
 * From here on it cannot be taken back. The time is decided once: a repeat under the same key must be the same request.
 * Undefined when it was taken back.
 */
async function claimed(waiting: QueuedStep): Promise<QueuedStep | undefined> {
  if (waiting.occurredAt !== "") return waiting;
  const decided = await changeStep<QueuedStep>(waiting.place, (step) => {
    const aheadMs = step.aheadMs ?? serverAhead() ?? 0;
    return { ...step, occurredAt: happenedAt(step.pressedMs, aheadMs, serverAtLeast()) };
  });
  await changed();
  return decided === "gone" ? undefined : decided;
}

async function sendOne(waiting: QueuedStep): Promise<Went> {
  const step = await claimed(waiting);
  if (!step) return "on";
  const sent = await (step.taken ? sendPhoto(step) : sendStep(step));
  const meaning = meaningOf(sent.answer);
  if (meaning === "done") {
    failures = 0;
    return settle(step, sent.ticket);
  }
  if (meaning === "conflict") return refused(step, sent);
  failures += 1;
  if (meaning === "stale-session") await confirm({ anew: true });
  return "stop";
}

/** Before anything is sent that could then no longer be taken back. */
async function reachable(): Promise<boolean> {
  return line.state.value === "live" && navigator.onLine ? true : answered();
}

/** Looks again after each: another tab, or the person, may have added something. */
async function drain(): Promise<void> {
  for (;;) {
    const [next] = sendable(await read(), Date.now());
    if (!next) return;
    // Nobody answered, or somebody else is logged in.
    if (!(await confirm()) || !(await reachable())) return void (failures += 1);
    if (next.account !== account.value) return;
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
  if (sendable(steps.value, Date.now()).length > 0)
    timer = setTimeout(() => void flush(), waitMs(Math.max(1, failures)));
}

/** Sends what can be sent. Called often: a call during another makes one more round. */
export async function flush(): Promise<void> {
  if (under) {
    again = true;
    return under;
  }
  if (sendable(steps.value, Date.now()).length === 0) return;
  under = sendAll();
  await under;
  under = undefined;
  if (!again) return;
  again = false;
  await flush();
}

/** Sends also what could still be taken back: somebody said so, or looks at something else. */
export async function sendNow(): Promise<void> {
  const held = steps.value.filter((step) => heldMs(step, Date.now()) > 0);
  for (const { place } of held) {
    await changeStep<QueuedStep>(place, (step) => ({ ...step, heldUntilMs: 0 }));
  }
  if (held.length > 0) await changed();
  await flush();
}

/** False when it is on its way already: then it stays. */
export async function takeBack({ place }: QueuedStep): Promise<boolean> {
  const done = await changeStep<QueuedStep>(place, (step) => (isUnsent(step) ? "gone" : undefined));
  await changed();
  return done === "gone";
}

/** What is known of a step when its button is pressed. */
export type EnteredStep = Omit<
  NewStep,
  "key" | "account" | "aheadMs" | "occurredAt" | "taken" | "conflict" | "heldUntilMs"
>;

/** Kept when this returns; sent when there is a line and nobody takes it back. Throws when this browser keeps nothing. */
export async function enter(step: EnteredStep): Promise<void> {
  const kept: NewStep = {
    ...step,
    data: JSON.parse(JSON.stringify(toRaw(step.data))) as QueuedStep["data"],
    key: freshKey(),
    account: account.value,
    aheadMs: serverAhead(),
    occurredAt: "",
    taken: false,
    conflict: null,
    heldUntilMs: Date.now() + kTakeBackMs,
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
  await save({ ...step, ...change, data, key: freshKey(), conflict: null });
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
  // A phone that goes into a pocket sleeps: what is held would wait there.
  document.addEventListener("visibilitychange", () =>
    document.visibilityState === "visible" ? attempt() : void sendNow(),
  );
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

/** How many were refused, and wait for a person to decide. */
export const refusedSteps = computed(() => steps.value.filter(({ conflict }) => conflict !== null).length);

export const outbox = { steps, sending };
