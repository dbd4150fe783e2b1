import { describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import { useCatalog } from "@/catalog/catalog";
import { workflow } from "@/offline/workflow.fixture";
import { findTickets, gistOf, whereOf } from "@/parts/ticket-search";

Object.assign(useCatalog(), { workflows: { w: workflow }, areas: [{ id: "101", name: "一号台区" }] });
const ticket = (data: object) =>
  ({ workflow: "w", state: "sent", opened_at: "2026-03-02T06:05:00Z", data }) as unknown as Case;

describe("a ticket among others", () => {
  it("is told by its state, its address and when it was opened", () => {
    expect(gistOf(ticket({ fault_address: "幸福路 1 号" }))).toBe("sent · 幸福路 1 号 · 03-02 14:05");
    expect(gistOf(ticket({}))).toBe("sent · 03-02 14:05");
  });

  it("is somewhere, as far as that is known", () => {
    expect(whereOf(ticket({ contact_address: "人民路 2 号", area: "101" }))).toBe("人民路 2 号 · 一号台区");
    expect(whereOf(ticket({ area: "101" }))).toBe("一号台区");
    expect(whereOf(ticket({}))).toBe("");
  });

  it("is not looked for by a single letter", async () => {
    expect(await findTickets("w", " 幸 ")).toEqual([]);
  });
});
