import { describe, expect, it } from "vitest";

import type { Workflow } from "@/catalog/catalog";
import { state, step } from "@/offline/workflow.fixture";
import { leftEmpty } from "@/parts/left-empty";

const looked = (name: string, transitions: object[]) => state(name, transitions, { hop: "review" });

/** As fault-repair: two ways to reply, a review that may send back, a call-back, the archive. */
const workflow = {
  name: "w",
  states: [
    state("open", [step("void", "gone")], { parent: null, compound: true, initial: "there" }),
    state("crew", [], { compound: true, initial: "there" }),
    state("there", [step("survey", "seen", { ask: ["etr"] }), step("reply", "replied", { ask: ["code", "cause"] })]),
    state("seen", [step("reply", "replied", { ask: ["cause", "result"] }), step("note", null)]),
    looked("replied", [step("approve", "reviewed"), step("reject", "crew.history")]),
    looked("reviewed", [step("call", "called", { ask: ["opinion"] }), step("missed", null, { effect: "attempt" })]),
    looked("called", [step("archive", "archived")]),
    state("archived", [], { final: true, parent: null }),
  ],
} as unknown as Workflow;

const told = (at: string, event: string, data = {}) =>
  leftEmpty(workflow, at, event, data).map(({ event: of, fields }) => `${of}: ${[...fields].sort().join(" ")}`);

describe("what the work left unwritten", () => {
  it("is told at every step of the review that leads on or back", () => {
    expect(told("replied", "approve")).toEqual(["reply: cause code result"]);
    expect(told("replied", "reject")).toEqual(["reply: cause code result"]);
    expect(told("called", "archive")).toEqual(["reply: cause code result"]);
  });

  it("is what has no value, whichever step wrote it", () => {
    expect(told("replied", "approve", { cause: "x", code: "", result: [] })).toEqual(["reply: code result"]);
    expect(told("replied", "approve", { cause: "x", code: "y", result: "z" })).toEqual([]);
  });

  it("is nothing that the review itself might have written", () => {
    expect(told("called", "archive", { cause: "x", code: "y", result: "z" })).toEqual([]);
  });

  it("is no word at steps of the work itself, side actions, or attempts", () => {
    expect(told("seen", "reply")).toEqual([]);
    expect(told("replied", "void")).toEqual([]);
    expect(told("reviewed", "missed")).toEqual([]);
    expect(told("nowhere", "approve")).toEqual([]);
  });

  it("is no word where the definition does not tell which step was taken", () => {
    const two = structuredClone(workflow);
    const there = two.states.find(({ name }) => name === "there")!;
    there.transitions.push(step("hand_in", "replied") as unknown as (typeof there.transitions)[number]);
    expect(leftEmpty(two, "replied", "approve", {})).toEqual([]);
    expect(leftEmpty(two, "called", "archive", {})).toEqual([]);
  });
});
