import { describe, expect, it } from "vitest";

import { isTelephone, wrongTelephones } from "@/parts/telephone";

describe("a telephone number", () => {
  it.each([
    "13812345678",
    "138 1234 5678",
    "１３８－１２３４－５６７８",
    "010-62345678",
    "0571-8765432",
    "(0571) 87654321",
    "057187654321转801",
    "0571-87654321 ext. 801",
    "95598",
    "110",
    "12345",
    "400-810-1234",
    "+86 138 1234 5678",
    "+86-571-87654321",
    "0086 13812345678",
    "+852 2345 6789",
    "0044 20 7946 0018",
    "000-0000-0901",
    "138****5678",
    "",
  ])("is %s", (text) => expect(isTelephone(text)).toBe(true));

  it.each(["8765432", "87654321", "12812345678", "1381234567", "138123456789", "0571-12345", "张三", "+86 8765432"])(
    "is not %s",
    (text) => expect(isTelephone(text)).toBe(false),
  );

  it("is looked for in the fields that are called so", () => {
    const data = { contact_phone: "8765432", description: "8765432", phone: 8765432, other_phone: "95598" };
    expect(wrongTelephones(data)).toEqual(["contact_phone"]);
  });
});
