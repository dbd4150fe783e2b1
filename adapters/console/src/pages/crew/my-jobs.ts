/** The jobs on this page: from the phone at once, from the server when there is a line, and live after that. */

import { computed, onScopeDispose, ref, shallowRef } from "vue";

import { api, asked, noAnswer, within, type Case } from "@/api/client";
import { keep, kept } from "@/offline/kept";
import { outbox, whenTold, type Told } from "@/offline/outbox";
import { useHandedOn } from "@/pages/crew/handed-on";
import { isOwnJob, jobsOf, kFieldWork } from "@/pages/crew/jobs";
import { useFresh } from "@/parts/loading";
import { roles, session } from "@/session/session";
import { serverNow } from "@/time/server-clock";

const kAskMs = 20_000;
const kPage = 200;
/** A phone shows no more: what runs out first is among them. */
export const kMostJobs = 100;
/** A foreman's station in a storm has more than his crews could do: so far is looked. */
const kMostPages = 5;

interface Found {
  jobs: Case[];
  /** All that were looked through. */
  open: Case[];
  /** There are no others. */
  whole: boolean;
}

async function ofWorkflow(workflow: string): Promise<Found> {
  const open: Case[] = [];
  const jobs = () => open.filter(isOwnJob);
  let cursor: string | undefined;
  for (let page = 0; page < kMostPages && jobs().length < kMostJobs; ++page) {
    const query = { workflow, sort: "due" as const, limit: kPage, cursor };
    const answer = await asked(api.GET("/api/v1/tickets", { params: { query }, signal: within(kAskMs) }));
    open.push(...answer.items);
    cursor = answer.next_cursor ?? undefined;
    if (cursor === undefined) break;
  }
  return { jobs: jobs().slice(0, kMostJobs), open, whole: cursor === undefined };
}

export function useMyJobs() {
  const tickets = shallowRef<Case[]>([]);
  const asOf = ref(0);
  const refusal = ref<unknown>();
  const ready = ref(false);
  /** The server has said once what there is. */
  const answered = ref(false);
  const handedOn = useHandedOn();

  async function take(found: Case[]): Promise<void> {
    tickets.value = found;
    ready.value = true;
    if (session.session && !session.fromPhone) await keep("jobs", found.filter(isOwnJob));
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
      answered.value = true;
      handedOn.compare(
        found.flatMap(({ open }) => open),
        found.every(({ whole }) => whole),
      );
      await take(found.flatMap((one) => one.jobs));
    } catch (cause) {
      // Without a line the page says so elsewhere, and goes on with what it has.
      refusal.value = noAnswer(cause) && ready.value ? undefined : cause;
    }
  }

  function put({ id, ticket, taken }: Told): void {
    if (ticket && taken) handedOn.note(ticket);
    const others = tickets.value.filter((one) => one.id !== id);
    void take(ticket ? [...others, ticket] : others);
  }

  onScopeDispose(whenTold(put));
  useFresh(load, ({ type }) => /^(case|clock)\./.test(type));
  void remember().then(load);

  const jobs = computed(() => jobsOf(tickets.value, outbox.steps.value, roles.value));
  return { jobs, handedOn: handedOn.told, answered, asOf, refusal, ready, load };
}
