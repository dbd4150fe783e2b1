// The types that the console was written against are those of the API it is served with.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Demo } from "./harness.mjs";

const console_folder = fileURLToPath(new URL("../../adapters/console", import.meta.url));

test("src/api/schema.ts is what `npm run types` makes of the program's OpenAPI document", async () => {
    const demo = await Demo.start();
    const folder = mkdtempSync(join(tmpdir(), "gongdan-types-"));
    try {
        const document = await fetch(`${demo.url}/api/v1/openapi.json`);
        writeFileSync(join(folder, "openapi.json"), await document.text());
        const made = join(folder, "schema.ts");
        const arguments_ = ["openapi-typescript", join(folder, "openapi.json"), "--additional-properties", "-o", made];
        execFileSync("npx", ["--no-install", ...arguments_], { cwd: console_folder, stdio: "pipe" });
        const kept = readFileSync(join(console_folder, "src/api/schema.ts"), "utf8");
        assert.ok(kept === readFileSync(made, "utf8"), "save the document as openapi.json, and run: npm run types");
    } finally {
        rmSync(folder, { recursive: true, force: true });
        await demo.stop();
    }
});
