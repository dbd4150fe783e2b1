import { describe, expect, it } from "vitest";

import type { DutySpan } from "@/pages/roster/duty-table";
import { gapsOf, peopleGrid, periodDays, type RosterGap } from "@/pages/roster/people-grid";

function span(person: string | null, from: string, to: string): DutySpan {
  const holder = person ?? "d1";
  return { role: "dispatcher", station: "", kind: "weekly", holder, person, name: person, absent: null, from, to };
}

describe("the grid of people", () => {
  const days = ["2026-03-01", "2026-03-02", "2026-03-03"];

  it("shows a night duty on both its days, and midnight on the earlier alone", () => {
    const lines = peopleGrid(
      [
        span("b", "2026-03-01T20:00:00+08:00", "2026-03-02T08:00:00+08:00"),
        span("a", "2026-03-01T00:00:00+08:00", "2026-03-02T00:00:00+08:00"),
        span(null, "2026-03-03T00:00:00+08:00", "2026-03-04T00:00:00+08:00"),
      ],
      days,
    );
    expect(lines.map(({ person, days: cells }) => [person, ...cells.map(({ length }) => length)])).toEqual([
      ["a", 1, 0, 0],
      ["b", 1, 1, 0],
    ]);
  });

  it("puts a gap on each day that it touches", () => {
    const gap = { from: "2026-03-02T12:00:00+08:00", to: "2026-03-04T12:00:00+08:00" } as RosterGap;
    expect(gapsOf([gap], days).map(({ length }) => length)).toEqual([0, 1, 1]);
  });

  it("knows weeks from Monday and whole months, over the end of a year", () => {
    expect(periodDays("2026-12-31", "week", 0)[0]).toBe("2026-12-28");
    expect(periodDays("2026-12-31", "week", 1)).toHaveLength(7);
    expect(periodDays("2026-12-31", "week", 1)[0]).toBe("2027-01-04");
    expect(periodDays("2026-12-31", "month", 2)).toHaveLength(28);
    expect(periodDays("2026-12-31", "month", 1)[0]).toBe("2027-01-01");
    expect(periodDays("2026-03-01", "week", 0)[0]).toBe("2026-02-23");
  });
});
