// Nothing moves under one's hand while a page fills, and nothing on it warns.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

/** The layout instability score counts 0.1 as good; what is moved by hand does not count. */
const kMoved = 0.02;

/** By role: pages, each with what shows that it is filled. */
const kPages = {
    dispatcher: [
        ["/board", ".board-row"],
        ["/tickets/new", '[data-field="fault_address"]'],
        ["/roster", "table.sheet tbody tr"],
        ["/filings", ".nothing, table.sheet tbody tr"],
    ],
    area_manager: [["/crew", "article"]],
    leader: [
        ["/manage", ".today-all"],
        ["/compliance", ".chart canvas"],
        ["/findings", "table.sheet tbody tr"],
    ],
    admin: [["/admin", "table.sheet tbody tr"]],
};

function watchShifts() {
    window.moved = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (entry.hadRecentInput) continue;
            const what = entry.sources.map(({ node }) => node?.parentElement?.className || node?.nodeName);
            window.moved.push({ by: entry.value, what });
        }
    }).observe({ type: "layout-shift", buffered: true });
}

for (const [role, pages] of Object.entries(kPages)) {
    test(`the pages of ${role} fill without moving`, async () => {
        const desk = await Desk.open(browser, demo);
        const { page } = desk;
        page.on("console", (message) => {
            if (message.type() === "warning") desk.faults.push(`warning: ${message.text()}`);
        });
        await page.addInitScript(watchShifts);
        await desk.logIn(role, pages[0][0]);
        for (const [path, filled] of pages) {
            await page.goto(demo.url + path);
            await page.locator(filled).first().waitFor();
            const moved = await page.evaluate(
                () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.moved)))),
            );
            const sum = moved.reduce((all, { by }) => all + by, 0);
            assert.ok(sum < kMoved, `${path} moved by ${sum}: ${JSON.stringify(moved)}`);
        }
        await desk.close();
    });
}
