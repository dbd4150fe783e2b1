/** The jobs as the page shows them: in an order that only the person makes anew. */

import { computed, onScopeDispose, shallowRef, watch, type Ref } from "vue";

import {
  arranged,
  headingOf,
  held,
  isNew,
  isUnsettled,
  newcomers,
  noticed,
  without,
  type Arrangement,
  type Part,
} from "@/pages/crew/arrangement";
import type { Job } from "@/pages/crew/jobs";
import { lastPressed, notePressed } from "@/pages/crew/last-pressed";
import { memberOf } from "@/parts/crews";
import { hasRole, self } from "@/session/session";

/** One line of the page: a heading, or a job with its place among the jobs. */
export type Line =
  | { kind: "heading"; key: string; section: Part["section"]; repeats: boolean }
  | { kind: "job"; key: string; job: Job; place: number; gone: boolean; isNew: boolean };

/** Longer out of sight than for a call or a picture: whoever comes back looks at the page afresh. */
const kAwayMs = 60_000;

/** A foreman who is of no crew has none of his own. */
function isOwn({ ticket }: Job): boolean {
  const teams = memberOf(self.value);
  return teams.length > 0 ? teams.includes(String(ticket?.data.team)) : hasRole("area_manager");
}

function whenBack(callback: () => void): void {
  let sinceMs = Date.now();
  const changed = () => {
    if (document.visibilityState === "hidden") sinceMs = Date.now();
    else if (Date.now() - sinceMs >= kAwayMs) callback();
  };
  document.addEventListener("visibilitychange", changed);
  onScopeDispose(() => document.removeEventListener("visibilitychange", changed));
}

/** `answered`: the server has said once what there is; until then the page is opening, unless somebody touches it. */
export function useCalmJobs(jobs: Readonly<Ref<Job[]>>, answered: Readonly<Ref<boolean>>) {
  const rule = computed(() => ({ isOwn, last: lastPressed.value }));
  const now = shallowRef<Arrangement>(arranged(jobs.value, rule.value));
  let touched = false;

  const settle = () => (now.value = arranged(jobs.value, rule.value));
  const touch = () => (touched = true);
  const drop = (id: string) => (now.value = without(now.value, id));
  function press(id: string): void {
    notePressed(id);
    now.value = noticed(now.value, id);
  }

  watch([jobs, answered], (_now, [_before, wasAnswered]) => {
    if (wasAnswered || touched) now.value = held(now.value, jobs.value);
    else settle();
  });
  whenBack(settle);

  function lineOf(id: string, place: number): Line {
    const { known, present, arrived } = now.value;
    const job = known.get(id)!;
    return { kind: "job", key: id, job, place, gone: !present.has(id), isNew: arrived.includes(id) || isNew(job) };
  }

  const lines = computed(() => {
    let place = 0;
    const headings = now.value.parts.map((part) => headingOf(now.value, part, rule.value));
    return now.value.parts.flatMap(({ section, ids }, at): Line[] => [
      { kind: "heading", key: section, section: headings[at]!, repeats: headings[at] === headings[at - 1] },
      ...ids.map((id) => lineOf(id, place++)),
    ]);
  });
  const arrivals = computed(() => newcomers(now.value));
  const unsettled = computed(() => isUnsettled(now.value, jobs.value, rule.value));
  return { lines, arrivals, unsettled, settle, touch, press, drop };
}
