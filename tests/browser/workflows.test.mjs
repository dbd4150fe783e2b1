// Workflows as an administrator tries them out; the organisation and its roles; the roster as a calendar.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

async function at(path, role = "admin") {
    const desk = await Desk.open(browser, demo);
    await desk.logIn(role, path);
    return desk;
}

/** Titles of states that are wider than their boxes. */
const cutLabels = (page) =>
    page.evaluate(() =>
        [...document.querySelectorAll("svg .node")].flatMap((node) => {
            const room = node.querySelector("rect").getBoundingClientRect();
            return [...node.querySelectorAll("text")]
                .filter((text) => text.getBoundingClientRect().width > room.width)
                .map((text) => text.textContent);
        }),
    );

test("the scenarios of a workflow are run in the view, all and one", async () => {
    const desk = await at("/admin?section=workflows");
    await desk.page.getByText("投诉", { exact: true }).click();
    await desk.page.getByText("场景", { exact: true }).click();
    const all = desk.page.locator(".scenarios > li");
    await all.first().waitFor();
    await desk.page.getByRole("button", { name: "全部演练" }).click();
    await desk.page.getByText(`通过 ${await all.count()} 个，未通过 0 个`).waitFor({ timeout: 60_000 });
    await desk.picture("scenarios-all-zh");
    await desk.page.getByRole("button", { name: "演练：从受理到归档" }).click();
    const first = all.first();
    await first.getByText("✓ 状态").first().waitFor();
    await first.locator("svg .node.visited").first().waitFor();
    await desk.picture("scenario-one-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "English" }).click();
    await first.getByText("Opens: Complaint").waitFor();
    assert.deepEqual(await cutLabels(desk.page), []);
    await desk.picture("scenario-one-en");
    await desk.close();
});

test("a workflow's check and its versions", async () => {
    const desk = await at("/admin?section=workflows");
    await desk.page.getByText("检查", { exact: true }).click();
    await desk.page.getByText(/检查通过，验收场景 \d+ 个/).waitFor();
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.picture("workflow-check-zh");
    await desk.page.getByText("版本", { exact: true }).first().click();
    const row = desk.page.locator("tr", { hasText: "现行" });
    await row.waitFor();
    await row.getByRole("button").click();
    await desk.page.locator("svg .node").first().waitFor();
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.picture("workflow-versions-zh");
    await desk.close();
});

test("the organisation tells who is where, and what is missing", async () => {
    const desk = await at("/admin?section=organisation");
    await desk.page.getByText("演示一号台区（城区）").waitFor();
    await desk.page.getByText(/重启服务后生效/).waitFor();
    await desk.picture("organisation-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("textbox", { name: "按人、台区、供电所、角色查找" }).fill("张三");
    await desk.page.getByText("演示四号台区").waitFor({ state: "detached" });
    assert.equal(await desk.page.getByText("desk-file d**").count(), 1);
    await desk.close();
});

test("each role's rights and steps stand in a table", async () => {
    const desk = await at("/admin?section=roles");
    await desk.page.locator(".matrix tbody tr").nth(2).waitFor();
    await desk.picture("roles-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "English" }).click();
    await desk.page.getByText("after a reason").first().waitFor();
    await desk.picture("roles-en");
    await desk.close();
});

test("the roster is a calendar of a week or a month, and a feed's address is made and revoked", async () => {
    const desk = await at("/roster");
    await desk.page.getByText("日历", { exact: true }).click();
    await desk.page.locator(".grid.week tbody td.serves").first().waitFor();
    await desk.picture("roster-week-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByText("月", { exact: true }).click();
    await desk.page.locator(".grid.month tbody td.serves").first().waitFor();
    await desk.page.getByRole("button", { name: "下一期" }).click();
    await desk.page.locator(".grid.month tbody td.serves").first().waitFor();
    await desk.picture("roster-month-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);

    await desk.page.getByRole("button", { name: "日历订阅地址" }).click();
    await desk.page.locator('select[name="feed-person"]').selectOption("demo-zhang-san");
    await desk.page.locator('input[name="feed-name"]').fill("zhang-phone");
    await desk.picture("roster-feeds-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.page.getByRole("button", { name: "生成地址" }).click();
    const address = (await desk.page.locator(".secret").innerText()).trim();
    assert.match(await (await fetch(address)).text(), /BEGIN:VCALENDAR/);
    await desk.page.getByRole("button", { name: "已记下，关闭" }).click();
    await desk.page.getByRole("button", { name: "吊销 zhang-phone" }).click();
    await desk.page.getByRole("button", { name: "确定" }).click();
    await desk.page.getByText("没有订阅地址").waitFor();
    assert.equal((await fetch(address)).status, 404);
    await desk.close();
});

test("none of it scrolls the page sideways on a telephone", async () => {
    const desk = await Desk.open(browser, demo, { viewport: { width: 390, height: 844 } });
    await desk.logIn("admin", "/admin?section=organisation");
    for (const section of ["organisation", "roles", "workflows", "calendars"]) {
        await desk.page.goto(`${demo.url}/admin?section=${section}`);
        await desk.page.locator("table.sheet tbody tr").first().waitFor();
        await desk.picture(`phone-${section}`);
        const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(wide, false, `${section} scrolls sideways`);
    }
    await desk.close();
});
