/** The jobs on this page: from the phone at once, from the server when there is a line, and live after that. */

import { computed, onScopeDispose, ref, shallowRef } from "vue";

import { api, asked, noAnswer, within, type Case } from "@/api/client";
import { keep, kept } from "@/offline/kept";
import { outbox, whenTold, type Told } from "@/offline/outbox";
import { isJob, jobsOf, kFieldWork } from "@/pages/crew/jobs";
import { useFresh } from "@/parts/loading";
import { roles, session } from "@/session/session";
import { serverNow } from "@/time/server-clock";

const kAskMs = 20_000;
const kPage = 200;
/** A phone shows no more: what runs out first is among them. */
export const kMostJobs = 100;
/** More of them than one remembers would hide the jobs. */
const kMostHandedOn = 3;
/** A foreman's station in a storm has more than his crews could do: so far is looked. */
const kMostPages = 5;

async function ofWorkflow(workflow: string): Promise<Case[]> {
  const jobs: Case[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < kMostPages && jobs.length < kMostJobs; ++page) {
    const query = { workflow, sort: "due" as const, limit: kPage, cursor };
    const answer = await asked(api.GET("/api/v1/tickets", { params: { query }, signal: within(kAskMs) }));
    jobs.push(...answer.items.filter(isJob));
    cursor = answer.next_cursor ?? undefined;
    if (cursor === undefined) break;
  }
  return jobs.slice(0, kMostJobs);
}

export function useMyJobs() {
  const tickets = shallowRef<Case[]>([]);
  const asOf = ref(0);
  const refusal = ref<unknown>();
  const ready = ref(false);

  async function take(found: Case[]): Promise<void> {
    tickets.value = found;
    ready.value = true;
    if (session.session && !session.fromPhone) await keep("jobs", found.filter(isJob));
  }

  async function remember(): Promise<void> {
    const before = await kept("jobs");
    if (!before || ready.value) return;
    tickets.value = before.value;
    asOf.value = before.savedMs;
    ready.value = true;
  }

  async function load(): Promise<void> {
    try {
      const found = await Promise.all(kFieldWork.map(ofWorkflow));
      refusal.value = undefined;
      asOf.value = serverNow();
      await take(found.flat());
    } catch (cause) {
      // Without a line the page says so elsewhere, and goes on with what it has.
      refusal.value = noAnswer(cause) && ready.value ? undefined : cause;
    }
  }

  /** Jobs of which the crew's last step went in, the latest first: they are with somebody else now. */
  const handedOn = shallowRef<Case[]>([]);

  function noteHandedOn(ticket: Case): void {
    const others = handedOn.value.filter(({ id }) => id !== ticket.id);
    handedOn.value = isJob(ticket) ? others : [ticket, ...others].slice(0, kMostHandedOn);
  }

  function put({ id, ticket, taken }: Told): void {
    if (ticket && taken) noteHandedOn(ticket);
    const others = tickets.value.filter((one) => one.id !== id);
    void take(ticket ? [...others, ticket] : others);
  }

  onScopeDispose(whenTold(put));
  useFresh(load, ({ type }) => /^(case|clock)\./.test(type));
  void remember().then(load);

  const jobs = computed(() => jobsOf(tickets.value, outbox.steps.value, roles.value));
  const forget = (id: string) => (handedOn.value = handedOn.value.filter((one) => one.id !== id));
  return { jobs, handedOn, forget, asOf, refusal, ready, load };
}
