import { describe, expect, it } from "vitest";

import { stretches, type Segment } from "@/pages/ticket/timeline";

const segment = (from: string, to: string, counted: boolean): Segment => ({
  from: `2026-03-02T${from}:00+08:00`,
  to: `2026-03-02T${to}:00+08:00`,
  counted,
  ahead: false,
  why: counted ? "elapsed" : "paused",
  title: { zh: "", en: "" },
});

describe("the time line of a clock", () => {
  it("is in proportion to time", () => {
    const line = stretches([segment("08:00", "09:00", true), segment("09:00", "12:00", false)]);
    expect(line.map(({ x, width }) => [x, width])).toEqual([
      [0, 25],
      [25, 75],
    ]);
  });

  it("keeps what is very short in sight, and inside", () => {
    const [, last] = stretches([segment("08:00", "23:59", true), segment("23:59", "23:59", false)]);
    expect(last).toMatchObject({ x: 99.4, width: 0.6 });
  });

  it("of nothing is empty", () => {
    expect(stretches([])).toEqual([]);
  });
});
