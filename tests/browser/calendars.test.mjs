// Next year's list over the screen: seen with the clocks that it moves, then confirmed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

/** The full-width twin of a sign. */
const wide = (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0);

async function section() {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("admin", "/admin?section=calendars");
    await desk.page.locator("table.sheet tbody tr").first().waitFor();
    return desk;
}

async function reply(id) {
    const ticket = await demo.call("admin", "GET", `/tickets/${id}`);
    return ticket.clocks.find(({ name }) => name === "reply");
}

/** A complaint whose answer is due in a year that nobody knows yet; the day on which it is due. */
async function complaintOfNextYear() {
    const data = { complaint_type: "quality", description: "电压低" };
    const { id, number } = await demo.call("dispatcher", "POST", "/tickets", { workflow: "complaint", data });
    const longer = { clock: "reply", limit: "260wd", approver: "演示-县公司甲", reason: "跨年整改" };
    await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "extend", data: longer });
    const due = new Date(Date.parse((await reply(id)).due_at) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
    const years = (await demo.call("admin", "GET", "/calendars")).items;
    for (let year = new Date().getFullYear(); year < Number(due.slice(0, 4)); ++year) {
        if (years.some((known) => known.year === year && !known.provisional)) continue;
        await demo.call("admin", "PUT", `/calendars/${year}`, { holidays: [], workdays: [] });
    }
    const known = years.find(({ year }) => year === Number(due.slice(0, 4)));
    return { id, number, due, holidays: known?.holidays ?? [] };
}

test("a year's list is previewed with the clocks that move, and moves them when it is confirmed", async () => {
    const { id, number, due, holidays } = await complaintOfNextYear();
    const before = await reply(id);
    assert.equal(before.provisional, true);
    const year = due.slice(0, 4);
    const lines = [...holidays, due].map((day) => `${day},holiday,假日`);

    const desk = await section();
    await desk.page.getByRole("button", { name: "载入年度日历" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.locator('textarea[name="text"]').fill(`date,kind,name\n${lines.join("\n")}\nsoon,holiday,？\n`);
    await desk.picture("calendar-load-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    desk.expected.push(/422.*\/calendars\/preview/);
    await dialog.getByRole("button", { name: "预览" }).click();
    const wrong = dialog.getByText(`calendar.csv:${lines.length + 2}`);
    await wrong.first().waitFor();
    assert.equal(await wrong.count(), 1);
    await desk.picture("calendar-wrong-line-zh");

    // As a Chinese input method writes it.
    await dialog.locator('textarea[name="text"]').fill(`日期，类型\n${due.replace(/[\d-]/g, wide)}，放假\n`);
    await dialog.getByRole("button", { name: "预览" }).click();
    await dialog.locator(`td.holiday[data-date="${due}"]`).waitFor();
    await dialog.getByRole("button", { name: "返回修改" }).click();

    await dialog.locator('input[name="file"]').setInputFiles({
        name: `cn-${year}.csv`,
        mimeType: "text/csv",
        buffer: Buffer.from(`date,kind,name\n${lines.join("\n")}\n`),
    });
    await dialog.getByRole("button", { name: "预览" }).click();
    await dialog.locator("tr", { hasText: number }).waitFor();
    await dialog.locator(`td.holiday[data-date="${due}"]`).waitFor();
    await desk.picture("calendar-preview-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    assert.equal((await reply(id)).due_at, before.due_at);
    await dialog.getByText("时钟分批移动，其间受理和派单照常").waitFor();
    await dialog.getByRole("button", { name: `确认载入 ${year} 年` }).click();
    await desk.page.getByText("管理员录入").first().waitFor();

    const moved = await reply(id);
    assert.equal(moved.provisional, false);
    assert.ok(Date.parse(moved.due_at) > Date.parse(before.due_at));
    await desk.page.getByRole("button", { name: `查看 ${year} 年全年` }).click();
    await desk.page.getByRole("dialog").locator(`td.holiday[data-date="${due}"]`).waitFor();
    await desk.picture("calendar-year-zh");
    await desk.close();
});

test("the preview is read in English, in the dark and on a telephone", async () => {
    const desk = await Desk.open(browser, demo, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    await desk.logIn("admin", "/admin?section=calendars");
    await desk.page.evaluate(() => localStorage.setItem("gongdan.language", "en"));
    await desk.page.evaluate(() => document.documentElement.classList.add("dark"));
    await desk.page.reload();
    await desk.page.getByRole("button", { name: "Load a year" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.locator('textarea[name="text"]').fill("2031-01-01,holiday\n2031-01-08,workday\n2031-01-11,workday\n");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("2031-01-08 is a Wednesday").waitFor();
    await dialog.getByText("a few tickets at a time while the desk works on").waitFor();
    await desk.picture("calendar-preview-en-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "the page scrolls sideways");
    await dialog.getByRole("button", { name: "Back" }).click();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.ok(!(await demo.call("admin", "GET", "/calendars")).items.some(({ year }) => year === 2031));
    await desk.close();
});
