/** What workflows and the organisation call things. Loaded once, and again when the configuration changes. */

import { reactive } from "vue";

import { api, asked, noAnswer, type Schemas } from "@/api/client";
import { knownName } from "@/api/names";
import { keep, kept } from "@/offline/kept";
import { session } from "@/session/session";
import { inLanguage, listed, t } from "@/texts";

export type Workflow = Schemas["Workflow"];
export type State = Workflow["states"][number];
export type Transition = State["transitions"][number];
export type Field = Workflow["fields"][number];
export type Area = Schemas["Area"];
export type StaffMember = Schemas["StaffMember"];

interface Catalog {
  workflows: Record<string, Workflow>;
  areas: Area[];
  stations: Schemas["Station"][];
  people: StaffMember[];
  teams: Schemas["TeamTitle"][];
  roles: Schemas["RoleTitle"][];
}

const catalog = reactive<Catalog>({ workflows: {}, areas: [], stations: [], people: [], teams: [], roles: [] });
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  const [list, areas] = await Promise.all([asked(api.GET("/api/v1/workflows")), asked(api.GET("/api/v1/areas"))]);
  const workflows = await Promise.all(
    list.items.map(({ name }) => asked(api.GET("/api/v1/workflows/{name}", { params: { path: { name } } }))),
  );
  catalog.workflows = Object.fromEntries(workflows.map((workflow) => [workflow.name, workflow]));
  catalog.areas = areas.items;
  catalog.stations = areas.stations;
  catalog.people = areas.people;
  catalog.teams = areas.teams;
  catalog.roles = areas.roles;
  if (await kept("session")) await keep("catalog", catalog);
}

/** As it was the last time; a person whom the phone alone knows need not wait for a line that is not there. */
async function loadOrRemember(): Promise<void> {
  const before = (await kept("catalog"))?.value as Catalog | undefined;
  if (before && session.fromPhone) return void Object.assign(catalog, before);
  await load().catch((refusal: unknown) => {
    if (!before || !noAnswer(refusal)) throw refusal;
    Object.assign(catalog, before);
  });
}

/** Before a page that names things; throws a Refusal. */
export function loadCatalog(): Promise<void> {
  loading ??= loadOrRemember().catch((refusal: unknown) => {
    loading = undefined;
    throw refusal;
  });
  return loading;
}

export function forgetCatalog(): void {
  loading = undefined;
}

export function useCatalog(): Readonly<Catalog> {
  return catalog;
}

export function workflowTitle(workflow: string): string {
  return inLanguage(catalog.workflows[workflow]?.title, workflow);
}

/** Where only the number is known: its letters name the workflow. "" = no such workflow. */
export function workflowOfNumber(number: string): string {
  const prefix = number.replace(/\d.*$/, "");
  return Object.values(catalog.workflows).find((workflow) => workflow.number_prefix === prefix)?.name ?? "";
}

export function findState(workflow: string, state: string): State | undefined {
  return catalog.workflows[workflow]?.states.find(({ name }) => name === state);
}

export function stateTitle(workflow: string, state: string): string {
  return inLanguage(findState(workflow, state)?.title, state);
}

export function clockTitle(workflow: string, clock: string): string {
  return inLanguage(catalog.workflows[workflow]?.clocks.find(({ name }) => name === clock)?.title, clock);
}

export function findField(workflow: string, field: string): Field | undefined {
  return catalog.workflows[workflow]?.fields.find(({ name }) => name === field);
}

export function fieldTitle(workflow: string, field: string): string {
  return inLanguage(findField(workflow, field)?.title, field);
}

/** A value as people read it: the title of a code, of each of several, otherwise as it is. */
export function fieldValue(workflow: string, field: string, value: unknown): string {
  if (Array.isArray(value)) return listed(value.map((one) => fieldValue(workflow, field, one)));
  const code = findField(workflow, field)?.values?.find((known) => known.code === value);
  return code ? inLanguage(code.title, String(value)) : String(value ?? "");
}

/** The step of that name as this state (or one around it) offers it. */
export function findTransition(workflow: string, state: string, event: string): Transition | undefined {
  let at = findState(workflow, state);
  while (at) {
    const found = at.transitions.find((transition) => transition.event === event);
    if (found) return found;
    at = at.parent ? findState(workflow, at.parent) : undefined;
  }
  return undefined;
}

export function eventTitle(workflow: string, event: string): string {
  const states = catalog.workflows[workflow]?.states ?? [];
  const found = states.flatMap((state) => state.transitions).find((transition) => transition.event === event);
  return inLanguage(found?.title, event);
}

export function areaName(id: string | undefined): string {
  return catalog.areas.find((area) => area.id === id)?.name ?? id ?? "";
}

/** What heads the tickets of an area; those without one have a heading too. */
export function areaHeading(area: string): string {
  return area === "" ? t("areas.none") : areaName(area);
}

/** "" of the whole county, which has no station. */
export function stationName(id: string): string {
  return catalog.stations.find((station) => station.id === id)?.name ?? id;
}

/** "台区经理 · 东供电所" */
export function dutyTitle(role: string, station: string): string {
  return [roleTitle(role), stationName(station)].filter(Boolean).join(" · ");
}

/** An account or person id as people know it; of whoever is gone, the id. */
export function personName(id: string | undefined | null): string {
  if (!id) return "";
  return catalog.people.find((person) => person.id === id)?.name ?? knownName(id) ?? id;
}

/** What the name stands for, to be told beside it; nothing where it is shown itself. */
export function accountBehind(id: string | undefined | null): string | undefined {
  return id && personName(id) !== id ? id : undefined;
}

export function roleTitle(role: string): string {
  return inLanguage(catalog.roles.find(({ name }) => name === role)?.title, role);
}
