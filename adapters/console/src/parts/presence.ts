/**
 * Who else is at a ticket. Each console says what its reader is at while the page is visible, and hears of the others
 * by the stream; the server forgets whoever says nothing for 45 s.
 */

import { computed, onScopeDispose, reactive, toValue, type MaybeRefOrGetter } from "vue";

import { api, sendParting, type Schemas } from "@/api/client";
import { whenPresenceTold } from "@/api/live";

export type Present = Schemas["Present"];
type Doing = Present["doing"];

const kRenewMs = 20_000;

/** By ticket, without oneself. */
const others = reactive(new Map<string, Present[]>());

function learn(ticket: string, people: Present[]): void {
  if (people.length > 0) others.set(ticket, people);
  else others.delete(ticket);
}

// A new line is told everything anew; what the old one told may be over.
whenPresenceTold(
  ({ case: ticket, people }) => learn(ticket, people),
  () => others.clear(),
);

/** Those at the ticket now; whoever writes comes first. */
export function othersAt(ticket: string): Present[] {
  const order = (person: Present) => (person.doing === "writing" ? 0 : 1);
  return [...(others.get(ticket) ?? [])].sort((one, other) => order(one) - order(other));
}

/** Parts of this console that are at a ticket: the page, and a dialog over it. */
const here = new Map<string, Doing[]>();
let timer: ReturnType<typeof setInterval> | undefined;

function doingAt(ticket: string): Doing {
  return here.get(ticket)?.includes("writing") ? "writing" : "viewing";
}

async function tell(ticket: string): Promise<void> {
  if (document.visibilityState !== "visible") return;
  const path = { id: ticket };
  const { data } = await api
    .POST("/api/v1/tickets/{id}/presence", { params: { path }, body: { doing: doingAt(ticket) } })
    // Nobody needs it to work: what is lost is told again at the next renewal.
    .catch(() => ({ data: undefined }));
  if (data && here.has(ticket)) learn(ticket, data.items);
}

function tellAll(): void {
  for (const ticket of here.keys()) void tell(ticket);
}

function part(ticket: string): void {
  sendParting(`/api/v1/tickets/${encodeURIComponent(ticket)}/presence`, { doing: "gone" });
}

function partAll(): void {
  for (const ticket of here.keys()) part(ticket);
}

function seen(): void {
  if (document.visibilityState === "visible") tellAll();
  else partAll();
}

function enter(ticket: string, doing: Doing): void {
  if (here.size === 0) {
    timer = setInterval(tellAll, kRenewMs);
    document.addEventListener("visibilitychange", seen);
    addEventListener("pagehide", partAll);
  }
  here.set(ticket, [...(here.get(ticket) ?? []), doing]);
  void tell(ticket);
}

function leave(ticket: string, doing: Doing): void {
  const left = [...(here.get(ticket) ?? [])];
  left.splice(left.indexOf(doing), 1);
  if (left.length > 0) {
    here.set(ticket, left);
    void tell(ticket);
    return;
  }
  here.delete(ticket);
  part(ticket);
  if (here.size > 0) return;
  clearInterval(timer);
  document.removeEventListener("visibilitychange", seen);
  removeEventListener("pagehide", partAll);
}

/** Says that the reader is at the ticket while the calling component lives; gives the others. */
export function usePresence(ticket: string, doing: Doing) {
  enter(ticket, doing);
  onScopeDispose(() => leave(ticket, doing));
  return useOthers(ticket);
}

/** The others, without being there oneself: for a row of a list. */
export function useOthers(ticket: MaybeRefOrGetter<string>) {
  return computed(() => othersAt(toValue(ticket)));
}
