/** Crews (抢修班组): what they are called, what they look after, and which is the nearest to a place. */

import { areaName, useCatalog, type StaffMember } from "@/catalog/catalog";
import type { Choice } from "@/parts/field-choices";
import { inLanguage, listed, t } from "@/texts";

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

export function allCrews(): Crew[] {
  const ids = new Set(useCatalog().people.flatMap(({ teams }) => teams));
  return [...ids].sort().map(crewOf);
}

/** 0 = looks after the area, 1 = works for its station, 2 = neither, or nobody knows where it is. */
export function distance(crew: Crew, area: string | undefined): number {
  const known = useCatalog().areas.find(({ id, name }) => id === area || name === area);
  if (!known) return 2;
  if (crew.areas.includes(known.id)) return 0;
  return crew.stations.includes(known.station) ? 1 : 2;
}

/** The nearest first, among equals the one with the least on its hands. */
export function nearestFirst(crews: readonly Crew[], area: string | undefined, open: Record<string, number>): Crew[] {
  return [...crews].sort(
    (one, other) =>
      distance(one, area) - distance(other, area) ||
      (open[one.id] ?? 0) - (open[other.id] ?? 0) ||
      one.id.localeCompare(other.id),
  );
}

/** "演示东所抢修一班 · 本台区 · 未结 3": by name, where, how much it has to do (`open`: by crew; undefined = not known). */
function crewWords(crew: Crew, area: string | undefined, open: Record<string, number> | undefined): string {
  const where = distance(crew, area) === 0 ? t("crews.own-area") : listed(crew.areas.map(areaName));
  const busy = open && t("crews.open", { n: open[crew.id] ?? 0 });
  return [crewName(crew.id), where, busy].filter(Boolean).join(" · ");
}

export function crewChoices(area: string | undefined, open?: Record<string, number>): Choice[] {
  return nearestFirst(allCrews(), area, open ?? {}).map((crew) => ({
    value: crew.id,
    label: crewWords(crew, area, open),
  }));
}
