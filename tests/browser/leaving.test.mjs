// What was typed is not lost by a slip: leaving asks.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

let house = 970;

const question = (page) => page.getByRole("dialog").filter({ hasText: "离开就没有了" });
const path = (page) => new URL(page.url()).pathname;

async function newFault() {
    house += 1;
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
    return demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
}

/** Comes by the board, so that Back has where to go. */
async function openTicket(desk, { id }) {
    await desk.logIn("dispatcher", "/board");
    await desk.page.goto(`${desk.demo.url}/tickets/${id}`);
    await desk.page.locator(".ticket-state").waitFor();
}

async function answer(page, name) {
    await question(page).getByRole("button", { name, exact: true }).click();
    await question(page).waitFor({ state: "detached" });
}

const asksOnReload = (page) =>
    page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));

test("a comment that was typed is asked about before the page is left", async () => {
    const ticket = await newFault();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await openTicket(desk, ticket);
    assert.equal(await asksOnReload(page), false);
    const comment = page.locator(".comment textarea");
    await comment.fill("客户说三楼也没电");
    assert.equal(await asksOnReload(page), true);
    await page.locator(".ticket-back").click();
    await question(page).waitFor();
    await page.getByRole("button", { name: "留下" }).and(page.locator(":focus")).waitFor();
    await desk.picture("leave-question-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("Enter");
    await question(page).waitFor({ state: "detached" });
    assert.equal(await comment.inputValue(), "客户说三楼也没电");
    await page.locator(".ticket-back").click();
    await answer(page, "离开");
    await page.waitForURL(/board/);
    await desk.close();
});

test("a filing that was begun is asked about", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("district_manager", "/manage");
    await page.locator('a[href="/filings"]').first().click();
    await page.getByRole("button", { name: "新报备" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.equal(await asksOnReload(page), false);
    await dialog.getByPlaceholder(/./).last().fill("气象台预警（虚构）");
    await page.goBack();
    await answer(page, "留下");
    assert.match(page.url(), /filings/);
    await page.goBack();
    await answer(page, "离开");
    await page.waitForURL(/manage/);
    await desk.close();
});
