import { describe, expect, it } from "vitest";

import type { Clock } from "@/api/client";
import { clockFace, isAtRisk, isOver, nearestClock, pressingOf, roundWords } from "@/parts/clock-face";

const kStart = Date.parse("2026-03-02T08:00:00+08:00");
const kMinuteMs = 60_000;

function clock(change: Partial<Clock> = {}): Clock {
  return {
    name: "arrival",
    status: "running",
    started_at: "2026-03-02T08:00:00+08:00",
    due_at: "2026-03-02T08:45:00+08:00",
    stopped_at: null,
    breached: false,
    overdue_s: 0,
    remaining_s: 2700,
    at_risk: false,
    at_risk_at: "2026-03-02T08:36:00+08:00",
    provisional: false,
    exemption: null,
    ...change,
  };
}

describe("the face of a clock", () => {
  it("is at risk from the instant that the server gives", () => {
    expect(clockFace(clock(), kStart + 35 * kMinuteMs).kind).toBe("fine");
    expect(clockFace(clock(), kStart + 36 * kMinuteMs).kind).toBe("risk");
    expect(clockFace(clock({ at_risk_at: null }), kStart + 44 * kMinuteMs).kind).toBe("fine");
  });

  it("is not over at exactly the due time", () => {
    expect(clockFace(clock(), kStart + 45 * kMinuteMs)).toEqual({ kind: "risk", seconds: 0, used: 1 });
    expect(clockFace(clock(), kStart + 50 * kMinuteMs)).toEqual({ kind: "over", seconds: 300, used: 1 });
  });

  it("stands still while it is paused, with what was left then", () => {
    const paused = clock({ status: "paused", remaining_s: 600 });
    expect(clockFace(paused, kStart + 100 * kMinuteMs)).toMatchObject({ kind: "paused", seconds: 600 });
  });
});

describe("how a ticket presses", () => {
  const at = (minute: number) => kStart + minute * kMinuteMs;

  it("is decided by any of its clocks, and can be both at risk and overdue", () => {
    const breached = clock({ name: "step", due_at: "2026-03-02T08:05:00+08:00", breached: true, at_risk_at: null });
    const pressing = pressingOf({ clocks: [breached, clock()] });
    expect([isOver(pressing, at(20)), isAtRisk(pressing, at(20))]).toEqual([true, false]);
    expect([isOver(pressing, at(40)), isAtRisk(pressing, at(40))]).toEqual([true, true]);
  });

  it("is nothing while its clocks are paused before the breach, or have ended", () => {
    const paused = clock({ status: "paused", at_risk_at: null });
    const pressing = pressingOf({ clocks: [paused, clock({ status: "stopped", at_risk_at: null })] });
    expect([isOver(pressing, at(90)), isAtRisk(pressing, at(90))]).toEqual([false, false]);
  });
});

describe("the nearest clock", () => {
  it("is the running one that is due first; a paused one comes after all running ones", () => {
    const late = clock({ name: "restoration", due_at: "2026-03-02T12:00:00+08:00" });
    const paused = clock({ name: "contact", status: "paused", due_at: "2026-03-02T08:10:00+08:00" });
    expect(nearestClock({ clocks: [paused, late] })?.name).toBe("restoration");
    expect(nearestClock({ clocks: [paused, late, clock()] })?.name).toBe("arrival");
  });

  it("is none when every clock has ended", () => {
    expect(nearestClock({ clocks: [clock({ status: "stopped" })] })).toBeUndefined();
  });
});

describe("the rounds of a clock", () => {
  it("are told from the second on", () => {
    expect([{}, { cycle: 1 }, { cycle: 2 }].map(roundWords)).toEqual(["", "", "第 2 轮"]);
  });
});
