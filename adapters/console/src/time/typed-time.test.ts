import { describe, expect, it } from "vitest";

import { instantOf, movedTime, shownTime, typedTime } from "@/time/typed-time";

/** A minute after midnight in China, the day before in Greenwich. */
const kNow = Date.parse("2026-12-01T00:01:00+08:00");

describe("a time that is typed", () => {
  it("is today's when no day is said, in China whatever the browser's zone", () => {
    expect(typedTime("14:05", kNow)).toBe("2026-12-01T14:05:00+08:00");
    expect(typedTime(" 9:05 ", kNow)).toBe("2026-12-01T09:05:00+08:00");
    expect(typedTime("1405", kNow)).toBe("2026-12-01T14:05:00+08:00");
    expect(typedTime("14：05：09", kNow)).toBe("2026-12-01T14:05:09+08:00");
    expect(typedTime("今天 14:05", kNow)).toBe("2026-12-01T14:05:00+08:00");
  });

  it("may name a day, in either language or in digits", () => {
    expect(typedTime("昨天 23:50", kNow)).toBe("2026-11-30T23:50:00+08:00");
    expect(typedTime("昨天23:50", kNow)).toBe("2026-11-30T23:50:00+08:00");
    expect(typedTime("Yesterday 23:50", kNow)).toBe("2026-11-30T23:50:00+08:00");
    expect(typedTime("tomorrow 08:00", kNow)).toBe("2026-12-02T08:00:00+08:00");
    expect(typedTime("11-29 23:50", kNow)).toBe("2026-11-29T23:50:00+08:00");
    expect(typedTime("2026/1/2 08:00", kNow)).toBe("2026-01-02T08:00:00+08:00");
    expect(typedTime("2026-11-30 14:05", kNow)).toBe("2026-11-30T14:05:00+08:00");
    expect(typedTime("2026-11-30T14:05:06", kNow)).toBe("2026-11-30T14:05:06+08:00");
  });

  it.each([
    "",
    "soon",
    "24:00",
    "12:60",
    "14",
    "11-31 08:00",
    "2026-13-01 08:00",
    "yesterday",
    "2:5",
    "昨天 昨天 08:00",
  ])("is none: %s", (text) => {
    expect(typedTime(text, kNow)).toBeUndefined();
  });

  it("is shown as it would be typed, and comes back the same", () => {
    for (const at of ["2026-12-01T14:05:00+08:00", "2026-11-30T23:50:09+08:00"]) {
      expect(typedTime(shownTime(at, kNow), kNow)).toBe(at);
    }
    expect(shownTime("2026-12-01T14:05:00+08:00", kNow)).toBe("14:05");
    expect(shownTime("2026-11-30T16:05:09Z", kNow)).toBe("00:05:09");
    expect(shownTime("never", kNow)).toBe("never");
  });

  it("knows an instant from what a browser would take for one", () => {
    expect(instantOf("2026-12-01T14:05:00+08:00")).toBe(Date.parse("2026-12-01T06:05:00Z"));
    for (const text of [undefined, "", "8", "2026", "2026-12-01", "Dec 1"]) expect(instantOf(text)).toBeNaN();
  });

  it("moves by whole minutes, over midnight too, and from now when it is empty", () => {
    expect(movedTime("2026-12-01T00:00:40+08:00", -1, kNow)).toBe("2026-11-30T23:59:00+08:00");
    expect(movedTime(undefined, 10, kNow)).toBe("2026-12-01T00:11:00+08:00");
    expect(movedTime("soon", 1, kNow)).toBe("2026-12-01T00:02:00+08:00");
  });
});
