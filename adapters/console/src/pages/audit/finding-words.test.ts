import { afterEach, describe, expect, it } from "vitest";

import { useCatalog } from "@/catalog/catalog";
import { findingWords } from "@/pages/audit/finding-words";
import { setLanguage } from "@/texts";

Object.assign(useCatalog(), { people: [{ id: "d1", name: "演示-指挥一", roles: [], station: "", teams: [] }] });

describe("the sentence of a finding", () => {
  afterEach(() => setLanguage("zh"));

  it("has a person by name, and times as people write them", () => {
    const text = { zh: "d1 于 2026-03-02T08:00:00+08:00 到达", en: "arrivals of d1, ten of d10" };
    expect(findingWords({ text, person: "d1" })).toBe("演示-指挥一 于 2026-03-02 08:00:00 到达");
    setLanguage("en");
    expect(findingWords({ text, person: "d1" })).toBe("arrivals of 演示-指挥一, ten of d10");
  });

  it("stays as it is about nobody, or about somebody who is gone", () => {
    const text = { zh: "x.y(1 改动了权限", en: "" };
    expect(findingWords({ text, person: "x.y(1" })).toBe("x.y(1 改动了权限");
    expect(findingWords({ text, person: null })).toBe("x.y(1 改动了权限");
  });
});
