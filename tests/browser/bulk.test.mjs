// One step for several tickets: the dialog has the keys of every other dialog, and refuses what they refuse.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

let house = 900;

async function fault(more = {}) {
    house += 1;
    const data = { site_class: "rural", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-103", ...more };
    return demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
}

const stateNow = async ({ id }) => (await demo.call("dispatcher", "GET", `/tickets/${id}`)).state;

/** Selects these and opens the dialog of a step. */
async function openFor(page, tickets, step) {
    for (const { number } of tickets) await page.getByLabel(`选择 ${number}`).check({ force: true });
    await page.locator(".bulk").getByRole("button", { name: step, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    return dialog;
}

async function opened(tickets, step) {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("dispatcher", "/board");
    return { desk, page: desk.page, dialog: await openFor(desk.page, tickets, step) };
}

const focused = (page, text) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent.trim() === wanted, text);

test("Enter takes a step that needs nothing, and Enter closes what it tells", async () => {
    const tickets = [await fault(), await fault()];
    for (const { id } of tickets)
        await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "dispatch", data: { team: "A" } });
    const { desk, page, dialog } = await opened(tickets, "接单");
    await focused(page, "接单");
    await page.keyboard.press("Enter");
    await dialog.getByText("完成 2 张，未成 0 张").waitFor();
    await focused(page, "关闭");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await Promise.all(tickets.map(stateNow)), ["acknowledged", "acknowledged"]);
    await desk.close();
});

test("Escape closes it from the first field; a wrong number is told before anything is sent", async () => {
    const tickets = [await fault(), await fault()];
    const { desk, page, dialog } = await opened(tickets, "派单");
    await page.waitForFunction(() => document.activeElement?.closest('[data-field="team"]'));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await openFor(page, tickets, "派单");
    await dialog.locator(".el-select").last().click();
    await page.getByRole("option", { name: "联系电话" }).click();
    const telephone = dialog.locator('[data-field="contact_phone"] textarea');
    await telephone.fill("12");
    await page.keyboard.press("Control+Enter");
    await dialog.getByText(/请写全号码/).waitFor();
    await dialog.locator('[data-field="team"]').getByText("必填").waitFor();
    await desk.picture("bulk-faults-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await telephone.fill("000-0000-0204");
    await dialog.getByText(/请写全号码/).waitFor({ state: "detached" });
    assert.deepEqual(await Promise.all(tickets.map(stateNow)), ["accepted", "accepted"]);
    await dialog.locator('[data-field="team"] .el-select').click();
    await page.getByRole("option", { name: /西所/ }).first().click();
    await page.keyboard.press("Control+Enter");
    await dialog.getByText("完成 2 张，未成 0 张").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await Promise.all(tickets.map(stateNow)), ["dispatched", "dispatched"]);
    await desk.close();
});

test("a tick leaves every row where it is, so that the next click ticks the row that it was meant for", async () => {
    const [one] = [await fault(), await fault()];
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    const row = page.locator(".board-row", { hasText: one.number });
    const grid = page.getByRole("grid");
    await row.waitFor();
    const before = { row: await row.boundingBox(), grid: await grid.boundingBox() };
    await page.getByLabel(`选择 ${one.number}`).check({ force: true });
    const bar = page.locator(".bulk");
    await bar.waitFor();
    const after = { row: await row.boundingBox(), grid: await grid.boundingBox() };
    assert.equal(after.row.y, before.row.y);
    assert.equal(after.grid.y, before.grid.y);
    assert.ok((await bar.boundingBox()).y >= after.grid.y + after.grid.height);
    await desk.picture("bulk-bar-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("a complaint among faults: the bar says which kinds are selected, and d says it too", async () => {
    const faults = [await fault(), await fault()];
    const data = { complaint_type: "quality", description: "电压低", area: "demo-103" };
    const complaint = await demo.call("call_taker", "POST", "/tickets", { workflow: "complaint", data });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    const search = page.getByRole("search").getByRole("textbox").first();
    for (const { number } of [...faults, complaint]) {
        await search.fill(number);
        await page.getByLabel(`选择 ${number}`).check({ force: true });
    }
    await page.locator(".bulk").getByText(/^所选工单种类不同：故障报修 2、\S*投诉\S* 1；请只选一种。$/).waitFor();
    await desk.picture("bulk-kinds-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await search.press("Enter");
    await page.keyboard.press("d");
    await page.locator(".el-message", { hasText: "所选工单种类不同" }).waitFor();
    await desk.close();
});

test("a dispatch of several tells where each is, how far apart they are, and whose crew is near to all", async () => {
    const tickets = [await fault({ area: "demo-201" }), await fault({ area: "demo-202", site_class: "urban" })];
    const { desk, page, dialog } = await opened(tickets, "派单");
    for (const { number, data } of tickets)
        await dialog.locator(".bulk-tickets li", { hasText: number }).getByText(data.fault_address).waitFor();
    await dialog.getByText(/^含 2 个台区 · .*：农村 1、城区 1$/).waitFor();
    await dialog.locator('[data-field="team"] .el-select').click();
    const offered = page.locator(".el-select-dropdown__item:visible");
    await offered.filter({ hasText: /未结 \d+ 单/ }).first().waitFor();
    assert.match((await offered.allInnerTexts())[0], /^演示西所抢修二班 · 本供电所 · .*未结 \d+ 单$/);
    await desk.picture("bulk-dispatch-zh");
    await offered.first().click();
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});
