import { afterEach, describe, expect, it } from "vitest";

import { setLanguage } from "@/texts";
import { limitWords } from "@/time/limit-words";

describe("limits in words", () => {
  afterEach(() => setLanguage("zh"));

  it("are said in Chinese", () => {
    expect(limitWords("45min")).toBe("45 分钟");
    expect(limitWords("90min")).toBe("90 分钟");
    expect(limitWords("7wd")).toBe("7 个工作日");
    expect(limitWords("4oh")).toBe("4 个办公小时");
    expect(limitWords("7d")).toBe("7 天");
  });

  it("are said in English, one of them in the singular", () => {
    setLanguage("en");
    expect(limitWords("45min")).toBe("45 min");
    expect(limitWords("7wd")).toBe("7 working days");
    expect(limitWords("1wd")).toBe("1 working day");
    expect(limitWords("1d")).toBe("1 day");
  });

  it("leave what is no limit as it is", () => {
    expect(limitWords("half an hour")).toBe("half an hour");
    expect(limitWords("5weeks")).toBe("5weeks");
    expect(limitWords(undefined)).toBe("");
  });
});
