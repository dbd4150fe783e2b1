/** The organisation as it is looked at: stations with their areas and people, narrowed by what is searched for. */

import type { Schemas } from "@/api/client";

export type Organisation = Schemas["Organisation"];
export type OrganisationPerson = Schemas["OrganisationPerson"];
export type OrganisationArea = Organisation["areas"][number];

export interface StationView {
  /** "" = people who work for the whole county, and areas of no station. */
  id: string;
  name: string;
  county: string;
  areas: OrganisationArea[];
  people: OrganisationPerson[];
}

function holds(words: string, ...texts: string[]): boolean {
  return texts.some((text) => text.toLowerCase().includes(words));
}

/** Stations with anything in them that fits; `titleOf` names a role as people know it. */
export function stationsOf(
  organisation: Organisation,
  search: string,
  titleOf: (role: string) => string,
): StationView[] {
  const words = search.trim().toLowerCase();
  const nameOf = (id: string) => organisation.people.find((person) => person.id === id)?.name ?? "";
  const all = [...organisation.stations, { id: "", name: "", county: "" }];
  return all
    .map((station) => ({
      ...station,
      areas: organisation.areas.filter(
        (area) =>
          area.station === station.id &&
          holds(words, area.id, area.name, area.manager, nameOf(area.manager), station.name),
      ),
      people: organisation.people.filter(
        (person) =>
          person.station === station.id &&
          holds(
            words,
            person.id,
            person.name,
            station.name,
            ...person.teams,
            ...person.roles,
            ...person.roles.map(titleOf),
          ),
      ),
    }))
    .filter(({ areas, people }) => areas.length + people.length > 0);
}
