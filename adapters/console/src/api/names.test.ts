import { afterEach, describe, expect, it } from "vitest";

import { forgetNames, knownName, learnNames } from "@/api/names";
import { accountBehind, personName } from "@/catalog/catalog";

describe("the names that answers bring", () => {
  afterEach(forgetNames);

  it("are shown instead of accounts, which stay to be seen", () => {
    learnNames({ items: [], names: { dispatcher1: "李调度" } });
    expect(personName("dispatcher1")).toBe("李调度");
    expect(accountBehind("dispatcher1")).toBe("dispatcher1");
  });

  it("are none of whoever is gone: his account is shown, once", () => {
    learnNames({ items: [], names: {} });
    expect(personName("gone")).toBe("gone");
    expect(accountBehind("gone")).toBeUndefined();
  });

  it("are taken from nothing else, and forgotten with the session", () => {
    learnNames(undefined);
    learnNames(["x"]);
    learnNames({ names: ["x"] });
    learnNames({ names: { a: "甲" } });
    forgetNames();
    expect(knownName("a")).toBeUndefined();
  });
});
