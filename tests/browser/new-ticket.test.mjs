// The form of a new ticket: what the server knows of the matter stands beside it while it is written, and a fault is opened
// from an empty form with the keyboard alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const field = (page, name) => page.locator(`[data-field="${name}"]`);

/** A keyboard that counts what is struck. */
class Keys {
    struck = 0;
    constructor(page) {
        this.page = page;
    }
    async type(text) {
        this.struck += [...text].length;
        await this.page.keyboard.type(text);
    }
    async press(key, times = 1) {
        for (let n = 0; n < times; n += 1) {
            this.struck += 1;
            await this.page.keyboard.press(key);
        }
    }
    /** Tabs until the field has the focus. */
    async to(name) {
        for (let n = 0; n < 20; n += 1) {
            const there = await field(this.page, name).evaluate((item) => item.contains(document.activeElement));
            if (there) return;
            await this.press("Tab");
        }
        assert.fail(`no way to ${name} by Tab`);
    }
}

test("a fault is opened from an empty form by keyboard alone", async () => {
    await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示县幸福路８号（东门）", area: "demo-101" },
    });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("call_taker", "/tickets/new");
    await page.locator('[data-field="fault_address"] textarea:focus').waitFor();
    const keys = new Keys(page);
    const began = Date.now();
    await keys.type("幸福路8号3单元");
    await page.getByText("此地址 1 张工单").waitFor();
    await page.getByText("故障地址相同").waitFor();
    await keys.press("Alt+Digit1");
    await page.getByText("按台区建议，请按现场核对").waitFor();
    assert.equal(await field(page, "site_class").locator("input:checked").inputValue(), "urban");
    await keys.to("contact_phone");
    await keys.type("000-0000-0902");
    await page.getByText("登记册有此客户，可改").waitFor();
    assert.equal(await field(page, "flags").locator("input:checked").count(), 2);
    await desk.picture("new-ticket-known-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await keys.press("Control+Enter");
    await page.locator(".ticket-state", { hasText: "已受理" }).waitFor();
    const took = Date.now() - began;
    console.log(`a fault by keyboard: ${keys.struck} keys, ${took} ms by a machine`);
    assert.ok(keys.struck <= 36, `${keys.struck} keys`);
    assert.ok(took < 20_000, `${took} ms`);
    await page.locator("h1 .special", { hasText: "残疾或用医疗设备、重要客户" }).waitFor();
    const path = new URL(page.url()).pathname;
    const { data } = await demo.call("dispatcher", "GET", path);
    assert.deepEqual(
        [data.area, data.station, data.site_class, data.flags],
        ["demo-101", "demo-east", "urban", ["medical", "important"]],
    );
    await desk.picture("ticket-special-zh");
    await desk.close();
});

test("an announced outage and arrears stand on top, and stop nobody", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    await field(page, "fault_address").locator("textarea").fill("演示镇新街 3 号");
    await page.getByText("“演示镇”属于该台区").waitFor();
    await page.keyboard.press("Alt+Digit1");
    await page.getByText("更换变压器（演示）").waitFor();
    await page.getByText("结案代码建议：计划停电已告知").waitFor();
    await field(page, "customer_no").locator("textarea").fill("0000000003");
    await page.getByText("该户欠费 356.20 元").waitFor();
    await desk.picture("new-ticket-notices-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("Control+Enter");
    await page.locator(".ticket-state", { hasText: "已受理" }).waitFor();
    await desk.close();
});

