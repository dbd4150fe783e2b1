/**
 * The journal as it happens: one stream for the whole console. The browser resumes by itself after a break
 * (Last-Event-ID); what it cannot tell is a line that went silent, which the heartbeat of the server does.
 */

import { onScopeDispose, readonly, ref } from "vue";

import type { JournalEvent, Schemas } from "@/api/client";

/** broken: no connection now; what is shown may be old. */
export type LineState = "connecting" | "live" | "broken";

/** The types of events that the stream names (DESIGN §6). */
const kTypes = [
  "case.opened",
  "case.moved",
  "case.noted",
  "case.merged",
  "clock.started",
  "clock.paused",
  "clock.resumed",
  "clock.rebased",
  "clock.stopped",
  "clock.breached",
  "clock.corrected",
  "clock.cancelled",
  "escalation.raised",
  "escalation.acknowledged",
  "finding.raised",
  "config.changed",
] as const;

type Listener = (event: JournalEvent) => void;

/** Who is at a ticket besides oneself: of no journal, so without a number to resume from. */
export interface PresenceNews {
  case: string;
  people: Schemas["Present"][];
}

/** What this line has told, for pages that are loaded later than it. */
const presence = new Map<string, PresenceNews>();
let onPresence: (news: PresenceNews) => void = () => undefined;
let onPresenceAnew: () => void = () => undefined;

/** `anew`: a line was opened, and what is true will be told again. */
export function whenPresenceTold(listener: (news: PresenceNews) => void, anew: () => void): void {
  onPresence = listener;
  onPresenceAnew = anew;
  presence.forEach(listener);
}

const listeners = new Set<Listener>();
const again = new Set<() => void>();
const state = ref<LineState>("connecting");
const since = ref<number>(Date.now());
let source: EventSource | undefined;
let onRefused: () => void = () => undefined;
let wasBroken = false;
let wanted = false;

function become(next: LineState): void {
  if (state.value === next) return;
  state.value = next;
  since.value = Date.now();
}

function opened(): void {
  become("live");
  presence.clear();
  onPresenceAnew();
  if (!wasBroken) return;
  wasBroken = false;
  again.forEach((callback) => callback());
}

function failed(): void {
  wasBroken = true;
  become("broken");
  // A refusal (the session ended, the server restarts behind a proxy) closes the source for good: begin anew.
  if (source?.readyState === EventSource.CLOSED) {
    drop();
    onRefused();
    setTimeout(() => wanted && openLine(), 3000);
  }
}

function told(message: MessageEvent<string>): void {
  const event = JSON.parse(message.data) as JournalEvent;
  listeners.forEach((listener) => listener(event));
}

function presenceTold(message: MessageEvent<string>): void {
  const news = JSON.parse(message.data) as PresenceNews;
  presence.set(news.case, news);
  onPresence(news);
}

/** Called when the server answers, and does not let us listen: whoever knows the session looks whether it has ended. */
export function whenLineRefused(callback: () => void): void {
  onRefused = callback;
}

/** Begins to listen; again does nothing. */
export function openLine(): void {
  wanted = true;
  if (source) return;
  source = new EventSource("/api/v1/stream");
  source.onopen = opened;
  source.onerror = failed;
  kTypes.forEach((type) => source?.addEventListener(type, told as EventListener));
  source.addEventListener("presence", presenceTold);
}

function drop(): void {
  source?.close();
  source = undefined;
}

export function closeLine(): void {
  wanted = false;
  drop();
}

export const line = { state: readonly(state), since: readonly(since) };

/**
 * Calls `listener` for every event from now on, while the calling component lives. `caughtUp` is called after a break:
 * the events of the break come, but one that reloads a list rather than replaying it is surer.
 */
export function useJournal(listener: Listener, caughtUp?: () => void): void {
  listeners.add(listener);
  if (caughtUp) again.add(caughtUp);
  onScopeDispose(() => {
    listeners.delete(listener);
    if (caughtUp) again.delete(caughtUp);
  });
}
