import { describe, expect, it } from "vitest";

import type { Case } from "@/api/client";
import type { Transition } from "@/catalog/catalog";
import type { QueuedStep } from "@/offline/queue";
import {
  arranged,
  headingOf,
  held,
  isUnsettled,
  newcomers,
  noticed,
  without,
  type Arrangement,
  type Rule,
} from "@/pages/crew/arrangement";
import type { Job } from "@/pages/crew/jobs";

/** Of crew A, when no other is named, and with the next step `event`. */
function job(id: string, event: string, change: Partial<Job> = {}, team = "A"): Job {
  const next = { event } as Transition;
  const ticket = { id, data: { team } } as unknown as Case;
  return { id, number: `GZ${id}`, workflow: "w", ticket, waiting: [], state: "s", next, others: [], ...change };
}
const refused = { conflict: { status: 409, problem: {}, about: "step", now: null } } as unknown as QueuedStep;
const rule: Rule = { isOwn: ({ ticket }) => ticket?.data.team === "A", last: "" };
const order = ({ parts }: Arrangement) => parts.map(({ section, ids }) => `${section}: ${ids.join(" ")}`);

const fresh = job("1", "acknowledge");
const sent = job("2", "acknowledge");
const going = job("3", "arrive");
const there = job("4", "survey");
const strange = job("5", "survey", {}, "B");

describe("the order of a crew's jobs", () => {
  it("is what needs a decision, what is new, what is in hand, and the rest; in each what runs out first", () => {
    const stuck = job("9", "survey", { waiting: [refused] });
    const now = arranged([going, fresh, strange, there, sent, stuck], rule);
    expect(order(now)).toEqual(["stuck: 9", "new: 1 2", "hand: 3 4", "other: 5"]);
    expect(newcomers(now)).toEqual([]);
  });

  it("has in hand what was pressed last on the device, before all others", () => {
    expect(order(arranged([going, there, strange], { ...rule, last: "5" }))).toEqual(["hand: 5 3 4"]);
    expect(order(arranged([going, there], { ...rule, last: "4" }))).toEqual(["hand: 4 3"]);
  });

  it("holds still when a job goes on, and says that it could be made anew", () => {
    const accepted = job("1", "depart");
    const jobs = [accepted, sent, going];
    const now = held(arranged([fresh, sent, going], rule), jobs);
    expect(order(now)).toEqual(["new: 1 2", "hand: 3"]);
    expect(now.known.get("1")!.next!.event).toBe("depart");
    expect(isUnsettled(now, jobs, rule)).toBe(true);
    const anew = arranged(jobs, rule);
    expect(order(anew)).toEqual(["new: 2", "hand: 1 3"]);
    expect(isUnsettled(anew, jobs, rule)).toBe(false);
  });

  it("holds still when the limits change", () => {
    const now = held(arranged([going, there], rule), [there, going]);
    expect(order(now)).toEqual(["hand: 3 4"]);
    expect(isUnsettled(now, [there, going], rule)).toBe(true);
  });

  it("puts what came to the end and tells of it until it is looked at or pressed", () => {
    const now = held(arranged([going], rule), [fresh, sent, going]);
    expect(order(now)).toEqual(["hand: 3", "arrived: 1 2"]);
    expect(newcomers(now)).toEqual(["1", "2"]);
    expect(newcomers(noticed(now, "1"))).toEqual(["2"]);
    expect(newcomers(held(now, [sent, going]))).toEqual(["2"]);
    expect(order(held(now, [fresh, sent, going, there]))).toEqual(["hand: 3", "arrived: 1 2 4"]);
  });

  it("keeps the place of what has gone, and of what comes back to it, which is told as well", () => {
    const before = arranged([going, there], rule);
    const now = held(before, [there]);
    expect(order(now)).toEqual(["hand: 3 4"]);
    expect(now.present.has("3")).toBe(false);
    expect(isUnsettled(now, [there], rule)).toBe(true);
    const back = held(now, [going, there]);
    expect(order(back)).toEqual(["hand: 3 4"]);
    expect(newcomers(back)).toEqual(["3"]);
    expect(order(without(now, "3"))).toEqual(["hand: 4"]);
    expect(isUnsettled(without(now, "3"), [there], rule)).toBe(false);
  });

  it("leaves nothing of steps without a ticket, once they are decided", () => {
    const lost = job("9", "survey", { ticket: null, waiting: [refused] });
    expect(order(held(arranged([lost, going], rule), [going]))).toEqual(["hand: 3"]);
    expect(newcomers(held(arranged([going], rule), [lost, going]))).toEqual([]);
  });
});

describe("a heading", () => {
  it("says what is under it as long as any of that is so, and then what has become of it", () => {
    const accepted = [job("1", "depart"), job("2", "depart")];
    const before = arranged([fresh, sent], rule);
    const half = held(before, [accepted[0]!, sent]);
    expect(headingOf(half, half.parts[0]!, rule)).toBe("new");
    const all = held(before, accepted);
    expect(headingOf(all, all.parts[0]!, rule)).toBe("hand");
    expect(isUnsettled(all, accepted, rule)).toBe(false);
  });

  it("that repeats the one above is no reason to make the order anew", () => {
    const jobs = [job("1", "depart"), going];
    const now = held(arranged([fresh, going], rule), jobs);
    expect(now.parts.map((part) => headingOf(now, part, rule))).toEqual(["hand", "hand"]);
    expect(isUnsettled(now, jobs, rule)).toBe(false);
  });

  it("of what came is that until it was looked at", () => {
    const now = held(arranged([going], rule), [going, fresh]);
    expect(headingOf(now, now.parts[1]!, rule)).toBe("arrived");
    const seen = noticed(now, "1");
    expect(headingOf(seen, seen.parts[1]!, rule)).toBe("new");
  });
});
