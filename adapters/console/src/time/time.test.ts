import { describe, expect, it } from "vitest";

import { dateTime, duration, shortTime, withZone } from "@/time/time";

describe("times of the desk", () => {
  const at = "2026-03-01T16:05:09Z";

  it("are those of China, whatever the browser's zone is", () => {
    expect(dateTime(at)).toBe("2026-03-02 00:05:09");
  });

  it("leave the day out when it is today in China", () => {
    expect(shortTime(at, Date.parse("2026-03-02T15:59:00Z"))).toBe("00:05");
    expect(shortTime(at, Date.parse("2026-03-02T16:00:00Z"))).toBe("03-02 00:05");
  });

  it("get the zone that the API wants", () => {
    expect(withZone("2026-03-02T00:05")).toBe("2026-03-02T00:05:00+08:00");
  });
});

describe("a duration", () => {
  it("shows seconds only where they matter", () => {
    expect(duration(119)).toBe("119 秒");
    expect(duration(120)).toBe("2 分钟");
    expect(duration(3600)).toBe("1 小时");
    expect(duration(3 * 3600 + 5 * 60)).toBe("3 小时 5 分钟");
    expect(duration(2 * 86400 + 3 * 3600 + 59)).toBe("2 天 3 小时");
  });
});
