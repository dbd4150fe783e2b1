import { describe, expect, it } from "vitest";

import { holds } from "@/parts/word-match";

const kText = "gz20260302000012\n幸福路 2 号 201 室\n13800004567";

describe("a word", () => {
  it("is anywhere in the text", () => {
    expect(["福路", "gz2026", "号", "abc"].map((word) => holds(kText, word))).toEqual([true, true, true, false]);
  });

  it("of a few digits is a number by itself", () => {
    expect(["2", "201", "20", "1", "138"].map((word) => holds(kText, word))).toEqual([true, true, false, false, false]);
  });

  it("of four digits or more begins or ends a number", () => {
    expect(["0012", "2026", "4567", "1380", "0000"].map((word) => holds(kText, word))).toEqual([
      ...[true, true, true, true, false],
    ]);
  });
});
