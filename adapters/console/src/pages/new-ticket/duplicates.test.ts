import { describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import { ranked, signsOf } from "@/pages/new-ticket/duplicates";

const ticket = (id: string, opened = "2026-03-02T08:00:00+08:00") => ({ id, opened_at: opened }) as Case;

describe("possible duplicates", () => {
  it("that share more stand first; each stands once, with every sign", () => {
    const list = ranked([
      { sign: "area", tickets: [ticket("1"), ticket("2")] },
      { sign: "contact_phone", tickets: [ticket("2")] },
    ]);
    expect(list.map(({ ticket, signs }) => [ticket.id, signs])).toEqual([
      ["2", ["area", "contact_phone"]],
      ["1", ["area"]],
    ]);
  });

  it("that share the same: the newer first", () => {
    const list = ranked([{ sign: "line", tickets: [ticket("1"), ticket("2", "2026-03-02T09:00:00+08:00")] }]);
    expect(list.map((found) => found.ticket.id)).toEqual(["2", "1"]);
  });

  it("are not looked for by a word or two", () => {
    expect(signsOf({ fault_address: "幸福", area: "demo-101" })).toBe('[{"field":"area","value":"demo-101"}]');
  });
});
