import { describe, expect, it } from "vitest";

import { missing } from "@/parts/missing";

describe("what a form lacks", () => {
  it("is named by its labels, in their order", () => {
    expect(missing({ 账号: " ", 角色: [], 人员: "p1" })).toEqual(["账号", "角色"]);
    expect(missing({ 序号: undefined })).toEqual(["序号"]);
  });

  it("is nothing once all is given", () => {
    expect(missing({ 账号: "a", 角色: ["admin"], 序号: 0 })).toEqual([]);
  });
});
