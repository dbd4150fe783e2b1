import { describe, expect, it } from "vitest";

import { isDay, movedDay, withinDays } from "@/time/days";

describe("a day", () => {
  it("is one of the calendar, with all its digits", () => {
    expect(["2026-11-30", "2028-02-29"].map(isDay)).toEqual([true, true]);
    const wrong = ["2026-11-31", "2026-02-29", "2026-1-1", "26-11-30", "30.11.2026", ""];
    expect(wrong.filter(isDay)).toEqual([]);
  });

  it("moves over the ends of months and years", () => {
    expect([movedDay("2026-12-31", 1), movedDay("2026-03-01", -1)]).toEqual(["2027-01-01", "2026-02-28"]);
  });

  it("lies within limits that it may be itself", () => {
    expect(withinDays("2026-11-30", "2026-11-30", "2026-11-30")).toBe(true);
    expect(withinDays("2026-11-30", "2026-12-01")).toBe(false);
    expect(withinDays("2026-11-30", "", "2026-11-29")).toBe(false);
    expect(withinDays("2026-11-30")).toBe(true);
  });
});
