// A manager's day: what was escalated to him, how his areas stand, and a filing that another role approves.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

test("a manager acknowledges an escalation with one click, and the server has it in his name", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("district_manager");
    assert.equal(new URL(desk.page.url()).pathname, "/manage");
    await desk.page.getByText(/^全部（/).click();
    await desk.page.getByText("逐条", { exact: true }).click();
    const rows = desk.page.locator("section", { hasText: "待确认的升级" }).locator("tbody tr");
    await rows.first().waitFor();
    await desk.page.getByText(/按时 \d+ · 超时 \d+/).waitFor();
    await desk.picture("manage-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    const button = rows.first().getByRole("button", { name: /^确认 / });
    const number = (await rows.first().locator(".ticket-number").innerText()).trim();
    await button.click();
    await desk.page.getByText(`${number} 的升级已确认`).waitFor();
    const { items } = await demo.call("leader", "GET", "/escalations?limit=500");
    assert.ok(items.some((one) => one.number === number && one.acknowledged_by === "district_manager"));
    await desk.close();
});

test("an area opens to its tickets, in English too", async () => {
    const desk = await Desk.open(browser, demo);
    await desk.logIn("district_manager");
    await desk.page.getByRole("button", { name: "English" }).click();
    const area = desk.page
        .getByRole("button", { expanded: false })
        .filter({ hasText: /\d+ open/ })
        .first();
    await area.click();
    await desk.page.locator(".area-tickets .clock").first().waitFor();
    await desk.picture("manage-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("a storm is a row for each area: one click answers them all, another files the weather", async () => {
    const hangup_at = new Date(Date.now() - 2 * 3_600_000).toISOString();
    for (let house = 200; house < 224; ++house) {
        const fault_address = `演示路 ${house} 号（虚构）`;
        const area = house % 3 === 0 ? "demo-102" : "demo-103";
        const data = { site_class: "urban", fault_address, area, hangup_at };
        await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    }
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("district_manager");
    const card = page.locator("section", { hasText: "待确认的升级" });
    await card.getByText(/^全部（/).click();
    const row = card.locator("tr", { hasText: "演示三号台区（农村）" });
    await row.getByRole("button", { name: /^全部确认.*演示三号台区/ }).waitFor();
    await page.getByText("近一小时受理").waitFor();
    await desk.picture("storm-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await row.getByRole("button", { name: /^报备 演示三号台区/ }).click();
    const dialog = page.getByRole("dialog");
    assert.ok(await dialog.getByLabel("演示三号台区（农村）").isChecked());
    await dialog.getByLabel("原因").fill("雷暴黄色预警");
    await dialog.getByLabel("依据").fill("预警 2026-08");
    await dialog.getByRole("button", { name: "报备", exact: true }).click();
    await row.getByText("待批准").waitFor();
    await row.getByRole("button", { name: /^全部确认.*演示三号台区/ }).click();
    await page.getByRole("button", { name: "确定" }).click();
    await row.waitFor({ state: "detached" });
    const { items } = await demo.call("leader", "GET", "/escalations?open=true&limit=500");
    assert.deepEqual(
        items.filter(({ area }) => area === "demo-103"),
        [],
    );
    await page.getByRole("button", { name: "English" }).click();
    await desk.picture("storm-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
    const [filed] = (await demo.call("leader", "GET", "/filings")).items;
    assert.deepEqual(filed.areas, ["demo-103"]);
    await demo.call("leader", "POST", `/filings/${filed.id}/withdraw`);
});

test("bad weather is filed by one person, approved by another in another role, and withdrawn", async () => {
    const filer = await Desk.open(browser, demo);
    await filer.logIn("district_manager", "/filings");
    await filer.page.getByRole("button", { name: "新报备" }).click();
    const dialog = filer.page.getByRole("dialog");
    await dialog.getByText("演示一号台区（城区）").click();
    await dialog.getByLabel("原因").fill("台风红色预警");
    await dialog.getByLabel("依据").fill("预警 2026-07");
    await filer.picture("filing-new-zh");
    assert.deepEqual(await filer.accessibilityFaults(), []);
    await dialog.getByRole("button", { name: "报备", exact: true }).click();
    await filer.page.getByText("待批准").waitFor();
    await filer.close();

    const approver = await Desk.open(browser, demo);
    await approver.logIn("county_dept", "/filings");
    await approver.page.getByRole("button", { name: "批准" }).click();
    await approver.page.getByRole("button", { name: "确定" }).click();
    await approver.page.getByText("批准：").waitFor();
    await approver.page.getByRole("button", { name: "English" }).click();
    await approver.picture("filings-en");
    assert.deepEqual(await approver.accessibilityFaults(), []);
    await approver.page.getByRole("button", { name: "Withdraw" }).click();
    await approver.page.getByRole("button", { name: "Yes" }).click();
    await approver.page.getByText("Withdrawn by").waitFor();
    await approver.close();
    const { items } = await demo.call("leader", "GET", "/filings");
    assert.equal(items[0].state, "withdrawn");
});

test("whoever may file and approve does not approve his own filing, and reads why; people are named", async () => {
    await demo.addAccount("both", { roles: ["district_manager", "county_dept"], scope: { person: "demo-wu-jiu" } });
    const desk = await Desk.open(browser, demo);
    await desk.logIn("both", "/filings");
    await desk.page.getByRole("button", { name: "新报备" }).click();
    const dialog = desk.page.getByRole("dialog");
    await dialog.getByText("还需填写：台区、原因、依据").waitFor();
    await dialog.getByText("演示一号台区（城区）").click();
    await dialog.getByLabel("原因").fill("冰冻");
    await dialog.getByLabel("依据").fill("预警 2026-09");
    await dialog.getByRole("button", { name: "报备", exact: true }).click();
    const row = desk.page.locator("tr", { hasText: "冰冻" });
    const approve = row.getByRole("button", { name: "批准" });
    await row.getByText("自己报备的须由他人批准").waitFor();
    assert.equal(await approve.isDisabled(), true);
    assert.equal(await row.getByTitle(/· both$/).innerText(), "报备：演示-吴九");
    await desk.picture("filing-own-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});
