import { describe, expect, it } from "vitest";

import { useCatalog } from "@/catalog/catalog";
import { workflow } from "@/offline/workflow.fixture";
import { inOrder, keysOf, stepOfKey, stepsOf, takesTurns, turnOf, turnWords } from "@/parts/own-steps";

const roles = JSON.parse(JSON.stringify(workflow).replaceAll('"roles":["crew"]', '"roles":["crew","desk"]'));
const catalog = useCatalog() as { workflows: Record<string, unknown>; roles: unknown[] };
catalog.workflows = { w: roles };
catalog.roles = [{ name: "crew", title: { zh: "抢修班", en: "Crew" } }];

const at = (state: string, ...allowed_events: string[]) => ({ workflow: "w", state, allowed_events });

describe("the buttons of a ticket", () => {
  it("have one that stands out: what this role is meant to do next", () => {
    expect(stepsOf(at("sent", "return", "take", "chase"), ["crew"])).toEqual({
      main: "take",
      others: [],
      aside: ["return", "chase"],
      instead: [],
    });
    expect(stepsOf(at("back", "dispatch", "suspend"), ["desk"]).main).toBe("dispatch");
  });

  it("keep apart what moves on and is another role's, who may do it too", () => {
    const steps = stepsOf(at("sent", "return", "take", "chase"), ["desk"]);
    expect(steps).toEqual({
      main: undefined,
      others: [],
      aside: ["return", "chase"],
      instead: [{ role: "crew", events: ["take"] }],
    });
    expect(inOrder(steps)).toEqual(["take", "return", "chase"]);
    expect([...keysOf(steps)]).toEqual([
      ["take", 2],
      ["return", 3],
      ["chase", 4],
    ]);
    expect(stepOfKey(steps, 1)).toBeUndefined();
  });

  it("have key 1 for one's own next step, and nine keys at most", () => {
    expect(stepOfKey(stepsOf(at("sent", "return", "take", "chase"), ["crew"]), 1)).toBe("take");
    const many = { main: undefined, others: Array.from({ length: 12 }, (_, n) => `s${n}`), aside: [], instead: [] };
    expect([...keysOf(many).values()]).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(keysOf({ ...many, main: "m" }).size).toBe(9);
  });

  it("are no more than the server allows, of a workflow that is not known too", () => {
    expect(stepsOf(at("there"), ["crew"])).toEqual({ main: undefined, others: [], aside: [], instead: [] });
    const foreign = { workflow: "other", state: "x", allowed_events: ["go"] };
    expect(stepsOf(foreign, ["crew"])).toEqual({ main: undefined, others: ["go"], aside: [], instead: [] });
  });

  it("say whose turn it is while it is not this person's", () => {
    expect(turnOf(at("sent"))).toEqual({ role: "抢修班", step: "take" });
    expect(turnOf(at("done"))).toBeUndefined();
    expect(turnWords(at("sent", "take"), ["desk"])).toContain("抢修班");
  });

  it("say so when it is this person's own turn, and nothing at the end", () => {
    expect(turnWords(at("sent", "take"), ["crew"])).toContain("take");
    expect(turnWords(at("sent", "take"), ["crew"])).not.toContain("抢修班");
    expect(turnWords(at("done"), ["crew"])).toBe("");
  });

  it("are waited for of those alone who have a step of their own", () => {
    expect(takesTurns(["crew"])).toBe(true);
    expect(takesTurns(["auditor"])).toBe(false);
  });
});
