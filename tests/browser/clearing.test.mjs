// What was chosen can be taken back, and what was typed is not lost by a slip.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const field = (page, name) => page.locator(`[data-field="${name}"]`);
const chosen = (page, name) => field(page, name).locator(".el-select__placeholder:not(.is-transparent)");

async function choose(page, name, words) {
    await field(page, name).locator("input").fill(words);
    await page.locator(".el-select-dropdown__item:visible", { hasText: words }).first().click();
    await chosen(page, name).filter({ hasText: words }).waitFor();
}

async function clear(page, name) {
    await field(page, name).locator(".el-select").hover();
    await field(page, name).locator(".el-select__clear").click();
    await chosen(page, name).waitFor({ state: "detached" });
}

const newFault = (address) =>
    demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: address, area: "demo-101" },
    });

test("a choice is cleared by its cross and by Delete or Backspace, and what it brought goes with it", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    for (const name of ["area", "fault_class"]) {
        const words = name === "area" ? "演示一号台区" : "低压";
        await choose(page, name, words);
        await clear(page, name);
        for (const key of ["Delete", "Backspace"]) {
            await choose(page, name, words);
            await field(page, name).locator("input").press(key);
            await chosen(page, name).waitFor({ state: "detached" });
            await page.keyboard.press("Escape");
        }
    }
    assert.equal(await field(page, "site_class").locator("input:checked").count(), 0);
    await desk.close();
});

test("a suggested area that is taken can be taken back, by its chip and by its key", async () => {
    await newFault("演示路 961 号（虚构）");
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("call_taker", "/tickets/new");
    await field(page, "fault_address").locator("textarea").fill("演示路 961 号（虚构）");
    const chip = page.locator(".chip").first();
    await chip.click();
    await page.locator('.chip[aria-pressed="true"]').waitFor();
    await chip.click();
    await chosen(page, "area").waitFor({ state: "detached" });
    await page.keyboard.press("Alt+Digit1");
    await chosen(page, "area").waitFor();
    await page.keyboard.press("Alt+Digit1");
    await chosen(page, "area").waitFor({ state: "detached" });
    const answered = page.waitForResponse(/tickets\/similar.*phone=/);
    await field(page, "contact_phone").locator("textarea").fill("13800009610");
    await answered;
    assert.equal(await chosen(page, "area").count(), 0);
    await desk.close();
});

test("a crew that was chosen in a step's dialog is cleared", async () => {
    const { id } = await newFault("演示路 962 号（虚构）");
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", `/tickets/${id}`);
    await page.locator('[data-event="dispatch"]').click();
    await field(page, "team").locator("input").click();
    await page.locator(".el-select-dropdown__item:visible").first().click();
    await chosen(page, "team").waitFor();
    await clear(page, "team");
    await desk.close();
});
