/** One ticket with its journal, kept up to date. */

import { computed, onScopeDispose, ref, shallowRef } from "vue";

import { api, asked, type Case, type JournalEvent } from "@/api/client";
import { useJournal } from "@/api/live";

const kPage = 500;
/** A step is several events: one look is enough for all. */
const kGatherMs = 300;

async function wholeJournal(id: string): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const query: { after: number; limit: number } = { after, limit: kPage };
    const page = await asked(api.GET("/api/v1/tickets/{id}/journal", { params: { path: { id }, query } }));
    events.push(...page.items);
    after = page.next_after ?? undefined;
  }
  return events;
}

/** `id`: an id or a number. */
export function useTicketStory(id: string) {
  const ticket = shallowRef<Case>();
  const journal = shallowRef<JournalEvent[]>([]);
  const refusal = ref<unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(): Promise<void> {
    try {
      const [now, events] = await Promise.all([
        asked(api.GET("/api/v1/tickets/{id}", { params: { path: { id } } })),
        wholeJournal(id),
      ]);
      ticket.value = now;
      journal.value = events;
      refusal.value = undefined;
    } catch (cause) {
      refusal.value = cause;
    }
  }

  function heard(event: JournalEvent): void {
    if (event.case !== ticket.value?.id) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, kGatherMs);
  }

  useJournal(heard, () => void load());
  onScopeDispose(() => clearTimeout(timer));
  void load();
  return { ticket, journal, refusal, load, revision: computed(() => ticket.value?.revision ?? 0) };
}
