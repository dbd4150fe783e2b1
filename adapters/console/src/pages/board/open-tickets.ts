/** Every open ticket that one may see, kept up to date by the journal. */

import { onScopeDispose, ref, shallowRef, triggerRef } from "vue";

import { api, asked, everyPage, Refusal, type Case, type JournalEvent } from "@/api/client";
import { useJournal } from "@/api/live";
import { rowOf, type Row } from "@/pages/board/rows";
import { isFinal } from "@/parts/step";
import { roles } from "@/session/session";
import { serverNow } from "@/time/server-clock";

/** Events come in bursts (a ticket opens with its clocks): wait for the rest before asking. */
const kGatherMs = 400;
/** When more tickets than this changed at once, asking for all in pages is less work for everybody. */
const kReloadAbove = 100;
const kPage = 500;

export function useOpenTickets() {
  const rows = shallowRef(new Map<string, Row>());
  const loaded = ref(false);
  const refusal = ref<unknown>();
  /** When what is shown was last known to be true, ms. */
  const asOf = ref(0);
  const touched = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy: Promise<void> = Promise.resolve();
  let ended = false;

  function put(ticket: Case): void {
    if (isFinal(ticket)) rows.value.delete(ticket.id);
    else rows.value.set(ticket.id, rowOf(ticket, roles.value));
  }

  async function load(): Promise<void> {
    touched.clear();
    const tickets = await everyPage((cursor) =>
      asked(api.GET("/api/v1/tickets", { params: { query: { sort: "due", limit: kPage, cursor } } })),
    );
    rows.value = new Map(tickets.map((ticket) => [ticket.id, rowOf(ticket, roles.value)]));
    loaded.value = true;
  }

  async function refetch(id: string): Promise<void> {
    try {
      put(await asked(api.GET("/api/v1/tickets/{id}", { params: { path: { id } } })));
    } catch (cause) {
      if (!(cause instanceof Refusal) || cause.status !== 404) throw cause;
      rows.value.delete(id);
    }
  }

  async function catchUp(): Promise<void> {
    if (touched.size > kReloadAbove) return load();
    const ids = [...touched];
    touched.clear();
    await Promise.all(ids.map(refetch));
    triggerRef(rows);
  }

  /** One after the other: an older answer must not overwrite a newer one. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    busy = busy
      .then(async () => {
        if (ended) return;
        await work();
        refusal.value = undefined;
        asOf.value = serverNow();
      })
      .catch((cause: unknown) => void (refusal.value = cause));
    return busy;
  }

  function heard(event: JournalEvent): void {
    if (!/^(case|clock)\./.test(event.type)) return;
    touched.add(event.case);
    timer ??= setTimeout(() => {
      timer = undefined;
      void enqueue(catchUp);
    }, kGatherMs);
  }

  const reload = () => enqueue(load);
  useJournal(heard, () => void reload());
  onScopeDispose(() => {
    ended = true;
    clearTimeout(timer);
  });
  void reload();

  return {
    rows,
    loaded,
    refusal,
    asOf,
    reload,
    /** What an answer already told: no need to ask again. */
    take(tickets: readonly Case[]): void {
      tickets.forEach(put);
      triggerRef(rows);
    },
  };
}
