import { describe, expect, it } from "vitest";

import { useCatalog } from "@/catalog/catalog";
import {
  addressOf,
  fieldOfSign,
  questionOf,
  withKin,
  type AreaSuggestion,
  type SimilarTicket,
} from "@/pages/new-ticket/known";

describe("what is asked while a ticket is written", () => {
  it("is whatever has been said, from whichever field the workflow has for it", () => {
    const data = {
      contact_address: "幸福路 1 号 ",
      contact_phone: "000-0000-0001",
      area: "demo-101",
      site_class: "urban",
    };
    expect(questionOf(data)).toEqual({ address: "幸福路 1 号", phone: "000-0000-0001", area: "demo-101" });
    expect(addressOf({ fault_address: "人民路 2 号" })).toBe("人民路 2 号");
  });

  it("is nothing for a word or two, or for what is no text", () => {
    expect(questionOf({ fault_address: "幸福", customer_no: 12345, line: undefined })).toEqual({});
  });

  it("is no more of a very long address than a request holds, and cuts no letter in two", () => {
    expect(questionOf({ fault_address: "𠮷".repeat(20_000) })).toEqual({ address: "𠮷".repeat(200) });
  });

  it("has the name of the field that the form shows", () => {
    expect(fieldOfSign("address", (field) => field === "contact_address")).toBe("contact_address");
    expect(fieldOfSign("phone", () => false)).toBe("contact_phone");
  });
});

describe("areas proposed", () => {
  const area = (id: string) => ({ id, name: `${id} 台区`, manager: "p1", station: "east" });
  Object.assign(useCatalog(), { areas: ["101", "102", "103", "104"].map(area) });
  const similar = (number: string, area: string | undefined, signs: SimilarTicket["signs"]) =>
    ({ ticket: { number, data: { area } }, signs }) as unknown as SimilarTicket;
  const named = (area: string) => ({ area, name: `${area} 台区`, reason: "place" }) as AreaSuggestion;
  const short = (items: ReturnType<typeof withKin>) => items.map(({ area, reason }) => `${area} ${reason}`);

  it("are those of the address, then those of tickets with something in common, each once and three in all", () => {
    const items = [
      similar("GZ1", "101", ["phone"]),
      similar("GZ2", "102 台区", ["phone", "line"]),
      similar("GZ3", "103", ["line"]),
      similar("GZ4", "104", ["line"]),
    ];
    expect(short(withKin([named("101")], items))).toEqual(["101 place", "102 phone", "103 line"]);
  });

  it("are none of a ticket that has only the area in common, no area, or one that nobody knows", () => {
    const items = [
      similar("GZ1", "101", ["area"]),
      similar("GZ2", undefined, ["phone"]),
      similar("GZ3", "999", ["line"]),
    ];
    expect(withKin([], items)).toEqual([]);
  });
});
