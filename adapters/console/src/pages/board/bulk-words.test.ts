import { describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import { spreadWords, tally, whyNotTogether } from "@/pages/board/bulk-words";

const both = (text: string) => ({ zh: text, en: text });
const states = [
  { name: "accepted", title: both("已受理") },
  { name: "dispatched", title: both("已派单") },
];
const siteClass = {
  name: "site_class",
  title: both("地段"),
  values: [
    { code: "urban", title: both("城区") },
    { code: "rural", title: both("农村") },
  ],
};
Object.assign(useCatalog(), {
  workflows: {
    fault: { name: "fault", title: both("故障报修"), states, fields: [siteClass] },
    complaint: { name: "complaint", title: both("投诉"), states },
  },
});

const ticket = (workflow: string, state: string) => ({ workflow, state }) as Case;
const of = (...each: [string, string][]) => each.map(([workflow, state]) => ticket(workflow, state));

describe("tickets that have no step in common", () => {
  it("are of several kinds, which are told first", () => {
    const tickets = of(
      ["complaint", "accepted"],
      ["fault", "accepted"],
      ["fault", "dispatched"],
      ["fault", "accepted"],
    );
    expect(whyNotTogether(tickets, "—")).toBe("所选工单种类不同：故障报修 3、投诉 1；请只选一种。");
  });

  it("or are in several states", () => {
    const tickets = of(["fault", "dispatched"], ["fault", "accepted"], ["fault", "accepted"]);
    expect(whyNotTogether(tickets, "—")).toBe("所选工单状态不同：已受理 2、已派单 1；请只选状态相同的。");
  });

  it("or there is nothing to be done with any of them", () => {
    expect(whyNotTogether(of(["fault", "accepted"], ["fault", "accepted"]), "—")).toBe("—");
  });

  it("are counted only when they differ", () => {
    expect(tally(["a", "b", "b"])).toBe("b 2、a 1");
    expect(tally(["a", "a"])).toBe("");
    expect(tally([])).toBe("");
  });
});

describe("jobs for one crew", () => {
  const spread = (...each: object[]) => spreadWords(each.map((data) => ({ workflow: "fault", data }) as Case));

  it("are told apart by their areas and the classes of their sites", () => {
    const urban = { area: "101", site_class: "urban" };
    expect(spread(urban, { ...urban, area: "102" }, { area: "201", site_class: "rural" })).toBe(
      "含 3 个台区 · 地段：城区 2、农村 1",
    );
    expect(spread(urban, urban, { site_class: "urban" })).toBe("1 张没有台区");
  });

  it("have nothing to be told when they are at one place, or nobody knows where", () => {
    expect(spread({ area: "101", site_class: "urban" }, { area: "101", site_class: "urban" })).toBe("");
    expect(spread({}, {})).toBe("");
  });
});
