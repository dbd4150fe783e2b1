/** Crews (抢修班组): what they are called, what they look after, and which is the nearest to a place. */

import type { Case } from "@/api/client";
import { areaName, useCatalog, type Area, type StaffMember } from "@/catalog/catalog";
import type { Choice } from "@/parts/field-choices";
import type { Session } from "@/session/session";
import { inLanguage, listed, t } from "@/texts";

/** As workflows call the crew. */
export const kTeam = "team";

/** As the configuration calls who leads a station's crews. */
const kLeads = "foreman";

export interface Crew {
  id: string;
  /** Ids of the areas that its members manage, and of the stations they work for. */
  areas: string[];
  stations: string[];
}

/** Of no known crew the id itself: workflows let anything be written. */
export function crewName(id: string): string {
  return inLanguage(useCatalog().teams.find((team) => team.id === id)?.title, id);
}

function crewOf(id: string): Crew {
  const { people, areas } = useCatalog();
  const members: StaffMember[] = people.filter(({ teams }) => teams.includes(id));
  const managed = areas.filter(({ manager }) => members.some((person) => person.id === manager));
  return {
    id,
    areas: managed.map((area) => area.id),
    stations: [...new Set(members.map(({ station }) => station).filter(Boolean))],
  };
}

/** Who somebody is in the organisation, as his session says. */
export type Self = Pick<Session["scope"], "person" | "teams">;

/** The crews that he is a member of. */
export function memberOf({ person, teams }: Self): string[] {
  const known = useCatalog().people.find(({ id }) => id === person);
  return [...new Set([...teams, ...(known?.teams ?? [])])];
}

/** Those whose work is his: his own, and of a station that he leads or works for alone all; undefined = anybody's. */
function servedBy(self: Self): string[] | undefined {
  const own = memberOf(self);
  const known = useCatalog().people.find(({ id }) => id === self.person);
  if (own.length > 0 && !known?.roles.includes(kLeads)) return own;
  if (!known?.station) return own.length > 0 ? own : undefined;
  const beside = allCrews().filter(({ stations }) => stations.includes(known.station));
  return [...own, ...beside.map(({ id }) => id)];
}

/** Tells of a ticket whether its crew is one of his; of a crew that nobody knows, or of none, nobody can say that it is not. */
export function forCrewsOf(self: Self): (ticket: Pick<Case, "data">) => boolean {
  const served = servedBy(self);
  if (!served) return () => true;
  const others = new Set(allCrews().map(({ id }) => id));
  served.forEach((id) => others.delete(id));
  return ({ data }) => !others.has(String(data[kTeam] ?? "")) || (self.person !== "" && data.assignee === self.person);
}

export function allCrews(): Crew[] {
  const ids = new Set(useCatalog().people.flatMap(({ teams }) => teams));
  return [...ids].sort().map(crewOf);
}

/** Where a job is, as far as its ticket says. */
export interface Site {
  /** Id or name. */
  area?: string;
  station?: string;
  site_class?: string;
}

export function siteOf(data: Readonly<Record<string, unknown>>): Site {
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  return { area: text(data.area), station: text(data.station), site_class: text(data.site_class) };
}

function knownArea(site: Site): Area | undefined {
  return useCatalog().areas.find(({ id, name }) => id === site.area || name === site.area);
}

/** What several jobs have in common: of different areas that may be their station. */
export function commonSite(sites: readonly Site[]): Site {
  const stationOf = (site: Site) => knownArea(site)?.station ?? site.station;
  const alike = (each: (string | undefined)[]) => (new Set(each).size === 1 ? each[0] : undefined);
  return {
    area: alike(sites.map(({ area }) => area)),
    station: alike(sites.map(stationOf)),
    site_class: alike(sites.map(({ site_class }) => site_class)),
  };
}

/** Why a crew is the one to send, the best reason first. */
const kNearness = ["own-area", "own-station", "same-class", "other"] as const;
export type Nearness = (typeof kNearness)[number];

/** Of a ticket whose area nobody knows its station and the class of its site have to do. */
export function nearness(crew: Crew, site: Site): Nearness {
  const { areas } = useCatalog();
  const known = knownArea(site);
  if (known && crew.areas.includes(known.id)) return "own-area";
  const station = known?.station ?? site.station;
  if (station && crew.stations.includes(station)) return "own-station";
  const alike = areas.some(({ id, site_class }) => crew.areas.includes(id) && site_class === site.site_class);
  return !known && site.site_class && alike ? "same-class" : "other";
}

/** The nearest first, among equals the one with the least on its hands. */
export function nearestFirst(crews: readonly Crew[], site: Site, open: Record<string, number>): Crew[] {
  const rank = (crew: Crew) => kNearness.indexOf(nearness(crew, site));
  return [...crews].sort(
    (one, other) =>
      rank(one) - rank(other) || (open[one.id] ?? 0) - (open[other.id] ?? 0) || one.id.localeCompare(other.id),
  );
}

function nearnessWords(near: Nearness): string {
  switch (near) {
    case "own-area":
      return t("crews.own-area");
    case "own-station":
      return t("crews.own-station");
    case "same-class":
      return t("crews.same-class");
    case "other":
      return "";
  }
}

/** "演示东所抢修一班 · 本台区 · 未结 3": by name, why and where, how much it has to do (`open`: by crew; undefined = not known). */
function crewWords(crew: Crew, near: Nearness, open: Record<string, number> | undefined): string {
  const where = near === "own-area" ? "" : listed(crew.areas.map(areaName));
  const busy = open && t("crews.open", { n: open[crew.id] ?? 0 });
  return [crewName(crew.id), nearnessWords(near), where, busy].filter(Boolean).join(" · ");
}

/** Those that nothing speaks for stand apart, after those that something does. */
export function crewChoices(site: Site, open?: Record<string, number>): Choice[] {
  const crews = nearestFirst(allCrews(), site, open ?? {}).map((crew) => ({ crew, near: nearness(crew, site) }));
  const rest = crews.findIndex(({ near }) => near === "other");
  return crews.map(({ crew, near }, place) => ({
    value: crew.id,
    label: crewWords(crew, near, open),
    ...(place > 0 && place === rest ? { apart: true } : {}),
  }));
}
