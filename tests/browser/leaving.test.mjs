// What was typed is not lost by a slip: leaving asks, and Back closes what lies over a page before it leaves the page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let house = 970;

const field = (page, name) => page.locator(`[data-field="${name}"]`);
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

test("Back closes a step's dialog and not the page, and asks when something was typed in it", async () => {
    const ticket = await newFault();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await openTicket(desk, ticket);
    const dialog = page.getByRole("dialog").filter({ hasText: `派单 · ${ticket.number}` });
    const open = async () => {
        await page.locator('[data-event="dispatch"]').click();
        await dialog.waitFor();
    };
    await open();
    await page.goBack();
    await dialog.waitFor({ state: "detached" });
    assert.equal(path(page), `/tickets/${ticket.id}`);
    await open();
    await dialog.locator(".time input").last().fill("14:05");
    await page.goBack();
    await answer(page, "留下");
    await dialog.waitFor();
    await page.goBack();
    await answer(page, "离开");
    await dialog.waitFor({ state: "detached" });
    assert.equal(path(page), `/tickets/${ticket.id}`);
    await page.goBack();
    await page.waitForURL(/board/);
    await desk.close();
});

test("a key, the cross or a click beside a step's dialog ask too", async () => {
    const ticket = await newFault();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await openTicket(desk, ticket);
    const dialog = page.getByRole("dialog").filter({ hasText: `派单 · ${ticket.number}` });
    const typed = dialog.locator(".time input").last();
    await page.locator('[data-event="dispatch"]').click();
    await typed.fill("14:05");
    const ways = [
        () => page.keyboard.press("Escape"),
        () => dialog.locator(".el-dialog__headerbtn").click(),
        () => page.mouse.click(5, 400),
    ];
    for (const close of ways) {
        await close();
        await answer(page, "留下");
        assert.equal(await typed.inputValue(), "14:05");
    }
    await typed.focus();
    await page.keyboard.press("Escape");
    await answer(page, "离开");
    await dialog.waitFor({ state: "detached" });
    await desk.close();
});

test("a dialog that was closed leaves nothing behind for Back, and the keys of the page work as before", async () => {
    const ticket = await newFault();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await openTicket(desk, ticket);
    const dialog = page.getByRole("dialog");
    for (const close of [
        () => page.keyboard.press("Escape"),
        () => dialog.getByRole("button", { name: "取消" }).click(),
    ]) {
        await page.locator('[data-event="dispatch"]').click();
        await dialog.waitFor();
        await close();
        await dialog.waitFor({ state: "detached" });
    }
    await page.locator('[data-event="dispatch"]').click();
    await field(page, "team").locator("input").click();
    await page.locator(".el-select-dropdown__item:visible").first().click();
    await dialog.getByRole("button", { name: "派单", exact: true }).click();
    await page.locator(".ticket-state", { hasText: "已派单" }).waitFor();
    await dialog.waitFor({ state: "detached" });
    await page.keyboard.press("b");
    await page.waitForURL(/board/);
    await page.goBack();
    await page.waitForURL(new RegExp(ticket.id));
    await page.goBack();
    await page.waitForURL(/board/);
    await desk.close();
});

test("a link leads on from a page with its dialog open, and Back returns to the page", async () => {
    const ticket = await newFault();
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await openTicket(desk, ticket);
    await page.locator('[data-event="dispatch"]').click();
    await page.getByRole("dialog").waitFor();
    await page.locator(".ticket-back").evaluate((link) => link.click());
    await page.waitForURL(/board/);
    await page.goBack();
    await page.waitForURL(new RegExp(ticket.id));
    await page.locator('[data-event="dispatch"]').waitFor();
    assert.equal(await page.getByRole("dialog").count(), 0);
    await desk.close();
});

test("a crew's sheet closes by Back, and what was typed stands there again", async () => {
    const { id, number } = await newFault();
    await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "dispatch", data: { team: "A" } });
    const desk = await Desk.open(browser, demo, kPhone);
    const { page } = desk;
    await desk.logIn("area_manager", "/crew");
    const card = page.getByRole("article", { name: number });
    const sheet = page.getByRole("dialog");
    const open = async () => {
        await card.getByRole("button", { name: "更多" }).click();
        await card.getByRole("button", { name: /^退单/ }).click();
        await sheet.waitFor();
    };
    await open();
    await field(page, "reason").locator("textarea").fill("道路不通（虚构）");
    await page.goBack();
    await sheet.waitFor({ state: "detached" });
    assert.equal(path(page), "/crew");
    await open();
    assert.equal(await field(page, "reason").locator("textarea").inputValue(), "道路不通（虚构）");
    await desk.picture("crew-draft-phone-zh");
    await page.goBack();
    await sheet.waitFor({ state: "detached" });
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
