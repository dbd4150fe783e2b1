import { describe, expect, it } from "vitest";

import { isFresh, kKeepMs } from "@/offline/kept";
import {
  happenedAt,
  heldMs,
  kTakeBackMs,
  projectedState,
  sendable,
  stepsOf,
  takeable,
  waitMs,
  type QueuedStep,
} from "@/offline/queue";
import { isTheStep } from "@/offline/sender";
import { workflow } from "@/offline/workflow.fixture";

function queued(place: number, change: Partial<QueuedStep> = {}): QueuedStep {
  return {
    place,
    key: `key-${place}`,
    account: "crew",
    ticket: "1",
    number: "GZ1",
    workflow: "w",
    event: "take",
    text: "",
    data: {},
    pressedMs: 0,
    aheadMs: 0,
    occurredAt: "",
    fromState: "sent",
    fromRevision: 3,
    photo: null,
    taken: false,
    conflict: null,
    ...change,
  };
}
const conflict: QueuedStep["conflict"] = { status: 409, problem: {}, about: "step", now: null };
const places = (steps: QueuedStep[]) => steps.map(({ place }) => place);

describe("a press that may be taken back", () => {
  const held = (place: number, change: Partial<QueuedStep> = {}) => queued(place, { heldUntilMs: 5_000, ...change });

  it("is not sent before its time, nor is what was pressed after it", () => {
    expect(places(sendable([held(1), queued(2), queued(3, { ticket: "2" })], 4_999))).toEqual([3]);
    expect(places(sendable([held(1), queued(2)], 5_000))).toEqual([1]);
  });

  it("is held no longer by a clock that was set back", () => {
    expect(heldMs(held(1), 1_000)).toBe(4_000);
    expect(heldMs(held(1), 5_000 - kTakeBackMs - 1)).toBe(0);
    expect(heldMs(queued(1), 0)).toBe(0);
  });

  it("is the last of its ticket, and none of which something may have been sent", () => {
    expect(takeable([queued(1), queued(2), queued(3, { ticket: "2" })], "1")?.place).toBe(2);
    const sent: Partial<QueuedStep>[] = [{ occurredAt: "2026-11-30T06:00:00Z" }, { taken: true }, { conflict }];
    expect(sent.flatMap((change) => takeable([queued(1), queued(2, change)], "1") ?? [])).toEqual([]);
    expect(takeable([], "1")).toBeUndefined();
  });
});

describe("whose turn it is", () => {
  it("is the first of each ticket, in the order of pressing", () => {
    const steps = [queued(4), queued(2, { ticket: "2" }), queued(1), queued(3, { ticket: "2" })];
    expect(places(sendable(steps, 0))).toEqual([1, 2]);
    expect(places(stepsOf(steps, "1"))).toEqual([1, 4]);
  });

  it("is nobody's behind a step that was refused; other tickets go on", () => {
    expect(places(sendable([queued(1, { conflict }), queued(2), queued(3, { ticket: "2" })], 0))).toEqual([3]);
  });
});

describe("what waiting steps make of a ticket", () => {
  it("is where the last of them leads", () => {
    expect(projectedState(workflow, "sent", [])).toBe("sent");
    expect(projectedState(workflow, "sent", [queued(1), queued(2, { event: "reply" })])).toBe("done");
  });

  it("counts neither notes, nor what is in already and waits for its photo", () => {
    expect(projectedState(workflow, "there", [queued(1, { taken: true }), queued(2, { event: "" })])).toBe("there");
  });

  it("stays what it is when one was refused, and is unknown where only the server can tell", () => {
    expect(projectedState(workflow, "sent", [queued(1, { conflict }), queued(2)])).toBe("sent");
    expect(projectedState(workflow, "suspended", [queued(1, { event: "resume" })])).toBeUndefined();
    expect(projectedState(undefined, "sent", [queued(1)])).toBeUndefined();
  });
});

describe("the time of a step", () => {
  it("is that of the button by the server's clock", () => {
    expect(happenedAt(1_000_000, 5_000, 9_000_000)).toBe(new Date(1_005_000).toISOString());
  });

  it("is never later than the server's clock is for sure, whatever the phone's says", () => {
    expect(happenedAt(9_000_000, 0, 1_000_000)).toBe(new Date(1_000_000).toISOString());
  });

  it("finds the step again in the journal, by person, event and millisecond", () => {
    const step = queued(1, { occurredAt: "2026-11-30T01:02:03.456Z" });
    const event = { type: "case.moved", event: "take", actor: "crew", at: "2026-11-30T09:02:03.456+08:00" };
    const as = (change: object) => isTheStep({ ...event, ...change } as never, step);
    expect(as({})).toBe(true);
    expect(as({ type: "case.noted" })).toBe(true);
    expect(as({ at: "2026-11-30T09:02:03.457+08:00" })).toBe(false);
    expect(as({ actor: "another" })).toBe(false);
    expect(as({ event: "reply" })).toBe(false);
    expect(as({ type: "clock.stopped" })).toBe(false);
  });
});

describe("patience", () => {
  it("grows, to five minutes", () => {
    expect([1, 2, 3, 20].map(waitMs)).toEqual([5_000, 10_000, 20_000, 300_000]);
  });

  it("ends for what is kept after a week without a line", () => {
    expect(isFresh(0, kKeepMs - 1)).toBe(true);
    expect(isFresh(0, kKeepMs)).toBe(false);
    expect(isFresh(5_000, 0)).toBe(true);
  });
});
