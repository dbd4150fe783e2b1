import { describe, expect, it } from "vitest";

import type { Clock } from "@/api/client";
import { clockFace, nearestClock } from "@/parts/clock-face";

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
    provisional: false,
    exemption: null,
    ...change,
  };
}

describe("the face of a clock", () => {
  it("is at risk from half of its time on", () => {
    expect(clockFace(clock(), kStart + 22 * kMinuteMs).kind).toBe("fine");
    expect(clockFace(clock(), kStart + 22.5 * kMinuteMs).kind).toBe("risk");
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
