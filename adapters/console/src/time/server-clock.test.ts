import { beforeEach, describe, expect, it, vi } from "vitest";

describe("the server's clock", () => {
  beforeEach(() => vi.resetModules());
  const kDate = "Mon, 30 Nov 2026 01:00:00 GMT";
  const kServer = Date.parse(kDate);

  it("is unknown before the first answer, and our own until then", async () => {
    const clock = await import("@/time/server-clock");
    expect(clock.serverAhead()).toBeNull();
    expect(Math.abs(clock.serverAtLeast() - Date.now())).toBeLessThan(50);
  });

  it("leaves a right clock alone, whatever the whole seconds of the header hide", async () => {
    const clock = await import("@/time/server-clock");
    clock.learnServerTime(kDate, kServer + 900, kServer + 950);
    expect(clock.serverAhead()).toBe(0);
    expect(clock.serverAtLeast() - Date.now()).toBeGreaterThan(-1000);
    expect(clock.serverAtLeast() - Date.now()).toBeLessThanOrEqual(50);
  });

  it("corrects one that is wrong", async () => {
    const clock = await import("@/time/server-clock");
    clock.learnServerTime(kDate, kServer - 600_000, kServer - 599_900);
    expect(clock.serverAhead()).toBeGreaterThanOrEqual(599_900);
    expect(clock.serverAhead()).toBeLessThanOrEqual(601_000);
  });

  it("learns nothing wrong from an answer that was long under way", async () => {
    const clock = await import("@/time/server-clock");
    clock.learnServerTime(kDate, kServer, kServer + 30_000);
    expect(clock.serverAhead()).toBe(0);
    clock.learnServerTime(kDate, kServer + 20, kServer + 30);
    expect(clock.serverAhead()).toBe(0);
  });

  it("is not asked of an answer without a date, nor when our own clock was set meanwhile", async () => {
    const clock = await import("@/time/server-clock");
    clock.learnServerTime(null, 0);
    clock.learnServerTime(kDate, kServer + 60_000, kServer - 60_000);
    expect(clock.serverAhead()).toBeNull();
  });
});
