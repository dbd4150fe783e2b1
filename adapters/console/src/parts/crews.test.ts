import { describe, expect, it } from "vitest";

import { useCatalog } from "@/catalog/catalog";
import { allCrews, crewChoices, crewName, distance, nearestFirst } from "@/parts/crews";

const person = (id: string, station: string, teams: string[]) => ({ id, name: id, roles: [], station, teams });
const area = (id: string, manager: string, station: string) => ({ id, name: `${id} 台区`, manager, station });
Object.assign(useCatalog(), {
  people: [person("p1", "east", ["A"]), person("p2", "east", ["C"]), person("p3", "west", ["B"])],
  areas: [area("101", "p1", "east"), area("102", "p2", "east"), area("201", "p3", "west")],
  teams: [{ id: "A", title: { zh: "东一班", en: "East crew" } }],
});

describe("crews", () => {
  it("are called by their names, and by their id when they have none", () => {
    expect([crewName("A"), crewName("B")]).toEqual(["东一班", "B"]);
  });

  it("are nearest where they look after the area, then where they work for its station", () => {
    const far = (place?: string) => allCrews().map((crew) => [crew.id, distance(crew, place)]);
    expect(Object.fromEntries(far("101"))).toEqual({ A: 0, B: 2, C: 1 });
    expect(Object.fromEntries(far("101 台区"))).toEqual({ A: 0, B: 2, C: 1 });
    expect(Object.fromEntries(far())).toEqual({ A: 2, B: 2, C: 2 });
  });

  it("stand in that order, the least busy first among equals", () => {
    const order = (place: string | undefined, open: Record<string, number>) =>
      nearestFirst(allCrews(), place, open).map(({ id }) => id);
    expect(order("102", {})).toEqual(["C", "A", "B"]);
    expect(order(undefined, { A: 5, C: 1 })).toEqual(["B", "C", "A"]);
  });

  it("are offered with place and open jobs, as far as these are known", () => {
    expect(crewChoices("101", { A: 3 })).toEqual([
      { value: "A", label: "东一班 · 本台区 · 未结 3 单" },
      { value: "C", label: "C · 102 台区 · 未结 0 单" },
      { value: "B", label: "B · 201 台区 · 未结 0 单" },
    ]);
    expect(crewChoices("201")[0]).toEqual({ value: "B", label: "B · 本台区" });
  });
});
