import { describe, expect, it } from "vitest";

import type { Case, Clock } from "@/api/client";
import { areaFigures, standing } from "@/pages/manage/areas";

const kNow = Date.parse("2026-03-02T08:00:00Z");
const minute = (offset: number) => new Date(kNow + offset * 60_000).toISOString();

function clock(from: number, due: number, status: Clock["status"] = "running"): Clock {
  return {
    name: "arrival",
    status,
    started_at: minute(from),
    due_at: minute(due),
    stopped_at: null,
    breached: false,
    overdue_s: 0,
    remaining_s: 0,
    provisional: false,
  };
}

function ticket(area: string | undefined, ...clocks: Clock[]): Case {
  return { data: area ? { area } : {}, clocks } as Case;
}

describe("how a ticket stands", () => {
  it("is decided by the worst of its clocks", () => {
    expect(standing(ticket("a", clock(-10, 100), clock(-50, -1)), kNow)).toBe("over");
    expect(standing(ticket("a", clock(-10, 100), clock(-50, 10)), kNow)).toBe("risk");
    expect(standing(ticket("a"), kNow)).toBe("fine");
  });

  it("is not decided by clocks that do not run", () => {
    expect(standing(ticket("a", clock(-50, -1, "paused"), clock(-50, -1, "stopped")), kNow)).toBe("fine");
  });
});

describe("the areas", () => {
  it("stand with the worst first, tickets without an area among them", () => {
    const rows = areaFigures(
      [
        ticket("calm", clock(-1, 100)),
        ticket("calm", clock(-1, 100)),
        ticket("late", clock(-50, -1)),
        ticket(undefined, clock(-90, 10)),
      ],
      kNow,
    );
    expect(rows.map(({ area, open, atRisk, overdue }) => [area, open, atRisk, overdue])).toEqual([
      ["late", 1, 0, 1],
      ["", 1, 1, 0],
      ["calm", 2, 0, 0],
    ]);
  });
});
