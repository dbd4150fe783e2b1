import { describe, expect, it } from "vitest";

import { daysFrom, dutyTable, type DutySpan } from "@/pages/roster/duty-table";

function span(role: string, from: string, to: string): DutySpan {
  return { role, station: "", kind: "weekly", holder: "d1", person: "d1", name: "甲", absent: null, from, to };
}

describe("the table of duties", () => {
  const days = daysFrom("2026-02-28", 3);

  it("has days without holes, over the end of a month", () => {
    expect(days).toEqual(["2026-02-28", "2026-03-01", "2026-03-02"]);
  });

  it("puts a span where it begins by China's clock, and what began before on the first day", () => {
    const lines = dutyTable(
      [
        span("dispatcher", "2026-02-27T20:00:00+08:00", "2026-02-28T08:00:00+08:00"),
        span("dispatcher", "2026-02-28T16:30:00Z", "2026-03-01T08:00:00Z"),
        span("foreman", "2026-03-02T08:00:00+08:00", "2026-03-03T08:00:00+08:00"),
      ],
      days,
    );
    expect(lines.map(({ role, days: cells }) => [role, ...cells.map((cell) => cell.length)])).toEqual([
      ["dispatcher", 1, 1, 0],
      ["foreman", 0, 0, 1],
    ]);
  });
});
