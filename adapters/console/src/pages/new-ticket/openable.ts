/** Which workflows this person may open a ticket of. */

import { useCatalog, type Workflow } from "@/catalog/catalog";
import { recommendedFields } from "@/offline/states";
import { roles } from "@/session/session";

/** Faults first: they are most of the calls, and their clock is the shortest. */
export function openableWorkflows(): Workflow[] {
  const all = Object.values(useCatalog().workflows);
  const mine = all.filter(
    ({ open_roles }) => open_roles.length === 0 || open_roles.some((role) => roles.value.includes(role)),
  );
  return mine.sort((one, other) => Number(other.name === "fault-repair") - Number(one.name === "fault-repair"));
}

/** Fields that a step asks for are that step's: nobody knows them yet while the caller speaks. */
export function fieldsOfACall({ fields, states }: Workflow): string[] {
  const asked = new Set(
    states.flatMap(({ transitions }) => transitions.flatMap((step) => [...step.require, ...recommendedFields(step)])),
  );
  return fields.filter(({ name, required }) => required || !asked.has(name)).map(({ name }) => name);
}

export function mayOpenTickets(): boolean {
  return openableWorkflows().length > 0;
}
