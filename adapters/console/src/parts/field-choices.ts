/** What to offer for a field: the fields that every workflow calls by the same name hold areas, crews, people, clocks. */

import { useCatalog, type Field } from "@/catalog/catalog";
import { allCrews, crewName } from "@/parts/crews";
import { self } from "@/session/session";
import { inLanguage } from "@/texts";

export interface Choice {
  value: string;
  label: string;
  /** A line divides it from those before it. */
  apart?: boolean;
}

const crews = () => allCrews().map(({ id }) => ({ value: id, label: crewName(id) }));

const people = () => useCatalog().people.map(({ id, name }) => ({ value: id, label: name }));

/** Nobody approves what he does himself. */
const others = () => people().filter(({ value }) => value !== self.value.person);

const kChoices: Record<string, () => Choice[]> = {
  area: () => useCatalog().areas.map(({ id, name }) => ({ value: id, label: name })),
  station: () => useCatalog().stations.map(({ id, name }) => ({ value: id, label: name })),
  team: crews,
  approver: others,
  assignee: people,
};

/** Whether nothing else may be written: an area that nobody knows has no manager. */
export function closedChoices(field: Field): boolean {
  return field.type === "enum" || field.type === "set" || ["area", "station", "team", "assignee"].includes(field.name);
}

/** Of an enum or a set all there are; of a text those that are known, and another may be written. */
export function fieldChoices(field: Field): Choice[] {
  const known = field.values ?? field.suggestions;
  if (known) return known.map(({ code, title }) => ({ value: code, label: inLanguage(title, code) }));
  return kChoices[field.name]?.() ?? [];
}

/** A value as people read it: the title of a code, the name of an area or a person. */
export function choiceLabel(field: Field, value: unknown): string {
  return fieldChoices(field).find((choice) => choice.value === value)?.label ?? String(value ?? "");
}
