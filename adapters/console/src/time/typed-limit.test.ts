import { describe, expect, it } from "vitest";

import { kLimitUnits, typedLimit, writtenLimit } from "@/time/typed-limit";

describe("a limit", () => {
  it("is a number and a unit, and both together as the API takes it", () => {
    for (const unit of kLimitUnits) {
      expect(writtenLimit({ amount: "2", unit })).toBe(`2${unit}`);
      expect(typedLimit(`2${unit}`)).toEqual({ amount: "2", unit });
    }
  });

  it("is none without a number, and of an unknown unit is not read", () => {
    expect(writtenLimit({ amount: " ", unit: "h" })).toBeUndefined();
    expect(["", "h", "2", "2weeks", undefined].map((written) => typedLimit(written))).toEqual(Array(5).fill(undefined));
  });

  it("keeps what was typed wrong, to be told", () => {
    expect(writtenLimit({ amount: "1.5", unit: "h" })).toBe("1.5h");
    expect(typedLimit("1.5h")).toEqual({ amount: "1.5", unit: "h" });
  });
});
