import { describe, expect, it } from "vitest";

import { areaBar, inArea } from "@/pages/manage/areas";

describe("the bar of an area", () => {
  it("is as long as its tickets are many, and marks those in danger", () => {
    expect(areaBar({ open: 5, at_risk: 1, overdue: 2 }, 10)).toEqual({ open: 50, pressing: 30, overdue: 20 });
  });

  it("does not count a ticket twice that is at risk by one clock and overdue by another", () => {
    expect(areaBar({ open: 2, at_risk: 2, overdue: 2 }, 2)).toEqual({ open: 100, pressing: 100, overdue: 100 });
  });
});

describe("the tickets of an area", () => {
  it("are found by its id, or as those that name none", () => {
    expect(inArea("demo-101")).toEqual({ area: "demo-101" });
    expect(inArea("")).toEqual({ without_area: true });
  });
});
