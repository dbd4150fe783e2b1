import { describe, expect, it } from "vitest";

import { Refusal, type Problem } from "@/api/client";
import { refusalDetails, refusalText } from "@/parts/refusals";

const error = (detail: string) => ({ pointer: "/text", code: "line", detail, detail_en: `${detail} en` });
const refused = (problem: Partial<Problem>) => new Refusal(422, problem);

describe("why something was refused", () => {
  it("is said once, though the server says it for the whole and for its field", () => {
    const refusal = refused({ detail: "第 3 行：不是日期", errors: [error("第 3 行：不是日期")] });
    expect(refusalText(refusal)).toBe("第 3 行：不是日期");
    expect(refusalDetails(refusal)).toEqual([]);
  });

  it("names every field that the whole does not name, each once", () => {
    const errors = [error("第 3 行"), error("第 4 行"), error("第 4 行"), error("第 9 行")];
    expect(refusalDetails(refused({ detail: "第 3 行", errors }))).toEqual(["第 4 行", "第 9 行"]);
  });

  it("is the same words everywhere when nobody answers", () => {
    expect(refusalText(new Refusal(0, { title: "TypeError: Failed to fetch" }))).toContain("服务器没有应答");
    expect(refusalDetails(new Refusal(0, {}))).toEqual([]);
  });
});
