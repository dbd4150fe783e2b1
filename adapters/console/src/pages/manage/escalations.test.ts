import { expect, test } from "vitest";

import { byArea, type Escalation } from "@/pages/manage/escalations";

function raised(id: string, ticket: string, area: string, level: number, minute: number): Escalation {
  const raised_at = `2026-03-02T08:${String(minute).padStart(2, "0")}:00+08:00`;
  const told = { to: [], people: [], acknowledged_at: null, acknowledged_by: null };
  return { id, ticket, number: ticket, area, clock: "arrival", rung: 1, level, raised_at, ...told };
}

test("a storm is a row for each area: the highest level first, tickets counted once, since the first of them", () => {
  const groups = byArea([
    raised("1", "T1", "east", 1, 40),
    raised("2", "T1", "east", 2, 45),
    raised("3", "T2", "east", 1, 20),
    raised("4", "T3", "west", 3, 50),
    raised("5", "T4", "", 2, 10),
  ]);
  expect(groups.map(({ area, tickets, highest }) => [area, tickets, highest])).toEqual([
    ["west", 1, 3],
    ["east", 2, 2],
    ["", 1, 2],
  ]);
  expect(groups[1]!.since).toBe("2026-03-02T08:20:00+08:00");
  expect(groups[1]!.escalations).toHaveLength(3);
});

test("nothing to acknowledge is no group", () => {
  expect(byArea([])).toEqual([]);
});
