import { describe, expect, it } from "vitest";

import { addressOf, fieldOfSign, questionOf } from "@/pages/new-ticket/known";

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

  it("has the name of the field that the form shows", () => {
    expect(fieldOfSign("address", (field) => field === "contact_address")).toBe("contact_address");
    expect(fieldOfSign("phone", () => false)).toBe("contact_phone");
  });
});
