import { describe, expect, it } from "vitest";

import { proposal, withdrawal } from "@/pages/new-ticket/use-known";

describe("a proposal", () => {
  it("fills what is empty, and replaces what was proposed before", () => {
    expect(proposal({}, "site_class", "urban", undefined)).toEqual({ site_class: "urban" });
    expect(proposal({ site_class: "urban" }, "site_class", "rural", "urban")).toEqual({ site_class: "rural" });
  });

  it("never overwrites what somebody has chosen, nor empties anything", () => {
    expect(proposal({ site_class: "remote" }, "site_class", "rural", "urban")).toEqual({ site_class: "remote" });
    expect(proposal({ site_class: "urban" }, "site_class", undefined, "urban")).toEqual({ site_class: "urban" });
  });

  it("does not come back by itself where somebody has cleared it", () => {
    expect(proposal({}, "site_class", "rural", "urban")).toEqual({});
    expect(proposal({ site_class: undefined }, "site_class", "rural", "urban")).toEqual({ site_class: undefined });
  });

  it("goes when what it was made of is taken back, and what somebody has chosen stays", () => {
    expect(withdrawal({ site_class: "urban" }, "site_class", "urban")).toEqual({ site_class: undefined });
    expect(withdrawal({ site_class: "remote" }, "site_class", "urban")).toEqual({ site_class: "remote" });
    expect(withdrawal({}, "site_class", undefined)).toEqual({});
  });
});
