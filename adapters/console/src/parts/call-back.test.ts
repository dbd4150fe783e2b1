import { afterEach, describe, expect, it } from "vitest";

import { useCatalog, type Workflow } from "@/catalog/catalog";
import { state, step } from "@/offline/workflow.fixture";
import { awaitsCallBack, callsBack } from "@/parts/call-back";

const called = {
  name: "w",
  states: [
    state("reviewed", [step("call_back", "called"), step("not_reached", null, { effect: "attempt" })]),
    state("called", [step("archive", "archived")]),
  ],
} as unknown as Workflow;
const uncalled = { name: "u", states: [state("done", [step("archive", "archived")])] } as unknown as Workflow;

afterEach(() => {
  for (const name of Object.keys(useCatalog().workflows)) delete useCatalog().workflows[name];
});

describe("the call-back", () => {
  it("is awaited where an attempt may still be in vain", () => {
    useCatalog().workflows["w"] = called;
    expect(awaitsCallBack({ workflow: "w", state: "reviewed" })).toBe(true);
    expect(awaitsCallBack({ workflow: "w", state: "called" })).toBe(false);
    expect(awaitsCallBack({ workflow: "unknown", state: "reviewed" })).toBe(false);
  });

  it("belongs to some workflows and not to others", () => {
    expect(callsBack(called)).toBe(true);
    expect(callsBack(uncalled)).toBe(false);
  });
});
