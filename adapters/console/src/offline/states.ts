/** What the definition of a workflow tells of steps, for when no server can be asked. */

import type { State, Transition, Workflow } from "@/catalog/catalog";

export function stateOf(workflow: Workflow, name: string): State | undefined {
  return workflow.states.find((state) => state.name === name);
}

/** Where one is after entering `name`; undefined for a history, which leads wherever one was before. */
export function entered(workflow: Workflow, name: string): string | undefined {
  const state = stateOf(workflow, name);
  if (!state) return undefined;
  return state.compound && state.initial ? entered(workflow, state.initial) : state.name;
}

/** All steps of a state, those of the states around it after its own, each event once: the order of allowed_events. */
export function stepsFrom(workflow: Workflow, name: string): Transition[] {
  const found: Transition[] = [];
  let state = stateOf(workflow, name);
  while (state) {
    for (const step of state.transitions) {
      if (!found.some(({ event }) => event === step.event)) found.push(step);
    }
    state = state.parent ? stateOf(workflow, state.parent) : undefined;
  }
  return found;
}

/** Undefined when there is no such step, or only the server knows where it leads. */
export function stateAfter(workflow: Workflow, state: string, event: string): string | undefined {
  const step = stepsFrom(workflow, state).find((one) => one.event === event);
  if (!step) return undefined;
  return step.target === null ? state : entered(workflow, step.target);
}

function mayTake(step: Transition, roles: readonly string[]): boolean {
  return step.roles.length === 0 || step.roles.some((role) => roles.includes(role));
}

/** What these roles may do in `state` by the definition alone; the server may know of more conditions. */
export function stepsByRole(workflow: Workflow, state: string, roles: readonly string[]): string[] {
  return stepsFrom(workflow, state)
    .filter((step) => mayTake(step, roles))
    .map(({ event }) => event);
}

/**
 * The step that moves the case forward: the first of the state's own that leads elsewhere and does nothing besides. What
 * stands on the states around (suspend, void, merge) can be done at any time and is nobody's next step; what bounces,
 * chases or reopens has an effect of its own. Undefined when `allowed` holds none.
 */
export function nextStep(workflow: Workflow, state: string, allowed: readonly string[]): Transition | undefined {
  return stateOf(workflow, state)?.transitions.find(
    ({ event, target, effect }) => target !== null && target !== state && effect === null && allowed.includes(event),
  );
}

/** Whether the next step is one that `role` takes. */
export function waitsFor(workflow: Workflow, state: string, role: string): boolean {
  return nextStep(workflow, state, stepsByRole(workflow, state, [role])) !== undefined;
}

/** Fields that the step asks for and does not need. A catalogue that a phone kept of an earlier version names none. */
export function recommendedFields(step: Partial<Transition> | undefined): readonly string[] {
  return step?.ask ?? [];
}

/** Fields to ask before the step is taken: those it needs, those its condition looks at, and those it recommends. */
export function askedFields(step: Transition): string[] {
  return [...new Set([...step.require, ...step.guard_fields, ...recommendedFields(step)])];
}
