/** What the work's steps asked for and nobody wrote down: whoever looks the work over is told. */

import type { State, Transition, Workflow } from "@/catalog/catalog";
import { entered, recommendedFields, stateOf } from "@/offline/states";
import type { Data } from "@/parts/step";

export interface LeftEmpty {
  event: string;
  fields: string[];
}

/** As the server sees a value. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

interface Way {
  from: State;
  step: Transition;
}

/** A way back to wherever one was (X.history) is none of them. */
function waysInto(workflow: Workflow, state: string): Way[] {
  return workflow.states.flatMap((from) =>
    from.transitions
      .filter(({ target }) => target !== null && entered(workflow, target) === state)
      .map((step) => ({ from, step })),
  );
}

const isReview = (state: State | undefined) => state?.hop === "review";

/**
 * The steps that handed the work in, of a ticket in a state of the review: those that lead into the review from without,
 * looked for back through it. Where several steps lead into one state, the definition does not tell which was taken:
 * nothing is said of what lies behind.
 */
function handedInBy(workflow: Workflow, state: string): Transition[] {
  const found: Transition[] = [];
  const next = [state];
  for (const name of next) {
    const ways = isReview(stateOf(workflow, name)) ? waysInto(workflow, name) : [];
    if (new Set(ways.map(({ step }) => step.event)).size > 1) continue;
    found.push(...ways.filter(({ from }) => !isReview(from)).map(({ step }) => step));
    next.push(...ways.map(({ from }) => from.name).filter((before) => !next.includes(before)));
  }
  return found;
}

/** By step; nothing unless `event` is a step of the review that leads elsewhere. */
export function leftEmpty(workflow: Workflow, state: string, event: string, data: Data): LeftEmpty[] {
  const own = stateOf(workflow, state)?.transitions.some((step) => step.event === event && step.target !== null);
  if (!own) return [];
  const empty = new Map<string, Set<string>>();
  for (const step of handedInBy(workflow, state)) {
    const fields = recommendedFields(step).filter((name) => isEmpty(data[name]));
    if (fields.length > 0) empty.set(step.event, new Set([...(empty.get(step.event) ?? []), ...fields]));
  }
  return [...empty].map(([name, fields]) => ({ event: name, fields: [...fields] }));
}
