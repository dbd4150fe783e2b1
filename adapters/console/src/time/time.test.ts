import { describe, expect, it } from "vitest";

import { dateTime, duration, readTimes, shortTime, timeSpan, withZone } from "@/time/time";

describe("times of the desk", () => {
  const at = "2026-03-01T16:05:09Z";

  it("are those of China, whatever the browser's zone is", () => {
    expect(dateTime(at)).toBe("2026-03-02 00:05:09");
  });

  it("leave the day out when it is today in China", () => {
    expect(shortTime(at, Date.parse("2026-03-02T15:59:00Z"))).toBe("00:05");
    expect(shortTime(at, Date.parse("2026-03-02T16:00:00Z"))).toBe("03-02 00:05");
  });

  it("of a beginning and an end have both days where those differ, whichever is today", () => {
    const now = Date.parse("2026-12-01T09:00:00+08:00");
    const span = (from: string, to: string) => timeSpan(`2026-${from}:00+08:00`, `2026-${to}:00+08:00`, now);
    expect(span("11-30T08:00", "12-01T10:00")).toBe("11-30 08:00 – 12-01 10:00");
    expect(span("12-01T22:00", "12-02T06:00")).toBe("12-01 22:00 – 12-02 06:00");
    expect(span("12-01T08:00", "12-01T10:00")).toBe("08:00 – 10:00");
    expect(span("11-30T08:00", "11-30T10:00")).toBe("11-30 08:00 – 10:00");
  });

  it("get the zone that the API wants", () => {
    expect(withZone("2026-03-02T00:05")).toBe("2026-03-02T00:05:00+08:00");
  });

  it("stand so in a text of the server too, and days stay days", () => {
    const text = "made 2026-03-02T00:30:00Z for 2026-02-01 – 2026-02-28, before 2026-03-02T08:00:00.250+08:00";
    expect(readTimes(text)).toBe("made 2026-03-02 08:30:00 for 2026-02-01 – 2026-02-28, before 2026-03-02 08:00:00");
  });
});

describe("a duration", () => {
  it("shows seconds only where they matter", () => {
    expect(duration(59)).toBe("59 秒");
    expect(duration(60)).toBe("1 分钟");
    expect(duration(117)).toBe("1 分 57 秒");
    expect(duration(120)).toBe("2 分钟");
    expect(duration(3600)).toBe("1 小时");
    expect(duration(3 * 3600 + 5 * 60)).toBe("3 小时 5 分钟");
    expect(duration(2 * 86400 + 3 * 3600 + 59)).toBe("2 天 3 小时");
  });
});
