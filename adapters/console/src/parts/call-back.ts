/** The call-back, as workflows know it: a customer may not be reached, and each attempt counts. */

import type { Case } from "@/api/client";
import { useCatalog, type Transition, type Workflow } from "@/catalog/catalog";
import { stepsFrom } from "@/offline/states";

const isAttempt = ({ effect }: Transition) => effect === "attempt";

/** Whether the customer is still to be reached: how often that failed matters until then. */
export function awaitsCallBack({ workflow, state }: Pick<Case, "workflow" | "state">): boolean {
  const definition = useCatalog().workflows[workflow];
  return definition !== undefined && stepsFrom(definition, state).some(isAttempt);
}

/** Whether tickets of the workflow end with a call to the customer. */
export function callsBack({ states }: Workflow): boolean {
  return states.some(({ transitions }) => transitions.some(isAttempt));
}
