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

  it("is found whether or not blanks stand in the text, and a few digits at its end are all of the number", () => {
    const found = (text: string, ...words: string[]) => words.filter((word) => holds(text, word));
    expect(found(kText, "幸福路2", "路2号201室", "201室", "号201", "路20", "01室")).toEqual([
      ...["幸福路2", "路2号201室", "201室", "号201"],
    ]);
    expect(found("幸福路55号", "幸福路5", "幸福路55", "5号", "55号")).toEqual(["幸福路55", "55号"]);
  });

  it("is within one field, and begins a ticket's number while it is being typed", () => {
    expect(["室138", "012幸福", "gz2", "gz202", ""].map((word) => holds(kText, word))).toEqual([
      ...[false, false, true, true, true],
    ]);
  });
});
