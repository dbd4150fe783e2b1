import { describe, expect, it } from "vitest";

import { exportOf, grouped, moodOf, progressOf, sealLate, seqOf, shortened, stageWords } from "@/pages/proof/proof";
import type { ProofState, Verification } from "@/pages/proof/proof";

const verification = (stage_done: number, stage_in_all: number, stage = "rows") =>
  ({ stage, stage_done, stage_in_all }) as unknown as Verification;
const since = (unsealed_since: string | null) => ({ unsealed_since }) as ProofState;

describe("the proof page", () => {
  it("takes a verification that was not finished for no answer", () => {
    expect(moodOf("sound")).toBe("good");
    expect(moodOf("faulty")).toBe("bad");
    expect(moodOf("running")).toBe("busy");
    expect(moodOf("stopped")).toBe("unknown");
    expect(moodOf("never")).toBe("unknown");
  });

  it("knows how far a verification is as soon as it is known how much there is", () => {
    expect(progressOf(verification(0, 0))).toBeUndefined();
    expect(progressOf(verification(1, 3))).toBe(33);
    expect(progressOf(verification(4, 3))).toBe(100);
  });

  it("says what is being done, and counts it where it is counted", () => {
    expect(stageWords(verification(3, 9, "events"))).toBe("第 2 步，共 5 步：逐条核对链条和封印，重算时钟（3 / 9）");
    expect(stageWords(verification(0, 0, "clocks"))).toBe("第 3 步，共 5 步：再算未结束的时限");
  });

  it("shortens hashes to both their ends and reads them out in fours", () => {
    expect(shortened("0123456789abcdef0123456789abcdef")).toBe("01234567…89abcdef");
    expect(shortened("0123")).toBe("0123");
    expect(grouped("0123456789")).toBe("0123 4567 89");
  });

  it("calls a seal late when the first event behind the last one has waited over ten minutes", () => {
    const now = Date.parse("2026-03-02T08:10:01Z");
    expect(sealLate(since("2026-03-02T16:00:00+08:00"), now)).toBe(true);
    expect(sealLate(since("2026-03-02T16:00:02+08:00"), now)).toBe(false);
    expect(sealLate(since(null), now)).toBe(false);
  });

  it("asks for exports with what was chosen and no more", () => {
    expect(exportOf("journal", { from: "", to: "" })).toBe("/api/v1/exports/journal");
    expect(exportOf("worklog", { person: "d 1", from: "2026-03-01", to: "" })).toBe(
      "/api/v1/exports/worklog?person=d+1&from=2026-03-01",
    );
  });

  it("takes whole numbers from 1 on for the place of an event", () => {
    expect(seqOf(" 42 ")).toBe(42);
    for (const wrong of ["", "0", "-1", "4.2", "x", "1e3"]) expect(seqOf(wrong)).toBeUndefined();
  });
});
