import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { allTexts } from "@/texts";

const root = join(process.cwd(), "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(ts|vue)$/.test(name));
const sources = files
  .filter((name) => !name.startsWith("texts") && !name.endsWith("schema.ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(`${root}/${name}`, "utf8"))
  .join("\n");

describe("the table of texts", () => {
  it("has both languages for every id", () => {
    const empty = Object.entries(allTexts).filter(([, [zh, en]]) => zh === "" || en === "");
    expect(empty).toEqual([]);
  });

  it("is sorted in each of its files", () => {
    for (const file of files.filter((name) => /^texts.(?!index|texts)\w+\.ts$/.test(name))) {
      const ids = [...readFileSync(`${root}/${file}`, "utf8").matchAll(/^ {2}"([^"]+)": \[/gm)].map(
        (match) => match[1],
      );
      expect(ids, file).toEqual([...ids].sort());
    }
  });

  it("has every id that is asked for, and no other", () => {
    const asked = new Set([...sources.matchAll(/\bt\(\s*["'`]([a-z0-9.-]+)["'`]/g)].map((match) => match[1]));
    expect([...asked].filter((id) => !(id! in allTexts))).toEqual([]);
    const named = (id: string) => sources.includes(`"${id}"`) || sources.includes(`'${id}'`);
    const builtFrom = [...sources.matchAll(/\bt\(`([a-z.-]+)\$\{/g)].map((match) => match[1]!);
    const unused = Object.keys(allTexts).filter((id) => !named(id) && !builtFrom.some((start) => id.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
