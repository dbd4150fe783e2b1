import { describe, expect, it } from "vitest";

import { useCatalog } from "@/catalog/catalog";
import { allCrews, commonSite, crewChoices, crewName, forCrewsOf, nearestFirst, nearness, siteOf } from "@/parts/crews";

const person = (id: string, station: string, teams: string[]) => ({ id, name: id, roles: [], station, teams });
const area = (id: string, manager: string, station: string, site_class: string) => ({
  ...{ id, name: `${id} 台区`, manager, station, site_class },
});
const leader = { ...person("f1", "east", []), roles: ["foreman"] };
Object.assign(useCatalog(), {
  people: [person("p1", "east", ["A"]), person("p2", "east", ["C"]), person("p3", "west", ["B"]), leader],
  areas: [area("101", "p1", "east", "urban"), area("102", "p2", "east", "rural"), area("201", "p3", "west", "rural")],
  teams: [{ id: "A", title: { zh: "东一班", en: "East crew" } }],
});

describe("crews", () => {
  it("are called by their names, and by their id when they have none", () => {
    expect([crewName("A"), crewName("B")]).toEqual(["东一班", "B"]);
  });

  const near = (site: Parameters<typeof nearness>[1]) =>
    Object.fromEntries(allCrews().map((crew) => [crew.id, nearness(crew, site)]));

  it("are nearest where they look after the area, then where they work for its station", () => {
    expect(near({ area: "101", site_class: "rural" })).toEqual({ A: "own-area", B: "other", C: "own-station" });
    expect(near({ area: "101 台区" })).toEqual({ A: "own-area", B: "other", C: "own-station" });
    expect(near({})).toEqual({ A: "other", B: "other", C: "other" });
  });

  it("are known by the station or the class of the site where the area is not", () => {
    expect(near({ station: "west" })).toEqual({ A: "other", B: "own-station", C: "other" });
    expect(near({ site_class: "rural" })).toEqual({ A: "other", B: "same-class", C: "same-class" });
  });

  it("have the work of their members; who leads a station has that of all its crews", () => {
    const isFor = (person: string, team?: string, assignee?: string) =>
      forCrewsOf({ person, teams: [] })({ data: { team, assignee } });
    const teams = (person: string) => ["A", "B", "C"].filter((team) => isFor(person, team));
    expect([teams("p1"), teams("p3"), teams("f1"), teams("")]).toEqual([["A"], ["B"], ["A", "C"], ["A", "B", "C"]]);
    expect(forCrewsOf({ person: "", teams: ["B"] })({ data: { team: "A" } })).toBe(false);
    expect([isFor("p1", "B", "p1"), isFor("p1", "抢修三班"), isFor("p1")]).toEqual([true, true, true]);
  });

  it("are sent to several jobs by what those have in common", () => {
    const east = { area: "101", site_class: "urban" };
    expect(commonSite([east, { ...east }])).toEqual({ ...east, station: "east" });
    expect(commonSite([east, { area: "102", site_class: "rural" }])).toEqual({ station: "east" });
    expect(commonSite([east, { area: "201", site_class: "urban" }])).toEqual({ site_class: "urban" });
    expect(commonSite([east, {}])).toEqual({});
  });

  it("stand in that order, the least busy first among equals", () => {
    const order = (place: string | undefined, open: Record<string, number>) =>
      nearestFirst(allCrews(), { area: place }, open).map(({ id }) => id);
    expect(order("102", {})).toEqual(["C", "A", "B"]);
    expect(order(undefined, { A: 5, C: 1 })).toEqual(["B", "C", "A"]);
  });

  it("are offered with why, place and open jobs, as far as these are known, the rest apart", () => {
    expect(crewChoices({ area: "101" }, { A: 3 })).toEqual([
      { value: "A", label: "东一班 · 本台区 · 未结 3 单" },
      { value: "C", label: "C · 本供电所 · 102 台区 · 未结 0 单" },
      { value: "B", label: "B · 201 台区 · 未结 0 单", apart: true },
    ]);
    const [first] = crewChoices(siteOf({ site_class: "urban", area: "" }));
    expect(first).toEqual({ value: "A", label: "东一班 · 同类现场 · 101 台区" });
  });

  it("stand together where nothing tells them apart", () => {
    expect(crewChoices({}).map(({ apart }) => apart)).toEqual([undefined, undefined, undefined]);
  });
});
