// An auditor's work: the compliance report down to single tickets and out into files, and the findings, which others decide.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

test("the report is divided anew, opens to the tickets behind a number, and leaves as files", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("auditor", "/compliance");
    await desk.page.locator(".chart canvas").waitFor();
    await desk.picture("compliance-zh");
    const facts = await desk.page.locator("ul.facts").innerText();
    assert.match(facts, /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    assert.doesNotMatch(facts, /\dT\d\d:/);
    assert.deepEqual(await desk.accessibilityFaults(), []);
    const table = desk.page.getByRole("region", { name: "时限达标情况" }).first();
    const hidden = () => table.evaluate((box) => box.scrollWidth - box.clientWidth);
    assert.ok((await hidden()) <= 0, `${await hidden()} px of the table are out of sight`);
    const chooser = desk.page.locator("summary", { hasText: "未显示：" });
    await chooser.click();
    await desk.page.locator(".columns label", { hasText: "中位数" }).click();
    await desk.page.locator("th", { hasText: "中位数" }).first().waitFor();
    await desk.picture("compliance-columns-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await chooser.or(desk.page.locator("summary", { hasText: "列：" })).first().click();

    await desk.page.locator('select[name="by"]').selectOption("team");
    await desk.page.locator("th", { hasText: "班组" }).first().waitFor();
    assert.match(desk.page.url(), /by=team/);
    const figures = desk.page.locator("section", { hasText: "时限达标情况" });
    const late = figures.locator("tbody tr", { hasText: "到达现场" }).locator("button.missed").first();
    const number = Number(await late.innerText());
    await late.click();
    const drawer = desk.page.getByRole("dialog");
    await drawer.locator(".ticket-number").first().waitFor();
    assert.equal(await drawer.locator("tbody tr").count(), number);
    const list = drawer.getByRole("region").first();
    assert.ok((await list.evaluate((box) => box.scrollWidth - box.clientWidth)) <= 0, "columns are out of sight");
    const title = await drawer.getByRole("heading").first().innerText();
    assert.match(title, new RegExp(`^到达现场.* · 超时 ${number} 件 · 全部 · `));
    await desk.picture("compliance-behind-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.keyboard.press("Escape");

    for (const [name, type] of [
        ["导出 Excel", /spreadsheetml/],
        ["导出 CSV", /text\/csv/],
        ["打印页", /text\/html/],
    ]) {
        const href = await desk.page.getByRole("link", { name }).getAttribute("href");
        const answer = await desk.page.request.get(demo.url + href);
        assert.equal(answer.status(), 200);
        assert.match(answer.headers()["content-type"], type);
    }
    await desk.close();
});

test("a link to a report shows the same report, in English and by night", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("leader", "/compliance?by=area&clock=fault-repair/dispatch");
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.getByRole("button", { name: "Night shift (dark)" }).click();
    await desk.page.locator(".chart canvas").waitFor();
    assert.equal(await desk.page.locator('select[name="clock"]').inputValue(), "fault-repair/dispatch");
    const heads = await desk.page.locator("section.card table").first().locator("th").allInnerTexts();
    assert.equal(new Set(heads).size, heads.length, heads.join(" | "));
    await desk.page.mouse.move(500, 300);
    await desk.picture("compliance-en-dark");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("an auditor reads the findings; the county department decides", async () => {
    const auditor = await Desk.open(browser, demo);
    await auditor.logIn("auditor", "/findings");
    await auditor.page.getByText("未处理", { exact: true }).first().waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: "处理" }).count(), 0);
    await auditor.picture("findings-zh");
    assert.deepEqual(await auditor.accessibilityFaults(), []);
    await auditor.close();

    const decider = await Desk.open(browser, demo);
    await decider.logIn("county_dept", "/findings");
    await decider.page.getByRole("button", { name: "English" }).click();
    const before = await decider.page.locator("tbody tr").count();
    await decider.page.getByRole("button", { name: "Decide" }).first().click();
    const dialog = decider.page.getByRole("dialog");
    await dialog.getByText("Explained").click();
    await dialog.getByRole("textbox").fill("no signal in the valley");
    await decider.picture("findings-decide-en");
    assert.deepEqual(await decider.accessibilityFaults(), []);
    await dialog.getByRole("button", { name: "Decide" }).click();
    await decider.page.getByText("stands in the journal").waitFor();
    await decider.page.waitForFunction((n) => document.querySelectorAll("tbody tr").length === n, before - 1);
    await decider.close();
    const { items } = await demo.call("auditor", "GET", "/findings");
    assert.deepEqual(
        items.filter(({ decision }) => decision).map(({ decision }) => [decision.verdict, decision.reason]),
        [["explained", "no signal in the valley"]],
    );
});

test("an auditor says why he looks at personal data, sees it, and the journal has the reason", async () => {
    const data = { site_class: "urban", fault_address: "演示路 301 号（虚构）", area: "demo-101" };
    const { number } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("auditor", `/tickets/${number}`);
    await page.getByText("个人信息已遮盖").waitFor();
    // He only reads: nothing is offered that the server would refuse him.
    assert.equal(await page.getByRole("button", { name: "备注" }).count(), 0);
    assert.equal(await page.getByRole("button", { name: "添加" }).count(), 0);
    assert.equal(await page.locator(".ticket-steps button").count(), 0);
    assert.equal(await page.getByText("演示路 301 号（虚构）").count(), 0);
    await page.getByRole("button", { name: "说明原因后查看" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("核对投诉地址");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await dialog.getByRole("button", { name: "说明原因后查看" }).click();
    await page.locator(".facts").getByText("演示路 301 号（虚构）").waitFor();
    const journal = await demo.call("auditor", "GET", `/tickets/${number}/journal`);
    assert.ok(journal.items.some(({ reason }) => reason === "核对投诉地址"));
    await desk.picture("ticket-unmasked-zh");
    await desk.close();
});
