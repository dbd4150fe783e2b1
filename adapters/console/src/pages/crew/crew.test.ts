import { afterEach, describe, expect, it, vi } from "vitest";

import type { Case } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import type { QueuedStep } from "@/offline/queue";
import { workflow } from "@/offline/workflow.fixture";
import { jobsOf } from "@/pages/crew/jobs";
import { fitted, photoName } from "@/pages/crew/photo";
import { askPosition, positionText } from "@/pages/crew/position";

const asCrews = JSON.parse(JSON.stringify(workflow).replaceAll('"crew"', '"area_manager"'));
Object.assign(useCatalog().workflows, { "fault-repair": { ...asCrews, name: "fault-repair" } });

function ticket(id: string, state: string, due: string): Case {
  const clocks = [{ name: "arrival", status: "running", started_at: "2026-11-30T00:00:00Z", due_at: due }];
  const allowed_events = state === "sent" ? ["return", "take"] : ["survey"];
  return {
    id,
    number: `GZ${id}`,
    workflow: "fault-repair",
    state,
    data: {},
    clocks,
    allowed_events,
  } as unknown as Case;
}
const waiting = (id: string, change: Partial<QueuedStep> = {}) =>
  ({
    place: 1,
    ticket: id,
    number: `GZ${id}`,
    workflow: "fault-repair",
    event: "take",
    conflict: null,
    ...change,
  }) as QueuedStep;
const soon = "2026-11-30T01:00:00Z";
const late = "2026-11-30T02:00:00Z";
const roles = ["area_manager"];

describe("a crew's jobs", () => {
  it("are what waits for a crew, what runs out first at the top", () => {
    const jobs = jobsOf([ticket("1", "sent", late), ticket("2", "back", soon), ticket("3", "there", soon)], [], roles);
    expect(jobs.map(({ id }) => id)).toEqual(["3", "1"]);
    expect(jobs[1]!.next?.event).toBe("take");
    expect(jobs[1]!.others.map(({ event }) => event)).toEqual(["return"]);
  });

  it("offer only what the server allows, and after a waiting step what the definition does", () => {
    expect(jobsOf([ticket("1", "there", soon)], [], roles)[0]!.next).toBeUndefined();
    const [job] = jobsOf([ticket("1", "sent", soon)], [waiting("1")], roles);
    expect([job!.state, job!.next?.event]).toEqual(["there", "reply"]);
  });

  it("offer nothing of what others review once the crew has done its part, to whom may do both either", () => {
    const done = { ...waiting("1", { event: "reply" }), fromState: "there" };
    const [job] = jobsOf([ticket("1", "there", soon)], [done], ["area_manager", "desk"]);
    expect([job!.state, job!.next, job!.others]).toEqual(["done", undefined, []]);
  });

  it("show what needs a decision first, without a next step until it is decided", () => {
    const conflict: QueuedStep["conflict"] = { status: 409, problem: {}, about: "step", now: null };
    const jobs = jobsOf([ticket("1", "sent", soon), ticket("2", "sent", late)], [waiting("2", { conflict })], roles);
    expect(jobs.map(({ id, next }) => [id, next?.event])).toEqual([
      ["2", undefined],
      ["1", "take"],
    ]);
  });

  it("keep a ticket that is no longer theirs as long as a step of it is undecided", () => {
    const [job] = jobsOf([], [waiting("9")], roles);
    expect([job!.number, job!.ticket, job!.next]).toEqual(["GZ9", null, undefined]);
    expect(jobsOf([ticket("2", "back", soon)], [waiting("2")], roles).map(({ id }) => id)).toEqual(["2"]);
  });
});

describe("a photo", () => {
  it("keeps its shape, no side longer than 1600, and never grows", () => {
    expect(fitted({ width: 4000, height: 3000 })).toEqual({ width: 1600, height: 1200 });
    expect(fitted({ width: 900, height: 4800 })).toEqual({ width: 300, height: 1600 });
    expect(fitted({ width: 640, height: 480 })).toEqual({ width: 640, height: 480 });
    expect(fitted({ width: 9000, height: 1 })).toEqual({ width: 1600, height: 1 });
  });

  it("has a name that files may have", () => {
    expect(photoName("到达现场", "2026-11-30 14:04:05")).toBe("到达现场 2026-11-30 14.04.05.jpg");
  });
});

describe("a position", () => {
  const coords = { latitude: 31.2304162, longitude: 121.473701, accuracy: 11.6 } as GeolocationCoordinates;
  function phone(getCurrentPosition: (done: unknown, failed: (error: object) => void) => void): void {
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition } });
  }
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("is written as degrees and how far off it may be", () => {
    expect(positionText(coords)).toBe("31.230416,121.473701 ±12m");
  });

  it("is not known when it is refused, not to be had, or not asked for in a secure place", async () => {
    phone((_done, failed) => failed({ code: 1, PERMISSION_DENIED: 1 }));
    expect(await askPosition()).toEqual({ state: "refused", text: "" });
    phone((_done, failed) => failed({ code: 2, PERMISSION_DENIED: 1 }));
    expect(await askPosition()).toEqual({ state: "unavailable", text: "" });
    vi.stubGlobal("isSecureContext", false);
    expect(await askPosition()).toEqual({ state: "unavailable", text: "" });
  });

  it("is given up after ten seconds, also while nobody has allowed or refused it", async () => {
    vi.useFakeTimers();
    phone(() => undefined);
    const asked = askPosition();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await asked).toEqual({ state: "unavailable", text: "" });
  });
});
