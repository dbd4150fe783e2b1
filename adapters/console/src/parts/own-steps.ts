/** Whose step each step is: the workflow names first the role that is meant to take it; the others act in its stead. */

import type { Case } from "@/api/client";
import { roleTitle, useCatalog, type Transition } from "@/catalog/catalog";
import { nextStep, stepsFrom } from "@/offline/states";
import { leadsOn } from "@/parts/step";
import { inLanguage } from "@/texts";

type At = Pick<Case, "workflow" | "state" | "allowed_events">;

/** "" = anybody's. */
export const ownerOf = (step: Pick<Transition, "roles">) => step.roles[0] ?? "";

function isOwn(step: Transition, roles: readonly string[]): boolean {
  return step.roles.length === 0 || roles.includes(ownerOf(step));
}

export interface Steps {
  /** What this person is meant to do next; undefined while it is somebody else's turn. */
  main: string | undefined;
  /** What else he may do, in his own right. */
  others: string[];
  /** What moves the ticket on and is another role's to do; by that role, in the workflow's order. */
  instead: { role: string; events: string[] }[];
}

/** In the order of the buttons. */
export function inOrder({ main, others, instead }: Steps): string[] {
  return [...(main ? [main] : []), ...others, ...instead.flatMap(({ events }) => events)];
}

function byRole(steps: readonly Transition[]): Steps["instead"] {
  const owners = [...new Set(steps.map(ownerOf))];
  return owners.map((role) => ({
    role,
    events: steps.filter((step) => ownerOf(step) === role).map(({ event }) => event),
  }));
}

/** The buttons of a ticket for somebody with these roles: no more than the server allows. */
export function stepsOf({ workflow, state, allowed_events: allowed }: At, roles: readonly string[]): Steps {
  const definition = useCatalog().workflows[workflow];
  if (!definition) return { main: undefined, others: [...allowed], instead: [] };
  const steps = stepsFrom(definition, state).filter(({ event }) => allowed.includes(event));
  const mine = steps.filter((step) => isOwn(step, roles)).map(({ event }) => event);
  const main = nextStep(definition, state, mine)?.event;
  const strangers = steps.filter(({ event }) => !mine.includes(event) && leadsOn({ workflow, state }, event));
  const others = allowed.filter((event) => event !== main && !strangers.some((step) => step.event === event));
  return { main, others, instead: byRole(strangers) };
}

/** Whose turn it is, and what that one does: of the definition, whoever asks. Undefined at the end of the way. */
export function turnOf({
  workflow,
  state,
}: Pick<At, "workflow" | "state">): { role: string; step: string } | undefined {
  const definition = useCatalog().workflows[workflow];
  if (!definition) return undefined;
  const events = stepsFrom(definition, state).map(({ event }) => event);
  const next = nextStep(definition, state, events);
  return next && { role: roleTitle(ownerOf(next)), step: inLanguage(next.title, next.event) };
}