test("the same in English, at night and on a telephone; the register's word may be overruled", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    await page.getByRole("button", { name: "English" }).click();
    await field(page, "fault_address").locator("textarea").fill("演示镇新街 4 号");
    await page.getByText('"演示镇" belongs to it').waitFor();
    await page.keyboard.press("Alt+Digit1");
    await page.getByText("Say that power is expected back").waitFor();
    await field(page, "contact_phone").locator("textarea").fill("000-0000-0901");
    await page.getByText("The register knows this customer").waitFor();
    await desk.picture("new-ticket-known-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await field(page, "flags").getByText("Elderly living alone").click();
    await page.getByText("The register knows this customer").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Night shift" }).click();
    await desk.picture("new-ticket-known-en-dark");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    assert.equal(await wide(), false);
    await desk.picture("new-ticket-known-en-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("button", { name: "Open the ticket" }).click();
    await page.locator(".ticket-state").waitFor();
    const { data } = await demo.call("dispatcher", "GET", new URL(page.url()).pathname);
    assert.deepEqual(data.flags, []);
    await desk.close();
});

test("an area chosen by hand brings its station and proposes a site class, which stays what somebody made it", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    const choose = async (area) => {
        await field(page, "area").locator("input").fill(area);
        await page.locator(".el-select-dropdown__item:visible", { hasText: area }).first().waitFor();
        await field(page, "area").locator("input").press("Enter");
    };
    const site = () => field(page, "site_class").locator("input:checked").inputValue();
    await choose("演示六号台区");
    await page.getByText("按台区建议，请按现场核对").waitFor();
    assert.equal(await site(), "remote");
    await field(page, "site_class").getByText("农村").click();
    await page.getByText("按台区建议，请按现场核对").waitFor({ state: "detached" });
    await choose("演示一号台区");
    assert.equal(await site(), "rural");
    await desk.close();
});

test("times are written in 24 hours of China, whatever the browser's language and zone", async () => {
    const desk = await Desk.open(browser, demo, { locale: "en-US", timezoneId: "America/New_York" });
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    const hangup = field(page, "hangup_at").locator("input");
    await hangup.fill("昨天 23:50");
    await page.getByText(/23:50:00 北京时间/).waitFor();
    await hangup.press("ArrowUp");
    await page.getByText(/23:51:00 北京时间/).waitFor();
    await hangup.press("Shift+ArrowDown");
    await page.getByText(/23:41:00 北京时间/).waitFor();
    await hangup.fill("half past two");
    await page.getByText("看不懂").waitFor();
    assert.equal(await hangup.getAttribute("aria-invalid"), "true");
    await desk.picture("time-unread-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("special customers are told on the board by a sign and a word, and may be shown alone", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.locator(".special", { hasText: "独居老人" }).first().waitFor();
    await page.locator(".filters-special").click();
    await page.waitForFunction(
        () => document.querySelectorAll(".board-row").length === document.querySelectorAll(".board-row .special").length,
    );
    await desk.picture("board-special-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("what was typed is not left by a slip, and a call of long ago is asked about", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("call_taker", "/tickets/new");
    await field(page, "fault_address").locator("textarea").fill("演示路 951 号（虚构）");
    await page.getByRole("link", { name: "调度看板" }).click();
    const question = page.getByRole("dialog", { name: /提示|确认|/ }).filter({ hasText: "离开就没有了" });
    await question.waitFor();
    await question.getByRole("button", { name: "留下" }).click();
    await question.waitFor({ state: "detached" });
    assert.equal(await field(page, "fault_address").locator("textarea").inputValue(), "演示路 951 号（虚构）");
    await field(page, "site_class").getByText("城区", { exact: true }).click();
    const hangup = field(page, "hangup_at").locator("input");
    await hangup.fill("2020-01-01 08:00");
    await page.getByRole("button", { name: "受理", exact: true }).click();
    const early = page.getByRole("dialog").filter({ hasText: "挂机时间是 2020-01-01 08:00" });
    await early.getByRole("button", { name: "取消" }).click();
    await early.waitFor({ state: "detached" });
    assert.match(page.url(), /tickets\/new$/);
    await hangup.fill("8");
    await page.getByText(/看不懂：写成/).waitFor();
    await hangup.fill("");
    const areaLess = page.getByRole("dialog").filter({ hasText: "未选台区" });
    await page.keyboard.press("Control+Enter");
    await areaLess.getByRole("button", { name: "去选台区" }).and(page.locator(":focus")).waitFor();
    await desk.picture("new-ticket-no-area-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("Enter");
    await page.locator('[data-field="area"] input:focus').waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "受理", exact: true }).click();
    await areaLess.getByRole("button", { name: "仍然受理" }).click();
    await page.locator(".ticket-state", { hasText: "已受理" }).waitFor();
    await desk.close();
});

test("a caller who rang before has his area proposed, whatever address he gives", async () => {
    const { number } = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: {
            site_class: "rural",
            fault_address: "演示坡 1 号（虚构）",
            area: "demo-202",
            contact_phone: "13800007788",
        },
    });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("call_taker", "/tickets/new");
    await field(page, "fault_address").locator("textarea").fill("没有听过的地方（虚构）");
    await field(page, "contact_phone").locator("textarea").fill("13800007788");
    const chip = page.getByRole("button", { name: `演示五号台区（农村） ${number} 电话相同` });
    await chip.click();
    await field(page, "site_class").locator("input:checked").waitFor({ state: "attached" });
    await desk.picture("new-ticket-kin-area-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("button", { name: "受理", exact: true }).click();
    await page.locator(".ticket-state", { hasText: "已受理" }).waitFor();
    const { data } = await demo.call("dispatcher", "GET", new URL(page.url()).pathname);
    assert.equal(data.area, "demo-202");
    await desk.close();
});

