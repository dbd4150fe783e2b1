import { effectScope, nextTick, ref, type EffectScope } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Case } from "@/api/client";
import { useCalmJobs } from "@/pages/crew/calm-jobs";
import type { Job } from "@/pages/crew/jobs";

function job(id: string): Job {
  const ticket = { id, data: {} } as unknown as Case;
  return { id, number: `GZ${id}`, workflow: "w", ticket, waiting: [], state: "s", next: undefined, others: [] };
}

let scope: EffectScope;

/** Of a page that has found job 1, and is then told of 2 before it. */
function opened() {
  const jobs = ref<Job[]>([job("1")]);
  const answered = ref(false);
  scope = effectScope();
  const calm = scope.run(() => useCalmJobs(jobs, answered))!;
  const order = () => calm.lines.value.filter(({ kind }) => kind === "job").map(({ key }) => key);
  async function told(...ids: string[]): Promise<void> {
    jobs.value = ids.map(job);
    await nextTick();
  }
  return { calm, answered, order, told };
}

function look(state: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("the jobs as the page shows them", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it("are put in order as the server has them when it answers first, and hold still after that", async () => {
    const { calm, answered, order, told } = opened();
    answered.value = true;
    await told("2", "1");
    expect(order()).toEqual(["2", "1"]);
    await told("3", "1", "2");
    expect(order()).toEqual(["2", "1", "3"]);
    expect(calm.arrivals.value).toEqual(["3"]);
    expect(calm.unsettled.value).toBe(true);
    calm.settle();
    expect(order()).toEqual(["3", "1", "2"]);
    expect([calm.arrivals.value, calm.unsettled.value]).toEqual([[], false]);
  });

  it("hold still before that too, once somebody touched the page", async () => {
    const { calm, answered, order, told } = opened();
    calm.touch();
    answered.value = true;
    await told("2", "1");
    expect(order()).toEqual(["1", "2"]);
  });

  it("are put in order for whoever comes back after a minute, and not after a call", async () => {
    const { answered, order, told } = opened();
    answered.value = true;
    await told("1");
    await told("2", "1");
    look("hidden");
    vi.advanceTimersByTime(59_000);
    look("visible");
    expect(order()).toEqual(["1", "2"]);
    look("hidden");
    vi.advanceTimersByTime(60_000);
    look("visible");
    expect(order()).toEqual(["2", "1"]);
  });

  it("are told no more when something of them is pressed, and gone when their place is given up", async () => {
    const { calm, answered, order, told } = opened();
    answered.value = true;
    await told("1");
    await told("2", "1");
    calm.press("2");
    expect(calm.arrivals.value).toEqual([]);
    await told("2");
    expect(order()).toEqual(["1", "2"]);
    calm.drop("1");
    expect(order()).toEqual(["2"]);
  });
});
