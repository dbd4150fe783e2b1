import { expect, it } from "vitest";

import { runs } from "@/pages/admin/runs";

it("joins days in a row, over the end of a month too", () => {
  expect(runs(["2026-01-31", "2026-02-01", "2026-02-03"])).toEqual([
    ["2026-01-31", "2026-02-01"],
    ["2026-02-03", "2026-02-03"],
  ]);
  expect(runs([])).toEqual([]);
});