for (const [where, viewport] of [
    ["desk", { width: 1366, height: 768 }],
    ["phone", { width: 390, height: 844 }],
]) {
    test(`suggested areas have their room before they come: nothing moves (${where})`, async () => {
        const address = `演示湾 ${viewport.width} 号（虚构）`;
        for (const [area, phone] of [
            ["demo-101", "13800001101"],
            ["demo-202", "13800001102"],
            ["demo-201", "13800001103"],
        ])
            await demo.call("call_taker", "POST", "/tickets", {
                workflow: "fault-repair",
                data: { site_class: "urban", fault_address: address, area, contact_phone: phone },
            });
        const desk = await Desk.open(browser, demo, { viewport });
        const { page } = desk;
        await desk.logIn("call_taker", "/tickets/new");
        const below = field(page, "site_class");
        const input = field(page, "fault_address").locator("textarea");
        await input.waitFor();
        const before = await below.evaluate((item) => item.offsetTop);
        await input.fill(address);
        await page.locator(".chip").nth(2).waitFor();
        assert.equal(await below.evaluate((item) => item.offsetTop), before);
        await page.locator(".chip").nth(1).click();
        await page.locator('.chip[aria-pressed="true"]').waitFor();
        const tops = await page.locator(".chip").evaluateAll((chips) => chips.map((chip) => chip.offsetTop));
        assert.equal(new Set(tops).size, where === "desk" ? 1 : 3);
        await desk.picture(`new-ticket-chips-${where}-zh`);
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await desk.close();
    });
}

test("a very long address is asked about in short, and cut where it is shown", async () => {
    const address = "演示大道一号院内东侧第三栋楼（虚构）".repeat(1000);
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/tickets/new");
    const asked = page.waitForResponse(/tickets\/similar/);
    await field(page, "fault_address").locator("textarea").fill(address);
    assert.equal((await asked).status(), 200);
    const { id, number } = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: address, area: "demo-101" },
    });
    await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "dispatch", data: { team: "A" } });
    await desk.close();
    const phone = await Desk.open(browser, demo, { viewport: { width: 390, height: 844 } });
    await phone.logIn("area_manager", "/crew");
    const card = phone.page.getByRole("article", { name: number });
    await card.waitFor();
    assert.ok((await card.boundingBox()).height < 600);
    await card.scrollIntoViewIfNeeded();
    await phone.picture("crew-long-address-zh");
    assert.deepEqual(await phone.accessibilityFaults(), []);
    await card.getByRole("button", { name: "显示全文" }).click();
    assert.ok((await card.boundingBox()).height > 2000);
    await phone.page.goto(`${demo.url}/tickets/${id}`);
    await phone.page.locator('[data-event="return"]').click();
    const dialog = phone.page.getByRole("dialog");
    await dialog.waitFor();
    assert.ok((await phone.page.locator(".el-dialog").boundingBox()).height < 800);
    await phone.picture("step-long-address-phone-zh");
    await phone.close();
});
