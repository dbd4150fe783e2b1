import { describe, expect, it } from "vitest";

import type { Field } from "@/catalog/catalog";
import { limitFaults, rangeHint } from "@/parts/field-limits";

const field = (name: string, change: object) =>
  ({ name, title: { zh: name, en: name }, type: "integer", required: false, personal: false, ...change }) as Field;

const kFields = [
  field("count", { min: 0, max: 10 }),
  field("share", { type: "decimal", min: 1 }),
  field("from", { type: "time" }),
  field("to", { type: "time", after: "from" }),
  field("limit", { type: "duration" }),
];
const kEight = "2026-03-10T08:00:00+08:00";
const kNine = "2026-03-10T09:00:00+08:00";
const faulty = (given: object, stored: object = {}) => Object.keys(limitFaults(kFields, { ...given }, { ...stored }));

describe("limits of a field's own", () => {
  it("take a number between the least and the most, both included", () => {
    expect(faulty({ count: 0 })).toEqual([]);
    expect(faulty({ count: 10 })).toEqual([]);
    expect(faulty({ count: -1 })).toEqual(["count"]);
    expect(faulty({ count: 11 })).toEqual(["count"]);
    expect(faulty({ share: "0.99" })).toEqual(["share"]);
    expect(faulty({ share: "1.0" })).toEqual([]);
  });

  it("take a limit of one or more of its unit, in whole numbers", () => {
    const told = (limit: string) => limitFaults(kFields, { limit }).limit;
    expect(["0h", "-2wd", "-1.5h", "0.0min"].map(told)).toEqual(Array(4).fill("须大于 0"));
    expect(["1.5wd", "1e2h"].map(told)).toEqual(Array(2).fill("须为整数"));
    expect(["1h", "45min", "7wd", undefined].map((limit) => told(limit!))).toEqual(Array(4).fill(undefined));
  });

  it("leave an empty field alone, and what is no number to the server", () => {
    expect(faulty({ count: undefined, share: "" })).toEqual([]);
    expect(faulty({ share: "much" })).toEqual([]);
  });

  it("hold a time against the one before it, given or stored, and point at what is given", () => {
    expect(faulty({ from: kEight, to: kNine })).toEqual([]);
    expect(faulty({ from: kNine, to: kEight })).toEqual(["to"]);
    expect(faulty({ to: kEight }, { from: kEight })).toEqual(["to"]);
    expect(faulty({ from: kNine }, { to: kEight })).toEqual(["from"]);
    expect(faulty({}, { from: kNine, to: kEight })).toEqual([]);
    expect(faulty({ to: "soon" }, { from: kNine })).toEqual([]);
  });

  it("are told in signs", () => {
    expect(rangeHint({ min: 0, max: 10 })).toBe("0 – 10");
    expect(rangeHint({ min: 1 })).toBe("≥ 1");
    expect(rangeHint({ max: -1 })).toBe("≤ -1");
    expect(rangeHint({})).toBe("");
  });
});
