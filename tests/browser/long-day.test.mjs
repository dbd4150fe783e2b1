// A console that stays open all day: what pages, dialogs and events leave behind must not add up.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kWarmUp = 6;
const kRounds = 30;

/** What is still alive after the garbage is gone. */
async function alive(session) {
    await session.send("HeapProfiler.collectGarbage");
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    return { nodes: value("Nodes"), listeners: value("JSEventListeners"), bytes: value("JSHeapUsedSize") };
}

/** What a dispatcher does again and again; every page by its link, as the program never reloads itself. */
async function round(page, number) {
    await page.getByRole("link", { name: "调度看板" }).first().click();
    await page.locator(".board-row").first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("link", { name: number }).click();
    await page.locator(".ticket-state").waitFor();
    await demo.call("dispatcher", "POST", `/tickets/${number}/comments`, { text: "巡视一次" });
    for (const tab of ["升级与通知", "流程图", "经过"]) await page.getByRole("tab", { name: tab }).click();
    await page.getByRole("link", { name: "新建工单" }).click();
    await page.getByLabel("故障地址").waitFor();
    await page.getByRole("link", { name: "值班表" }).click();
    await page.locator("table.sheet").first().waitFor();
}

test("hours of work leave no nodes, listeners or memory behind", async () => {
    const data = { site_class: "urban", fault_address: "演示路 1 号（虚构）", area: "demo-101" };
    const { number } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    const session = await desk.context.newCDPSession(page);
    await session.send("Performance.enable");
    for (let i = 0; i < kWarmUp; ++i) await round(page, number);
    const before = await alive(session);
    for (let i = 0; i < kRounds; ++i) await round(page, number);
    const afterwards = await alive(session);
    console.log(JSON.stringify({ rounds: kRounds, before, afterwards }));
    // The journal of the ticket grows by a row a round; nothing else may.
    assert.ok(afterwards.nodes < before.nodes + 40 * kRounds, "nodes are left behind");
    assert.ok(afterwards.listeners < before.listeners + 4 * kRounds, "listeners are left behind");
    // Most of what is added is the browser's own: compiled code, and what its tools note of each request.
    assert.ok(afterwards.bytes < before.bytes * 1.35, "memory is left behind");
    await desk.close();
});
