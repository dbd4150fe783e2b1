// Somebody who has never seen the program: the screen says whose turn it is, which crew is near, what a number lacks,
// where the ticket is that a call belongs to, and what to do when nobody answers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const kArea = { site_class: "urban", area: "demo-101" };
let house = 700;

async function fault(more = {}) {
    house += 1;
    const data = { ...kArea, fault_address: `演示路 ${house} 号（虚构）`, ...more };
    return demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
}

async function fire(role, { id }, event, data = {}) {
    return demo.call(role, "POST", `/tickets/${id}/events`, { event, data });
}

async function reviewed() {
    const one = await fault();
    await fire("dispatcher", one, "dispatch", { team: "A" });
    for (const event of ["acknowledge", "arrive", "restore", "reply"]) await fire("area_manager", one, event);
    return fire("dispatcher", one, "approve");
}

async function at(role, path, work, options = {}) {
    const desk = await Desk.open(browser, demo, options);
    await desk.logIn(role, path);
    await work(desk.page, desk);
    await desk.close();
}

const field = (page, name) => page.locator(`[data-field="${name}"]`);
const steps = (page) => page.getByRole("group", { name: "现在可以做的" });
const mains = (page) => steps(page).locator("button.el-button--primary").evaluateAll((all) => all.map((b) => b.dataset.event));
const state = (page, name) => page.locator(".ticket-state", { hasText: name }).waitFor();

