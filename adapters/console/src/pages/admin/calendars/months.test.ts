import { describe, expect, it } from "vitest";

import { monthsOf } from "@/pages/admin/calendars/months";

describe("a year of months", () => {
  const year = { year: 2027, holidays: ["2027-01-01", "2027-02-06"], workdays: ["2027-01-09", "2027-01-06"] };
  const months = monthsOf(year, ["2027-01-09"]);
  const cell = (date: string) => months.flatMap(({ weeks }) => weeks.flat()).find((day) => day?.date === date);

  it("begins each week on Monday and leaves the days of other months empty", () => {
    expect(months).toHaveLength(12);
    expect(months[0]!.weeks[0]!.map((day) => day?.day)).toEqual([undefined, undefined, undefined, undefined, 1, 2, 3]);
    expect(months[1]!.weeks).toHaveLength(4);
    expect(months.flatMap(({ weeks }) => weeks.flat()).filter(Boolean)).toHaveLength(365);
  });

  it("tells holidays, worked weekend days and ordinary days apart", () => {
    expect(cell("2027-01-01")?.kind).toBe("holiday");
    expect(cell("2027-02-06")?.kind).toBe("holiday");
    expect(cell("2027-01-09")?.kind).toBe("make-up-day");
    expect(cell("2027-01-06")?.kind).toBe("working-day");
    expect(cell("2027-01-10")?.kind).toBe("weekend");
    expect(cell("2027-01-04")?.kind).toBe("working-day");
  });

  it("marks what changes", () => {
    expect(cell("2027-01-09")?.changed).toBe(true);
    expect(cell("2027-01-01")?.changed).toBe(false);
  });
});
