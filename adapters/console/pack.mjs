// pack.mjs DIST OUT: the files of DIST, each plain, gzip and Brotli, as OUT/assets.cpp, which lets the assembler read
// them in. What would save less than a tenth of its length is left plain.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const kTypes = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
};

const [dist, out] = process.argv.slice(2);
if (!out) {
    console.error("usage: node pack.mjs DIST OUT");
    process.exit(2);
}

function filesBelow(folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function typeOf(path) {
    const type = kTypes[extname(path)];
    if (!type) throw new Error(`${path}: no Content-Type is known for files like this; add it to pack.mjs`);
    return type;
}

function codings(plain) {
    const worth = (bytes) => (bytes.length < plain.length * 0.9 ? bytes : Buffer.alloc(0));
    return {
        plain,
        gzip: worth(gzipSync(plain, { level: 9 })),
        brotli: worth(brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
    };
}

const blobs = join(out, "blobs");
mkdirSync(blobs, { recursive: true });
const sections = [];
const declarations = [];
const rows = [];

filesBelow(dist)
    .sort()
    .forEach((file, number) => {
        const path = "/" + relative(dist, file).split("\\").join("/");
        const bytes = readFileSync(file);
        const etag = createHash("sha256").update(bytes).digest("hex").slice(0, 20);
        const views = Object.entries(codings(bytes)).map(([coding, content]) => {
            if (content.length === 0 && coding !== "plain") return "{}";
            const symbol = `gongdan_console_${number}_${coding}`;
            const blob = join(blobs, symbol);
            writeFileSync(blob, content);
            sections.push(`.global ${symbol}\n${symbol}:\n.incbin "${blob}"`);
            declarations.push(`extern const char ${symbol}[];`);
            return `{${symbol}, ${content.length}}`;
        });
        const shown = path === "/index.html" ? "/" : path;
        rows.push(
            `    {"${shown}", "${typeOf(path)}", "\\"${etag}\\"", ${path.startsWith("/assets/")},\n     ${views.join(", ")}},`,
        );
    });

writeFileSync(
    join(out, "assets.cpp"),
    `// Made by adapters/console/pack.mjs.

#include <array>

#include "adapters/console/console.hpp"

__asm__(R"assembly(
.pushsection .rodata
${sections.join("\n")}
.popsection
)assembly");

extern "C" {
${declarations.join("\n")}
}

namespace gongdan::console {

std::span<const http::Asset> assets() {
    static const std::array<http::Asset, ${rows.length}> all = {{
${rows.join("\n")}
    }};
    return all;
}

}  // namespace gongdan::console
`,
);
