import { beforeEach, describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import { emptiness, isEverything, kEverything, matches, presses, storedViews, storeViews } from "@/pages/board/filter";
import { kindOf, rowOf, sooner } from "@/pages/board/rows";

const kStart = Date.parse("2026-03-02T08:00:00+08:00");
const kMinuteMs = 60_000;

function ticket(id: string, dueMinute?: number, change: Partial<Case> = {}): Case {
  const clock = {
    name: "arrival",
    status: "running" as const,
    started_at: new Date(kStart).toISOString(),
    due_at: new Date(kStart + (dueMinute ?? 0) * kMinuteMs).toISOString(),
    stopped_at: null,
    breached: false,
    overdue_s: 0,
    remaining_s: 0,
    at_risk: false,
    at_risk_at: new Date(kStart + 0.8 * (dueMinute ?? 0) * kMinuteMs).toISOString(),
    provisional: false,
  };
  return {
    id,
    number: `GZ2026030200000${id}`,
    workflow: "fault-repair",
    version: "1",
    state: "accepted",
    revision: 1,
    opened_at: new Date(kStart).toISOString(),
    data: { area: "demo-101", fault_address: "幸福路 1 号" },
    clocks: dueMinute === undefined ? [] : [clock],
    allowed_events: [],
    parent: null,
    children: [],
    first_owner: "ct1",
    bounces: 0,
    chases: 0,
    attempts: 0,
    ...change,
  };
}

describe("the board", () => {
  it("begins with what runs out first and ends with what cannot run out", () => {
    const rows = [ticket("1"), ticket("2", 45), ticket("3", 30)].map((one) => rowOf(one));
    expect(rows.sort(sooner).map((row) => row.ticket.id)).toEqual(["3", "2", "1"]);
  });

  it("finds every word of the search, wherever it stands", () => {
    const row = rowOf(ticket("1", 45));
    expect(matches(row, { ...kEverything, text: "gz2026 幸福路" })).toBe(true);
    expect(matches(row, { ...kEverything, text: "幸福路 高压" })).toBe(false);
  });

  it("finds a code by what people read, in both languages, and not by the code", () => {
    const values = [{ code: "low_voltage", title: { zh: "低压", en: "Low voltage" } }];
    const catalog = useCatalog() as { workflows: object };
    catalog.workflows = {
      "fault-repair": { name: "fault-repair", states: [], fields: [{ name: "fault_class", values }] },
    };
    const row = rowOf(ticket("1", 45, { data: { fault_class: "low_voltage", fault_address: "幸福路 1 号" } }));
    const found = ["低压", "VOLTAGE", "low_", "_", "幸福路1"].filter((text) => matches(row, { ...kEverything, text }));
    expect(found).toEqual(["低压", "VOLTAGE", "幸福路1"]);
  });

  it("shows special customers alone when asked to", () => {
    const only = { ...kEverything, special: true };
    const flagged = { area: "demo-101", flags: ["elderly"] };
    expect(matches(rowOf(ticket("1", 45)), only)).toBe(false);
    expect(matches(rowOf(ticket("2", 45, { data: flagged })), only)).toBe(true);
    expect(matches(rowOf(ticket("3", 45, { data: { ...flagged, flags: [] } })), only)).toBe(false);
  });

  it("shows what is at risk from the server's instant on, and overdue only after the due time", () => {
    const row = rowOf(ticket("1", 40));
    const at = (minute: number) => kStart + minute * kMinuteMs;
    expect(presses(row, "risk", at(31.9))).toBe(false);
    expect(presses(row, "risk", at(32))).toBe(true);
    expect(kindOf(row, at(32))).toBe("risk");
    expect(presses(row, "over", at(40))).toBe(false);
    expect(presses(row, "over", at(41))).toBe(true);
  });
});

describe("what waits for the reader", () => {
  const both = (text: string) => ({ zh: text, en: text });
  const step = { event: "dispatch", target: "sent", title: both("派单"), roles: ["dispatcher", "admin"], effect: null };
  const definition = { name: "w", fields: [], states: [{ name: "accepted", parent: null, transitions: [step] }] };
  const open = { workflow: "w", allowed_events: ["dispatch"] };

  beforeEach(() => {
    (useCatalog() as { workflows: object }).workflows = { w: definition };
  });

  function mine(roles: string[], change: Partial<Case> = {}) {
    return rowOf(ticket("1", undefined, { ...open, ...change }), roles).mine;
  }

  it("is what his own role comes first for, and the server lets him do", () => {
    expect(mine(["dispatcher"])).toBe(true);
    expect(mine(["admin"])).toBe(false);
    expect(mine(["dispatcher"], { allowed_events: [] })).toBe(false);
  });

  it("is nothing that is paused: that waits for something else", () => {
    const { clocks } = ticket("1", 45);
    const paused = clocks.map((clock) => ({ ...clock, status: "paused" as const }));
    expect(mine(["dispatcher"], { clocks })).toBe(true);
    expect(mine(["dispatcher"], { clocks: paused })).toBe(false);
  });

  it("stands before others' where nothing can run out", () => {
    const rows = [ticket("1"), ticket("2", undefined, open), ticket("3", 30)].map((one) => rowOf(one, ["dispatcher"]));
    expect(rows.sort(sooner).map((row) => row.ticket.id)).toEqual(["3", "2", "1"]);
  });
});

describe("saved views", () => {
  beforeEach(() => localStorage.clear());

  it("come back as they were", () => {
    storeViews([{ name: "我的台区", filter: { ...kEverything, area: "demo-101" } }]);
    expect(storedViews()).toEqual([{ name: "我的台区", filter: { ...kEverything, area: "demo-101" } }]);
  });

  it("of an older console get what it did not know; broken ones are none", () => {
    localStorage.setItem("gongdan.views", '[{"name":"a","filter":{"team":"A"}},{"name":""},7]');
    expect(storedViews()).toEqual([{ name: "a", filter: { ...kEverything, team: "A" } }]);
    localStorage.setItem("gongdan.views", "{");
    expect(storedViews()).toEqual([]);
  });

  it("are none when nothing is left out", () => {
    expect(isEverything({ ...kEverything })).toBe(true);
    expect(isEverything({ ...kEverything, pressing: "over" })).toBe(false);
  });
});

describe("an empty board", () => {
  const mine = { ...kEverything, mine: true };

  it("has no open ticket, whatever is looked for", () => {
    expect(emptiness({ ...mine, text: "幸福路" }, 0, 0)).toBe("none-open");
  });

  it("tells tickets that wait for others from a search that finds none", () => {
    expect(emptiness({ ...mine, text: "幸福路" }, 9, 3)).toBe("others-only");
    expect(emptiness({ ...mine, pressing: "over" }, 9, 3)).toBe("others-only");
    expect(emptiness({ ...mine, text: "幸福路" }, 9, 0)).toBe("no-match");
    expect(emptiness({ ...kEverything, text: "幸福路" }, 9, 0)).toBe("no-match");
  });

  it("waits for nobody here when nothing else was asked", () => {
    expect(emptiness(mine, 9, 9)).toBe("none-mine");
  });
});
