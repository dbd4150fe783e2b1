/** Whose step each step is: the workflow names first the role that is meant to take it; the others act in its stead. */

import type { Case } from "@/api/client";
import { eventTitle, roleTitle, useCatalog, type Transition } from "@/catalog/catalog";
import { nextStep, stepsFrom } from "@/offline/states";
import { leadsOn } from "@/parts/step";
import { inLanguage, t } from "@/texts";

type At = Pick<Case, "workflow" | "state" | "allowed_events">;

/** "" = anybody's. */
export const ownerOf = (step: Pick<Transition, "roles">) => step.roles[0] ?? "";

function isOwn(step: Transition, roles: readonly string[]): boolean {
  return step.roles.length === 0 || roles.includes(ownerOf(step));
}

export interface Steps {
  /** What this person is meant to do next; undefined while it is somebody else's turn. */
  main: string | undefined;
  /** What else of his moves the ticket on. */
  others: string[];
  /** What he may do besides, and seldom does: it leaves the ticket where it is, takes it back or ends it. */
  aside: string[];
  /** What moves the ticket on and is another role's to do; by that role, in the workflow's order. */
  instead: { role: string; events: string[] }[];
}

/** In the order of the buttons. */
export function inOrder({ main, others, aside, instead }: Steps): string[] {
  return [...(main ? [main] : []), ...others, ...instead.flatMap(({ events }) => events), ...aside];
}

/** As many as there are keys. */
const kKeys = 9;

/** The keys of the steps. 1 is one's own next step's, and nothing else's: a hand learns it. */
export function keysOf(steps: Steps): Map<string, number> {
  const first = steps.main ? 1 : 2;
  const keyed = inOrder(steps).slice(0, kKeys + 1 - first);
  return new Map(keyed.map((event, at) => [event, first + at]));
}

/** The step of that key. */
export function stepOfKey(steps: Steps, key: number): string | undefined {
  return [...keysOf(steps)].find(([, number]) => number === key)?.[0];
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
  if (!definition) return { main: undefined, others: [...allowed], aside: [], instead: [] };
  const steps = stepsFrom(definition, state).filter(({ event }) => allowed.includes(event));
  const mine = steps.filter((step) => isOwn(step, roles)).map(({ event }) => event);
  const main = nextStep(definition, state, mine)?.event;
  const onward = steps.filter(({ event }) => event !== main && leadsOn({ workflow, state }, event));
  const isOnward = (event: string) => onward.some((step) => step.event === event);
  return {
    main,
    others: mine.filter(isOnward),
    aside: allowed.filter((event) => event !== main && !isOnward(event)),
    instead: byRole(onward.filter(({ event }) => !mine.includes(event))),
  };
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

/** Whether any step is first of all theirs; nobody else is ever waited for. */
export function takesTurns(roles: readonly string[]): boolean {
  const states = Object.values(useCatalog().workflows).flatMap((workflow) => workflow.states);
  return states.some(({ transitions }) => transitions.some((step) => roles.includes(ownerOf(step))));
}

/** Who is waited for, and for what, to somebody with these roles; "" at the end of the way. */
export function turnWords(ticket: At, roles: readonly string[]): string {
  const { main } = stepsOf(ticket, roles);
  if (main) return t("ticket.turn-own", { step: eventTitle(ticket.workflow, main) });
  const turn = turnOf(ticket);
  return turn ? t("ticket.turn", turn) : "";
}
