import { beforeEach, describe, expect, it } from "vitest";

import { useColumns } from "@/pages/audit/columns";
import type { Sheet } from "@/pages/audit/report";

const column = (id: string) => ({ id, title: { zh: id, en: id } });
const counts = ["count", "on_time", "late", "open", "open_overdue", "cancelled", "unclear", "exempt", "rate"];
const wide = {
  columns: [...["clock", "site_class"], ...counts, "average", "median", "key"].map(column),
  rows: [],
} as unknown as Sheet;
const numbers = [...counts, "average", "median"];
const of = (sheet: Sheet) =>
  useColumns(
    () => sheet,
    (id) => numbers.includes(id),
  );
const ids = (columns: { id: string }[]) => columns.map(({ id }) => id);

describe("the columns of a report", () => {
  beforeEach(() => localStorage.clear());

  it("are all shown where they fit, and none is offered to be hidden", () => {
    const narrow = of({ ...wide, columns: ["clock", "median", "key"].map(column) });
    expect(ids(narrow.shown.value)).toEqual(["clock", "median"]);
    expect(narrow.offered.value).toEqual([]);
    expect(narrow.hidden.value).toEqual([]);
  });

  it("that do not fit are named, and come back when they are chosen", () => {
    const { shown, hidden, offered, choose } = of(wide);
    expect(ids(hidden.value)).toEqual(["cancelled", "unclear", "exempt", "median"]);
    expect(ids(offered.value)).not.toContain("clock");
    choose([...ids(offered.value)]);
    expect(hidden.value).toEqual([]);
    choose(["count", "late"]);
    expect(ids(shown.value)).toEqual(["clock", "site_class", "count", "late"]);
    expect(JSON.parse(localStorage.getItem("gongdan.report-columns") ?? "")).toContain("on_time");
  });

  it("of a list of tickets are chosen by themselves, all but the number", () => {
    const names = ["number", "workflow", "clock", "cycle", "opened_at", "started_at", "due_at", "ended_at", "outcome"];
    const tickets = { columns: [...names, "elapsed", "overdue", "exempt", "area"].map(column), rows: [] };
    const { shown, offered } = of(tickets as unknown as Sheet);
    expect(ids(shown.value)).toEqual(
      names.filter((id) => !["cycle", "opened_at", "started_at"].includes(id)).concat(["elapsed", "overdue", "area"]),
    );
    expect(ids(offered.value)).not.toContain("number");
  });
});
