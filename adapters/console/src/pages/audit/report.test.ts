import { describe, expect, it } from "vitest";

import { behind, cell, exportAddress, isNumber, kept, percent } from "@/pages/audit/report";

describe("the figures", () => {
  it("are added up as the report counts: open ones that are overdue were missed, others are not judged", () => {
    const rows = [
      { on_time: 7, late: 1, open: 3, open_overdue: 1 },
      { on_time: 1, late: 0, open: 2, open_overdue: 0 },
    ];
    expect(kept(rows)).toEqual({ onTime: 8, missed: 2, open: 5, rate: 80 });
    expect(kept([{ on_time: 0, late: 0, open: 4, open_overdue: 0 }]).rate).toBeUndefined();
  });

  it("show rates without zeros that say nothing", () => {
    expect(percent("77.78")).toBe("77.78 %");
    expect(percent("100.00")).toBe("100 %");
    expect(percent(null)).toBe("–");
  });

  it("are read as times where they are seconds", () => {
    expect(cell({ average: 4410 }, "average")).toBe("1 小时 13 分钟");
    expect(cell({ hop_desk: 60 }, "hop_desk")).toBe("1 分钟");
    expect(cell({ average: null }, "average")).toBe("–");
    expect(cell({ count: 3 }, "count")).toBe("3");
  });

  it("stand to the right when they are numbers", () => {
    expect(isNumber("rate", [{ rate: "83.33" }])).toBe(true);
    expect(isNumber("team", [{ team: "A" }])).toBe(false);
  });
});

describe("the tickets behind a number", () => {
  const row = { key: "clock=arrival;team=A", count: 4, late: 1, cancelled: 0, chases: 2 };

  it("are those that it counts", () => {
    expect(behind(row, "count")).toBe("clock=arrival;team=A");
    expect(behind(row, "late")).toBe("clock=arrival;team=A;outcome=late");
  });

  it("are none behind a nought, a number of other things, or a row without a key", () => {
    expect(behind(row, "cancelled")).toBeUndefined();
    expect(behind(row, "chases")).toBeUndefined();
    expect(behind({ count: 4 }, "count")).toBeUndefined();
  });
});

describe("an export", () => {
  it("asks for what the page shows", () => {
    expect(exportAddress({ from: "2026-03-01", by: "team" }, "csv")).toBe(
      "/api/v1/reports/compliance?format=csv&from=2026-03-01&by=team",
    );
    expect(exportAddress({ tickets: "team=甲;outcome=late" }, "xlsx")).toContain("tickets=team%3D%E7%94%B2%3Boutcome");
  });
});
