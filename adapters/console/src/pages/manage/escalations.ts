/** Escalations that wait to be acknowledged: in a storm, a few areas instead of hundreds of rows. */

import { sendBatch } from "@/api/batch";
import { freshKey, type Problem, type Schemas } from "@/api/client";

export type Escalation = Schemas["Escalation"];

/** From so many on a list of single escalations is no help. */
export const kStormFrom = 20;

export interface AreaEscalations {
  /** "" = of tickets without one. */
  area: string;
  escalations: Escalation[];
  tickets: number;
  highest: number;
  /** When the first of them was raised. */
  since: string;
}

/** One group for each area; the highest level first, then the most tickets. */
export function byArea(escalations: readonly Escalation[]): AreaEscalations[] {
  const groups = new Map<string, Escalation[]>();
  for (const one of escalations) groups.set(one.area, [...(groups.get(one.area) ?? []), one]);
  return [...groups]
    .map(([area, list]) => ({
      area,
      escalations: list,
      tickets: new Set(list.map(({ ticket }) => ticket)).size,
      highest: Math.max(...list.map(({ level }) => level)),
      since: list.map(({ raised_at }) => raised_at).sort((one, other) => Date.parse(one) - Date.parse(other))[0]!,
    }))
    .sort(
      (one, other) => other.highest - one.highest || other.tickets - one.tickets || one.area.localeCompare(other.area),
    );
}

export interface Acknowledged {
  done: Set<string>;
  /** Of those that were refused, each kind once. */
  problems: Partial<Problem>[];
}

/** Each has its own answer; throws a Refusal when none was even looked at. */
export async function acknowledgeAll(escalations: readonly Escalation[]): Promise<Acknowledged> {
  const lines = escalations.map(({ id }) => ({ op: "acknowledge", escalation: id }));
  const results = await sendBatch(lines, freshKey());
  const problems = new Map<string, Partial<Problem>>();
  const done = new Set<string>();
  escalations.forEach(({ id }, at) => {
    const problem = results[at]?.problem;
    if (problem) problems.set(problem.detail_en ?? problem.title ?? id, problem);
    else done.add(id);
  });
  return { done, problems: [...problems.values()] };
}
