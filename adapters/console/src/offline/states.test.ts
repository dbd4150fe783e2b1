import { describe, expect, it } from "vitest";

import {
  askedFields,
  nextStep,
  recommendedFields,
  stateAfter,
  stepsByRole,
  stepsFrom,
  waitsFor,
} from "@/offline/states";
import { workflow } from "@/offline/workflow.fixture";

const all = (name: string) => stepsFrom(workflow, name).map(({ event }) => event);

describe("the next step", () => {
  it("is the first of the state's own that leads elsewhere and does nothing besides", () => {
    expect(nextStep(workflow, "sent", all("sent"))?.event).toBe("take");
    expect(nextStep(workflow, "there", all("there"))?.event).toBe("reply");
  });

  it("is never one that the server does not allow, and never what can be done at any time", () => {
    expect(nextStep(workflow, "sent", ["return", "suspend", "chase"])).toBeUndefined();
    expect(nextStep(workflow, "unknown", ["take"])).toBeUndefined();
  });

  it("tells whose turn it is", () => {
    expect(waitsFor(workflow, "sent", "crew")).toBe(true);
    expect(waitsFor(workflow, "sent", "desk")).toBe(false);
    expect(waitsFor(workflow, "back", "crew")).toBe(false);
    expect(waitsFor(workflow, "back", "desk")).toBe(true);
  });

  it("asks for what it needs and what its condition looks at, each once", () => {
    expect(askedFields(nextStep(workflow, "there", all("there"))!)).toEqual(["handling", "close_code"]);
  });

  it("asks for what it recommends too, after what it needs", () => {
    const reply = nextStep(workflow, "there", all("there"))!;
    expect(askedFields({ ...reply, ask: ["close_code", "cause"] })).toEqual(["handling", "close_code", "cause"]);
  });

  it("of a catalogue that was kept before steps could recommend anything is asked as it was", () => {
    const { ask: _, ...kept } = nextStep(workflow, "there", all("there"))!;
    expect(recommendedFields(kept)).toEqual([]);
  });
});

describe("the definition, where no server can be asked", () => {
  it("offers the steps of the states around after a state's own, to those who may", () => {
    expect(all("sent")).toEqual(["return", "take", "suspend", "chase"]);
    expect(stepsByRole(workflow, "back", ["crew"])).toEqual(["suspend", "chase"]);
  });

  it("knows where a step leads, into a group at its beginning; not where a history does", () => {
    expect(stateAfter(workflow, "sent", "take")).toBe("there");
    expect(stateAfter(workflow, "there", "survey")).toBe("there");
    expect(stateAfter(workflow, "back", "dispatch")).toBe("sent");
    expect(stateAfter(workflow, "suspended", "resume")).toBeUndefined();
    expect(stateAfter(workflow, "sent", "reply")).toBeUndefined();
  });
});
