import { describe, expect, it } from "vitest";

import type { JournalEvent } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import { journalWords } from "@/parts/journal-words";

const catalog = useCatalog() as { workflows: Record<string, unknown> };
catalog.workflows = {
  w: {
    name: "w",
    states: [],
    clocks: [{ name: "arrival", title: { zh: "到达现场", en: "Arrival" } }],
    fields: [
      { name: "clock", type: "text", title: { zh: "时钟", en: "Clock" } },
      { name: "limit", type: "duration", title: { zh: "新时限", en: "New limit" } },
    ],
  },
};

describe("an extension in the history", () => {
  it("names its clock as people do, and says its limit in words", () => {
    const data = { clock: "arrival", limit: "2wd" };
    const event = { type: "case.moved", event: "extend", from: "a", to: "a", data } as unknown as JournalEvent;
    expect(journalWords("w", event).details).toEqual(["时钟：到达现场", "新时限：2 个工作日"]);
  });
});
