import { describe, expect, it } from "vitest";

import { decodeText } from "@/pages/admin/calendars/read-text";

describe("a file as text", () => {
  it("is read as UTF-8 where it is that", () => {
    expect(decodeText(new TextEncoder().encode("2027-01-01,放假").buffer as ArrayBuffer)).toBe("2027-01-01,放假");
  });

  it("is read as GB18030 otherwise", () => {
    const bytes = new Uint8Array([0xb7, 0xc5, 0xbc, 0xd9]);
    expect(decodeText(bytes.buffer)).toBe("放假");
  });
});
