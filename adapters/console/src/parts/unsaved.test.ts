import { describe, expect, it } from "vitest";

import { isTyped } from "@/parts/unsaved";

describe("what was typed", () => {
  it("is any field that holds something", () => {
    expect(isTyped({ note: "x" })).toBe(true);
    expect(isTyped({ customers: 0 })).toBe(true);
    expect(isTyped({ planned: false })).toBe(true);
  });

  it("is nothing that is empty, cleared or filled in by the form", () => {
    expect(isTyped({})).toBe(false);
    expect(isTyped({ note: "", team: undefined, flags: [] })).toBe(false);
    expect(isTyped({ area: "demo-101" }, new Set(["area"]))).toBe(false);
  });
});
