/** What to offer for a field: the fields that every workflow calls by the same name hold areas, crews, people, clocks. */

import { useCatalog, type Field } from "@/catalog/catalog";
import { inLanguage } from "@/texts";

export interface Choice {
  value: string;
  label: string;
}

/** Level 1 of the trade's classes of fault (DOMAIN.md §4): what is stored, and its English. */
const kFaultClasses: readonly (readonly [zh: string, en: string])[] = [
  ["高压", "High voltage"],
  ["低压", "Low voltage"],
  ["电能质量", "Power quality"],
  ["客户内部", "Customer's own"],
  ["非电力", "Not electric"],
  ["计量", "Metering"],
];

function crews(): Choice[] {
  const names = new Set(useCatalog().people.flatMap(({ teams }) => teams));
  return [...names].sort().map((value) => ({ value, label: value }));
}

const people = () => useCatalog().people.map(({ id, name }) => ({ value: id, label: name }));

const kChoices: Record<string, () => Choice[]> = {
  area: () => useCatalog().areas.map(({ id, name }) => ({ value: id, label: name })),
  station: () => useCatalog().stations.map(({ id, name }) => ({ value: id, label: name })),
  team: crews,
  approver: people,
  assignee: people,
  fault_class: () => kFaultClasses.map(([zh, en]) => ({ value: zh, label: inLanguage({ zh, en }) })),
};

/** Whether nothing else may be written: an area that nobody knows has no manager. */
export function closedChoices(field: Field): boolean {
  return field.type === "enum" || ["area", "station", "assignee"].includes(field.name);
}

/** Of an enum all there are; of a text those that are known, and another may be written. */
export function fieldChoices(field: Field): Choice[] {
  if (field.values) return field.values.map(({ code, title }) => ({ value: code, label: inLanguage(title, code) }));
  return kChoices[field.name]?.() ?? [];
}

/** A value as people read it: the title of a code, the name of an area or a person. */
export function choiceLabel(field: Field, value: unknown): string {
  return fieldChoices(field).find((choice) => choice.value === value)?.label ?? String(value ?? "");
}
