import { describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import { compared, type HandedOn } from "@/pages/crew/handed-on";

const ticket = (id: string, state: string) => ({ id, state, workflow: "w" }) as unknown as Case;
const told = (one: Case): ReadonlyMap<string, HandedOn> => new Map([[one.id, { ticket: one, over: false }]]);
const isOver = (now: ReadonlyMap<string, HandedOn>) => now.get("1")!.over;

describe("a job that was handed on", () => {
  const mine = told(ticket("1", "replied"));

  it("is told as long as it waits there", () => {
    expect(isOver(compared(mine, [ticket("1", "replied")], true))).toBe(false);
  });

  it("is over when somebody has gone on with it, and stays so", () => {
    const over = compared(mine, [ticket("1", "reviewed")], true);
    expect(isOver(over)).toBe(true);
    expect(isOver(compared(over, [ticket("1", "replied")], true))).toBe(true);
  });

  it("is over when it is no longer open, which a list that was cut short cannot tell", () => {
    expect(isOver(compared(mine, [], true))).toBe(true);
    expect(isOver(compared(mine, [], false))).toBe(false);
  });
});
