import { describe, expect, it } from "vitest";

import { stationsOf, type Organisation, type OrganisationPerson } from "@/pages/admin/structure/organisation";

function person(id: string, name: string, station: string, role: string): OrganisationPerson {
  return {
    ...{ id, name, station, roles: [role], teams: [], areas: [], deputy: "", quiet: null, addresses: [], accounts: [] },
  };
}

const organisation: Organisation = {
  file: "organisation.yaml",
  stations: [
    { id: "east", name: "东供电所", county: "县公司" },
    { id: "west", name: "西供电所", county: "县公司" },
  ],
  areas: [{ id: "101", name: "一号台区", manager: "zhang", station: "east", customers: 420 }],
  people: [person("zhang", "张三", "east", "area_manager"), person("d1", "指挥一", "", "dispatcher")],
  faults: [],
};
const find = (search: string) =>
  stationsOf(organisation, search, (role) => (role === "dispatcher" ? "调度员" : role)).map(({ id, areas, people }) => [
    id,
    areas.length,
    people.length,
  ]);

describe("the organisation", () => {
  it("puts areas and people under their stations, the county's last, and leaves out what is empty", () => {
    expect(find("")).toEqual([
      ["east", 1, 1],
      ["", 0, 1],
    ]);
  });

  it("finds an area by its manager, a person by the title of his role, and all of a station by its name", () => {
    expect(find("张三")).toEqual([["east", 1, 1]]);
    expect(find("调度")).toEqual([["", 0, 1]]);
    expect(find("东供")).toEqual([["east", 1, 1]]);
    expect(find("nobody")).toEqual([]);
  });
});
