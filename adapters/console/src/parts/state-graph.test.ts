import { describe, expect, it } from "vitest";

import type { JournalEvent } from "@/api/client";
import type { Workflow } from "@/catalog/catalog";
import { kLineHeight, kNodeHeight, layOut, linesOf, pathTaken, widthOf } from "@/parts/state-graph";

const both = (text: string) => ({ zh: text, en: text });
const step = (event: string, target: string | null) => ({
  event,
  target,
  title: both(event),
  guarded: false,
  roles: [],
  require: [],
  permit: null,
});
const state = (name: string, change: object = {}) => ({
  name,
  title: both(name),
  parent: null,
  initial: null,
  compound: false,
  final: false,
  transitions: [],
  ...change,
});
const workflow = {
  name: "w",
  states: [
    state("open", { compound: true, initial: "new", transitions: [step("suspend", "suspended")] }),
    state("new", { parent: "open", transitions: [step("send", "crew"), step("note", null)] }),
    state("crew", { parent: "open", compound: true, initial: "sent" }),
    state("sent", { parent: "crew", transitions: [step("close", "done"), step("back", "open.history")] }),
    state("suspended"),
    state("unused"),
    state("done", { final: true }),
  ],
} as unknown as Workflow;
const titled = (name: string) => name;
const moved = (from: string, to: string) => ({ type: "case.moved", from, to }) as unknown as JournalEvent;

describe("the drawing of a workflow", () => {
  it("leads into a group at the state where the group begins", () => {
    const { edges } = layOut(workflow, ["new"], "new", titled);
    expect(edges.map(({ from, to, taken }) => [from, to, taken])).toEqual([
      ["new", "sent", false],
      ["sent", "done", false],
    ]);
  });

  it("shows the way taken, also along steps that it does not draw otherwise", () => {
    const opened = { type: "case.opened", state: "new" } as unknown as JournalEvent;
    const path = pathTaken([opened, moved("new", "sent"), moved("sent", "suspended")]);
    const { nodes, edges } = layOut(workflow, path, "suspended", titled);
    expect(path).toEqual(["new", "sent", "suspended"]);
    expect(edges.filter(({ taken }) => taken).map(({ from, to }) => `${from}>${to}`)).toEqual([
      "new>sent",
      "sent>suspended",
    ]);
    expect(nodes.find(({ name }) => name === "suspended")).toMatchObject({ current: true, visited: true });
    expect(nodes.map(({ name }) => name)).not.toContain("unused");
  });

  it("makes room for the longest title, on two lines where it can be parted", () => {
    expect(linesOf("等待审核")).toEqual(["等待审核"]);
    expect(linesOf("Waiting for the customer's answer")).toEqual(["Waiting for the", "customer's answer"]);
    const { nodes, nodeWidth } = layOut(workflow, ["new"], "new", (name) => `Waiting for the customer: ${name}`);
    for (const { lines } of nodes) expect(Math.max(...lines.map(widthOf))).toBeLessThan(nodeWidth);
    const [one, next] = nodes.filter(({ name }) => name === "new" || name === "sent");
    expect(Math.abs(one!.x - next!.x)).toBeGreaterThan(nodeWidth);
    expect(kNodeHeight).toBeGreaterThan(2 * kLineHeight);
  });
});
