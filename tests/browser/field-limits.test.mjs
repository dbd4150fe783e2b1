// Limits of fields, said where they are typed: what a step may set, the order of two times, the range of a number.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const field = (page, name) => page.locator(`[data-field="${name}"]`);
const fault = (page, name) => field(page, name).locator(".el-form-item__error");

async function write(page, name, text) {
    const input = field(page, name).locator("input, textarea").first();
    await input.fill(text);
    await input.blur();
}

async function choose(page, name, words) {
    await field(page, name).locator("input").fill(words);
    await page.locator(".el-select-dropdown__item:visible", { hasText: words }).first().click();
}

/** The list of what may be added: its words lie over the input, as a placeholder does. */
const more = (page) => page.locator(".el-select", { has: page.getByRole("combobox", { name: "再填一项" }) });

async function add(page, title) {
    await more(page).click();
    await page.getByRole("option", { name: title, exact: true }).click();
}

test("an outage that ends before it begins is told at the field, and nothing is sent", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    await page.getByText("计划停电", { exact: true }).click();
    await write(page, "line", "演示一线");
    await write(page, "reason", "更换配变");
    await write(page, "outage_from", "2099-03-10 12:00");
    await write(page, "outage_to", "2099-03-10 08:00");
    await add(page, "停电户数");
    await write(page, "customers", "-1");
    assert.equal(await field(page, "customers").locator("input").getAttribute("placeholder"), "0 – 10000000");
    const sent = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
    await page.getByRole("button", { name: "受理", exact: true }).click();
    await fault(page, "outage_to").getByText("须晚于“停电开始”（2099-03-10 12:00:00）").waitFor();
    await fault(page, "customers").getByText("不能小于 0").waitFor();
    assert.deepEqual(sent.filter((url) => url.endsWith("/tickets")), []);
    await desk.picture("limits-new-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await write(page, "outage_to", "2099-03-10 16:00");
    await write(page, "customers", "120");
    await page.getByRole("button", { name: "受理", exact: true }).click();
    await page.locator(".ticket-state", { hasText: "拟定" }).waitFor();
    await desk.close();
});

test("a step offers what it may set and nothing else", async () => {
    const { id } = await demo.call("dispatcher", "POST", "/tickets", {
        workflow: "planned-outage",
        data: {
            line: "演示二线",
            outage_from: "2099-03-10T08:00:00+08:00",
            outage_to: "2099-03-10T12:00:00+08:00",
            reason: "更换配变",
        },
    });
    await demo.call("admin", "POST", `/tickets/${id}/events`, { event: "approve" });
    const desk = await Desk.open(browser, demo, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    const { page } = desk;
    await desk.logIn("dispatcher", `/tickets/${id}`);
    await page.getByRole("button", { name: "公告", exact: true }).click();
    await write(page, "announced_by", "网站");
    await more(page).click();
    assert.deepEqual(await page.getByRole("option").allTextContents(), ["备注"]);
    await desk.picture("limits-step-phone-dark");
    await page.getByRole("option", { name: "备注" }).click();
    assert.equal(await page.getByRole("combobox", { name: "再填一项" }).count(), 0);
    await page.getByRole("dialog").getByRole("button", { name: "公告", exact: true }).click();
    await page.locator(".ticket-state", { hasText: "已公告" }).waitFor();
    await desk.close();
});

test("a limit is a number and a unit, and goes to the server as it takes it", async () => {
    const { id } = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 970 号（虚构）", area: "demo-101" },
    });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", `/tickets/${id}`);
    await page.locator('[data-event="extend"]').click();
    const limit = field(page, "limit");
    await limit.locator("input").fill("2");
    await limit.getByRole("combobox", { name: "单位" }).selectOption({ label: "工作日" });
    await limit.getByText("2 个工作日").waitFor();
    await desk.picture("limit-unit-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    const sent = [];
    page.on("request", (request) => request.url().endsWith("/events") && sent.push(request.url()));
    await limit.locator("input").fill("1.5");
    await choose(page, "clock", "到达现场");
    await choose(page, "approver", "演示-孙七");
    await write(page, "reason", "道路塌方（虚构）");
    const submit = page.getByRole("dialog").getByRole("button", { name: "延期", exact: true });
    await submit.click();
    await fault(page, "limit").getByText("须为整数").waitFor();
    for (const amount of ["0", "-3"]) {
        await limit.locator("input").fill(amount);
        await submit.click();
        await fault(page, "limit").getByText("须大于 0").waitFor();
    }
    await desk.picture("limit-positive-zh");
    assert.deepEqual(sent, []);
    await limit.locator("input").fill("2");
    await submit.click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const { clocks } = await demo.call("dispatcher", "GET", `/tickets/${id}`);
    const { due_at } = clocks.find(({ name }) => name === "arrival");
    assert.ok(Date.parse(due_at) - Date.now() > 20 * 3_600_000, due_at);
    await page.locator(".journal-detail", { hasText: "到达现场" }).waitFor();
    assert.equal(await page.locator(".journal-detail", { hasText: "arrival" }).count(), 0);
    await desk.close();
});
