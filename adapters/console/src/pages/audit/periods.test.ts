import { describe, expect, it } from "vitest";

import { daysOf, periodOf } from "@/pages/audit/periods";

describe("a period", () => {
  it("goes over the ends of months and years", () => {
    expect(daysOf("week", "2026-03-02")).toEqual({ from: "2026-02-24", to: "2026-03-02" });
    expect(daysOf("month", "2026-03-02")).toEqual({ from: "2026-03-01", to: "2026-03-02" });
    expect(daysOf("last-month", "2026-01-15")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
    expect(daysOf("last-month", "2024-03-31")).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  });

  it("is recognised by its days", () => {
    expect(periodOf({ from: "", to: "" }, "2026-03-02")).toBe("all");
    expect(periodOf({ from: "2026-02-24", to: "2026-03-02" }, "2026-03-02")).toBe("week");
    expect(periodOf({ from: "2026-02-25", to: "2026-03-02" }, "2026-03-02")).toBeUndefined();
  });
});
