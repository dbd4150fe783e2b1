import { describe, expect, it } from "vitest";

import { journeyOf, valueWords, workflowsOf, type Played, type Scenario } from "@/pages/admin/workflows/scenario-words";

function step(command: Record<string, unknown>): Scenario["steps"][number] {
  return { line: 1, at: "2026-03-02T08:00:00+08:00", command, refused: null, expects: [] };
}

const scenario: Scenario = {
  index: 0,
  title: { zh: "场景", en: "Scenario" },
  line: 1,
  steps: [
    step({ op: "open", ref: "C1", workflow: "complaint" }),
    step({ op: "open", ref: "W1", workflow: "work-order" }),
  ],
};

describe("a scenario in words", () => {
  it("knows of which workflow each ticket is", () => {
    expect(workflowsOf(scenario)).toEqual({ C1: "complaint", W1: "work-order" });
  });

  it("says times, spans, yes and nothing as people read them", () => {
    expect(valueWords("complaint", "due", "2026-03-03T16:00:00Z")).toBe("2026-03-04 00:00:00");
    expect(valueWords("complaint", "overdue_s", 180)).toBe("3 分钟");
    expect(valueWords("complaint", "breached", true)).toBe("是");
    expect(valueWords("complaint", "findings", [])).toBe("无");
    expect(valueWords("complaint", "state", null)).toBe("–");
  });

  it("follows the first ticket alone", () => {
    const happened = [
      { type: "case.opened", ref: "C1", state: "accepted" },
      { type: "case.opened", ref: "W1", state: "assigned" },
    ];
    const played: Played = { index: 0, passed: true, whole: true, steps: [{ happened, judged: [], failures: [] }] };
    expect(journeyOf(scenario, played)).toEqual([happened[0]]);
    expect(journeyOf(scenario, undefined)).toEqual([]);
  });
});