test("the button that stands out is the reader's own step; what he does for a crew stands apart", async () => {
    const one = await fault();
    await at("dispatcher", `/tickets/${one.id}`, async (page, desk) => {
        await state(page, "已受理");
        assert.deepEqual(await mains(page), ["dispatch"]);
        await fire("dispatcher", one, "dispatch", { team: "A" });
        await state(page, "已派单");
        await page.getByText("下一步由台区经理、抢修人员做：接单").waitFor();
        assert.deepEqual(await mains(page), []);
        await steps(page).getByText("代台区经理、抢修人员：").waitFor();
        await desk.picture("ticket-turn-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await steps(page).locator('[data-event="acknowledge"]').click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("您在代台区经理、抢修人员做这一步。").waitFor();
        await dialog.getByRole("button", { name: "接单", exact: true }).click();
        await state(page, "已接单");
        assert.deepEqual(await mains(page), []);
    });
    await at("area_manager", `/tickets/${one.id}`, async (page) => {
        await state(page, "已接单");
        assert.deepEqual(await mains(page), ["depart"]);
    });
});

test("the board says what waits for whom; what waits for the reader can be shown alone", async () => {
    const dispatched = await fault();
    await fire("dispatcher", dispatched, "dispatch", { team: "A" });
    const replied = await fault();
    await fire("dispatcher", replied, "dispatch", { team: "A" });
    for (const event of ["acknowledge", "arrive", "restore", "reply"]) await fire("area_manager", replied, event);
    await at("dispatcher", "/board", async (page, desk) => {
        const row = ({ number }) => page.getByRole("row", { name: new RegExp(number) });
        const seek = (text) => page.getByRole("textbox", { name: /搜索编号/ }).fill(text);
        await seek(dispatched.number);
        await row(dispatched).getByText("→ 接单").waitFor();
        const mine = page.getByRole("checkbox", { name: /轮到我/ });
        await page.locator(".filters-mine", { hasText: "轮到我 0" }).waitFor();
        await page.keyboard.press("Escape");
        await page.keyboard.press("m");
        await page.getByText("符合条件的 1 张都不是轮到您").waitFor();
        await desk.picture("board-others-only-zh");
        await page.getByRole("button", { name: "也看不是轮到我的" }).click();
        await row(dispatched).waitFor();
        assert.equal(await page.getByRole("textbox", { name: /搜索编号/ }).inputValue(), dispatched.number);
        await page.keyboard.press("m");
        await page.getByText("符合条件的 1 张都不是轮到您").waitFor();
        assert.ok(await mine.isChecked());
        await seek(replied.number);
        await row(replied).getByText("▶ 轮到我：审核通过").waitFor();
        await seek("");
        await row(replied).waitFor();
        await desk.picture("board-mine-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        const words = await page.locator(".row-turn").allInnerTexts();
        assert.ok(words.length > 0 && words.every((one) => one.startsWith("▶ 轮到我：")), words.join());
        await row(replied).getByRole("link", { name: replied.data.fault_address }).click();
        await page.getByText("轮到您：审核通过").waitFor();
        await steps(page).locator('[data-event="approve"]').click();
        await page.getByRole("dialog").getByRole("button", { name: "审核通过", exact: true }).click();
        await page.getByText("审核通过完成，现为“已审核”。下一步由话务员做：回访").waitFor();
    });
    await at("auditor", "/board", async (page) => {
        await page.getByRole("row", { name: new RegExp(replied.number) }).waitFor();
        assert.equal(await page.getByText(/轮到我/).count(), 0);
    });
});

test("a dispatch shows what it is about, and crews by name, the nearest first, with what they have to do", async () => {
    const one = await fault({ area: "demo-201" });
    await at("dispatcher", `/tickets/${one.id}`, async (page, desk) => {
        await steps(page).locator('[data-event="dispatch"]').click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText(`${one.data.fault_address} · 演示四号台区（农村）`).waitFor();
        await field(page, "team").locator("input").click();
        const offered = page.locator(".el-select-dropdown__item:visible");
        await offered.filter({ hasText: /未结 \d+ 单/ }).first().waitFor();
        const words = await offered.allInnerTexts();
        assert.match(words[0], /^演示西所抢修二班 · 本台区 · 未结 \d+ 单$/);
        assert.match(words[1], /^演示东所抢修一班 · .*演示一号台区/);
        assert.match(await offered.nth(1).getAttribute("class"), /option-apart/);
        await desk.picture("dispatch-crews-zh");
        await offered.first().click();
        await desk.picture("dispatch-chosen-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await dialog.getByRole("button", { name: "派单", exact: true }).click();
        await state(page, "已派单");
        await page.getByText("演示西所抢修二班").first().waitFor();
    });
    assert.equal((await demo.call("dispatcher", "GET", `/tickets/${one.id}`)).data.team, "B");
});

test("without an area the crews that look after such sites stand first", async () => {
    const one = await fault({ area: undefined, site_class: "remote" });
    await at("dispatcher", `/tickets/${one.id}`, async (page, desk) => {
        await page.getByRole("button", { name: "English" }).click();
        await page.locator('[data-event="dispatch"]').click();
        await field(page, "team").locator("input").click();
        const offered = page.locator(".el-select-dropdown__item:visible");
        await offered.filter({ hasText: /\d open/ }).first().waitFor();
        assert.match((await offered.allInnerTexts())[0], /^Demo West crew · same site class · /);
        await desk.picture("dispatch-no-area-en");
        await offered.first().click();
        assert.deepEqual(await desk.accessibilityFaults(), []);
    });
});

test("nobody answers the call-back: each attempt is counted with its reason, and the third opens the way to the archive", async () => {
    const one = await reviewed();
    await at("call_taker", `/tickets/${one.id}`, async (page, desk) => {
        await state(page, "已审核");
        assert.deepEqual(await mains(page), ["call_back"]);
        assert.equal(await steps(page).locator('[data-event="archive"]').count(), 0);
        for (const n of [1, 2, 3]) {
            await steps(page).locator('[data-event="not_reached"]').click();
            const dialog = page.getByRole("dialog");
            await field(page, "unreached_because").locator("input").click();
            await page.locator(".el-select-dropdown__item:visible", { hasText: "无人接听" }).click();
            await dialog.getByRole("button", { name: "回访未接通", exact: true }).click();
            await page.getByText(`回访未接通 ${n} 次`).waitFor();
            await dialog.waitFor({ state: "detached" });
        }
        await state(page, "已审核");
        await desk.picture("not-reached-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await steps(page).locator('[data-event="archive"]').click();
        await page.getByRole("dialog").getByRole("button", { name: "归档", exact: true }).click();
        await state(page, "已归档");
    });
});

test("after a dissatisfied call-back the clock of the arrival says which round it is of", async () => {
    const one = await reviewed();
    await fire("call_taker", one, "call_back", { satisfied: false, opinion: "又停电了" });
    await at("call_taker", `/tickets/${one.id}`, async (page, desk) => {
        const arrivals = page.locator(".explained", { hasText: "到达现场" });
        await arrivals.getByText("第 2 轮", { exact: true }).waitFor();
        assert.equal(await arrivals.count(), 2);
        assert.equal(await page.getByText(/第 \d 轮/).count(), 1);
        await desk.picture("ticket-rounds-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
    });
});

test("a call taker adds the call to a ticket that he looks up; the master is found by its address", async () => {
    const master = await fault({ fault_address: "演示大道 888 号（虚构）", contact_phone: "13800004321" });
    await at("call_taker", "/tickets/new", async (page, desk) => {
        await field(page, "fault_address").locator("textarea").fill("大道旁的小区（虚构）");
        await field(page, "site_class").getByText("城区").click();
        const pick = page.getByRole("combobox", { name: "找已有工单" });
        await pick.fill("演示大道");
        const found = page.locator(".el-select-dropdown__item:visible", { hasText: master.number });
        await found.getByText(/已受理 · 演示大道 888 号（虚构） · \d\d:\d\d/).waitFor();
        await desk.picture("merge-look-up-zh");
        await found.click();
        await page.locator(".duplicates-find").getByRole("button", { name: "受理并合并到此单" }).click();
        await page.getByRole("heading", { name: new RegExp(master.number) }).waitFor();
        await page.getByText("并入的工单").waitFor();
    });
    const second = await fault();
    await at("dispatcher", `/tickets/${second.id}`, async (page) => {
        await steps(page).locator('[data-event="merge"]').click();
        const dialog = page.getByRole("dialog");
        await field(page, "into").getByRole("combobox").fill("4321");
        await page.locator(".el-select-dropdown__item:visible", { hasText: master.number }).click();
        await dialog.getByRole("button", { name: "合并", exact: true }).click();
        await state(page, "已合并");
    });
    assert.equal((await demo.call("dispatcher", "GET", `/tickets/${master.id}`)).merged_children.length, 2);
});

test("another matter of the same area stands behind a word; a number without its area code is refused before it is sent", async () => {
    const data = { complaint_type: "quality", description: "电压低", area: "demo-203" };
    const { number } = await demo.call("call_taker", "POST", "/tickets", { workflow: "complaint", data });
    await at("call_taker", "/tickets/new", async (page, desk) => {
        await field(page, "fault_address").locator("textarea").fill("岭上村 77 号（虚构）");
        await page.getByText("“岭上村”属于该台区").waitFor();
        await page.keyboard.press("Alt+Digit1");
        await page.getByRole("button", { name: /另有 \d+ 张同线路或台区的其他类工单/ }).click();
        await page.locator(".duplicates").getByText(number).waitFor();
        await field(page, "contact_phone").locator("textarea").fill("8765432");
        await page.getByRole("button", { name: "受理", exact: true }).click();
        await field(page, "contact_phone").getByText(/请写全号码：手机/).waitFor();
        await desk.picture("new-ticket-number-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
        await field(page, "contact_phone").locator("textarea").fill("0571-8765432");
        await page.getByRole("button", { name: "受理", exact: true }).click();
        await state(page, "已受理");
        const message = await page.locator(".el-message").first().boundingBox();
        const navigation = await page.locator(".shell-top").boundingBox();
        assert.ok(message.y >= navigation.y + navigation.height, `${message.y} px`);
    });
});

test("on a phone the board tells where; a refusal tells times as people write them", async () => {
    const one = await fault();
    const options = { viewport: { width: 390, height: 844 } };
    await at(
        "dispatcher",
        "/board",
        async (page, desk) => {
            const row = page.getByRole("row", { name: new RegExp(one.number) });
            await row.getByText(one.data.fault_address).waitFor();
            await desk.picture("board-zh-phone");
            assert.deepEqual(await desk.accessibilityFaults(), []);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
            desk.expected.push(/ 422 /);
            await page.goto(`${demo.url}/tickets/${one.id}`);
            await steps(page).locator('[data-event="chase"]').click();
            const dialog = page.getByRole("dialog");
            await dialog.locator(".time input").last().fill("2099-11-30 14:05");
            await dialog.getByRole("button", { name: "催办", exact: true }).click();
            await dialog.getByText(/发生时间 2099-11-30 14:05 晚于当前时间 \d{4}-\d\d-\d\d \d\d:\d\d/).waitFor();
            await desk.picture("refused-time-zh-phone");
            const { x, width } = await dialog.locator(".el-dialog, form").first().boundingBox();
            assert.ok(x >= 0 && x + width <= 390, `${x} to ${x + width} px`);
        },
        options,
    );
});

test("in English and at night the same words", async () => {
    const one = await fault();
    await fire("dispatcher", one, "dispatch", { team: "A" });
    await at("dispatcher", `/tickets/${one.id}`, async (page, desk) => {
        await page.getByRole("button", { name: "English" }).click();
        await page.getByRole("button", { name: "Night shift" }).click();
        await page.getByText("Next: Acknowledge, by Area manager or crew").waitFor();
        await page.getByText("For Area manager or crew:").waitFor();
        await desk.picture("ticket-turn-en-dark");
        assert.deepEqual(await desk.accessibilityFaults(), []);
    });
});
