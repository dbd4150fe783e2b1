// A fault from the call to the archive, each role at its own desk, with nothing but the screen; and the board by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk, withDemo } from "./harness.mjs";

let demo;
let browser;
withDemo((started) => ({ demo, browser } = started));

const field = (page, name) => page.locator(`[data-field="${name}"]`);

async function write(page, name, text) {
    await field(page, name).locator("textarea, input").first().fill(text);
}

/** Of a list that opens: writes, and takes the first that is offered. */
async function choose(page, name, text) {
    const input = field(page, name).locator("input");
    await input.fill(text);
    await page.locator(".el-select-dropdown__item:visible", { hasText: text }).first().waitFor();
    await input.press("Enter");
}

/** Takes a step whose name stands on its button; `fill` answers what the dialog asks. */
async function take(page, step, fill = async () => undefined) {
    await page.getByRole("group", { name: "现在可以做的" }).getByRole("button", { name: step, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await fill(page);
    await dialog.getByRole("button", { name: step, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
}

const state = (page, name) => page.locator(".ticket-state", { hasText: name }).waitFor();

async function openedByCallTaker() {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("call_taker", "/tickets/new");
    await write(page, "fault_address", "演示路 99 号（虚构）");
    await choose(page, "area", "演示二号台区");
    await field(page, "site_class").getByText("城区").click();
    await choose(page, "fault_class", "低压");
    await write(page, "contact_phone", "000-0000-0007");
    await page.getByText("联系电话相同").waitFor();
    await desk.picture("new-ticket-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("button", { name: "受理", exact: true }).click();
    await state(page, "已受理");
    const path = new URL(page.url()).pathname;
    await desk.close();
    return path;
}

async function at(role, path, work) {
    const desk = await Desk.open(browser, demo);
    await desk.logIn(role, path);
    await work(desk.page, desk);
    await desk.close();
}

test("a fault goes from the call to the archive with only the screen", async () => {
    const path = await openedByCallTaker();
    await at("dispatcher", path, async (page, desk) => {
        await page.getByRole("button", { name: "派单" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "派单", exact: true }).click();
        await field(page, "team").getByText("必填").waitFor();
        await desk.picture("dispatch-required-zh");
        await page.keyboard.press("Escape");
        await take(page, "派单", () => choose(page, "team", "东所"));
        await state(page, "已派单");
    });
    await at("area_manager", path, async (page) => {
        await take(page, "接单");
        await take(page, "到达现场");
        await take(page, "修复");
        await take(page, "复电");
        await take(page, "回单");
        await state(page, "已回单");
    });
    await at("dispatcher", path, async (page, desk) => {
        await take(page, "审核通过");
        await state(page, "已审核");
        await page.getByRole("button", { name: "怎么算的" }).first().click();
        await page.getByRole("img", { name: /时间线/ }).waitFor();
        await desk.picture("ticket-zh");
        assert.deepEqual(await desk.accessibilityFaults(), []);
    });
    await at("call_taker", path, async (page, desk) => {
        await take(page, "回访", () => field(page, "satisfied").getByText("是", { exact: true }).click());
        await take(page, "归档");
        await state(page, "已归档");
        await page.getByText("工单已结束。").waitFor();
        await page.getByRole("tab", { name: "流程图" }).click();
        await page.getByRole("img", { name: /已受理 → 已派单 → .* → 已归档/ }).waitFor();
        await desk.picture("ticket-diagram-zh");
    });
});

test("two dispatchers on one ticket: the later one sees what changed and loses nothing", async () => {
    const opened = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 98 号（虚构）", area: "demo-101" },
    });
    await at("dispatcher", `/tickets/${opened.id}`, async (page, desk) => {
        desk.expected.push(/412/);
        await page.getByRole("button", { name: "退单" }).click();
        await write(page, "reason", "地址不在本县");
        await demo.call("foreman", "POST", `/tickets/${opened.id}/events`, { event: "chase" });
        await page.getByRole("dialog").getByRole("button", { name: "退单", exact: true }).click();
        await page.getByText("工单已有变化").waitFor();
        await page.getByRole("dialog").getByText("催办").waitFor();
        assert.equal(await field(page, "reason").locator("textarea").inputValue(), "地址不在本县");
        await desk.picture("meanwhile-zh");
        await page.getByRole("button", { name: "仍然退单" }).click();
        await state(page, "已退单");
    });
});

test("an escalation while somebody types is no reason to press again", async () => {
    // Half of the 45 minutes is over in a moment: the first rung.
    const hangup_at = new Date(Date.now() - (22 * 60 + 24) * 1000).toISOString();
    const opened = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 99 号（虚构）", area: "demo-101", hangup_at },
    });
    await at("dispatcher", `/tickets/${opened.id}`, async (page, desk) => {
        desk.expected.push(/412/);
        await page.getByRole("button", { name: "退单" }).click();
        await write(page, "reason", "地址不在本县");
        await page.locator(".journal", { hasText: "升级到第" }).waitFor();
        await page.getByRole("dialog").getByRole("button", { name: "退单", exact: true }).click();
        await state(page, "已退单");
        assert.equal(await page.getByText("工单已有变化").count(), 0);
    });
});

test("a dispatcher works the board without the mouse", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.getByRole("row").first().waitFor();
    await desk.picture("board-zh");
    await page.keyboard.press("/");
    await page.keyboard.type("变压器异响");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".board-row").length === 1);
    await page.keyboard.press("j");
    await page.keyboard.press("d");
    await page.getByRole("dialog", { name: /转派/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.locator(".ticket-state").waitFor();
    await page.getByRole("tab", { name: "升级与通知" }).click();
    await page.getByText("已送达").first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "键盘操作" }).getByText("回到调度看板").waitFor();
    await desk.picture("ticket-keys-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await desk.picture("ticket-escalation-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("tab", { name: "流程图" }).click();
    await page.getByRole("img", { name: /已受理 → 已派单/ }).waitFor();
    await desk.picture("ticket-diagram-under-way-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("b");
    await page.getByRole("button", { name: "存为视图" }).click();
    await page.getByLabel("视图名称").fill("异响");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "删除此视图" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "键盘操作" }).waitFor();
    await desk.picture("keys-zh");
    await desk.close();
});

test("after a button of the head was pressed, j leads to the rows and Enter opens the one that it leads to", async () => {
    await at("dispatcher", "/board", async (page) => {
        await page.locator(".board-row").first().waitFor();
        await page.getByRole("button", { name: "English" }).focus();
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "中文" }).waitFor();
        await page.keyboard.press("j");
        await page.locator(".board-row.current").waitFor();
        await page.keyboard.press("Enter");
        await page.locator(".ticket-state").waitFor();
    });
});

/** Of the words that stand in an empty field, and of the room for them, in px. */
function hintOf(input) {
    const style = getComputedStyle(input);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return { words: pen.measureText(input.placeholder).width, room };
}

test("what can be searched for can be read to its end in both languages, and the filters stay on one line", async () => {
    await at("dispatcher", "/board", async (page, desk) => {
        const search = page.locator(".filters-search input");
        for (const other of ["English", "中文"]) {
            await search.waitFor();
            const { words, room } = await search.evaluate(hintOf);
            assert.ok(words <= room, `${words} px in ${room} px before ${other}`);
            await page.getByRole("button", { name: other }).click();
        }
        await search.fill("演示路5");
        await page.getByRole("button", { name: "存为视图" }).waitFor();
        assert.ok((await page.locator(".filters").boundingBox()).height < 40);
        await page.getByRole("row", { name: /演示路 5 号/ }).waitFor();
        await desk.picture("board-search-zh");
        await search.fill("_");
        await page.getByText("没有符合条件的未结工单").waitFor();
    });
});

test("a dispatch by keyboard alone", async () => {
    const opened = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 97 号（虚构）", area: "demo-101" },
    });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.getByRole("row").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(opened.number);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".board-row").length === 1);
    await page.keyboard.press("j");
    await page.keyboard.press("d");
    await page.locator('[data-field="team"] input:focus').waitFor();
    await page.keyboard.type("东所");
    await page.locator(".el-select-dropdown__item:visible").first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("row", { name: /已派单/ }).waitFor();
    assert.equal((await demo.call("dispatcher", "GET", `/tickets/${opened.id}`)).data.team, "A");
    await desk.close();
});

test("a ticket that has ended is found by its words, and two that are selected are dispatched by one key", async () => {
    const numbers = [];
    for (const house of [310, 311, 312]) {
        const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
        numbers.push((await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data })).number);
    }
    const [ended, ...open] = numbers;
    await demo.call("foreman", "POST", `/tickets/${ended}/events`, { event: "void", data: { reason: "误报" } });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.locator(".board-row").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(ended);
    await page.getByRole("button", { name: "到已结束的工单中找" }).click();
    await page.getByRole("dialog").getByRole("link", { name: ended }).waitFor();
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "显示全部" }).click();
    for (const number of open) await page.getByLabel(`选择 ${number}`).check({ force: true });
    await page.locator(".board-grid").focus();
    await page.keyboard.press("d");
    await page.getByRole("dialog", { name: /派单 · 2 张工单/ }).waitFor();
    await desk.close();
});

async function replied(house) {
    const data = { site_class: "urban", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-101" };
    const one = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    const fire = (role, event, more = {}) =>
        demo.call(role, "POST", `/tickets/${one.id}/events`, { event, data: more });
    await fire("dispatcher", "dispatch", { team: "A" });
    for (const event of ["acknowledge", "arrive", "restore", "reply"]) await fire("area_manager", event);
    return one;
}

test("key 1 is one's own next step, on the board too: for the ticket one is at, and for all that are selected", async () => {
    const tickets = [await replied(320), await replied(321), await replied(322)];
    await at("dispatcher", "/board", async (page, desk) => {
        await page.keyboard.press("m");
        const select = ({ number }) => page.getByLabel(`选择 ${number}`);
        for (const ticket of tickets.slice(1)) await select(ticket).check({ force: true });
        // The box keeps the focus, and the keys are the board's all the same.
        await page.keyboard.press("1");
        const dialog = page.getByRole("dialog");
        await page.getByRole("dialog", { name: /审核通过 · 2 张工单/ }).waitFor();
        await page.keyboard.press("Control+Enter");
        await dialog.getByText("完成 2 张，未成 0 张").waitFor();
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
        await page.keyboard.press("/");
        await page.keyboard.type(tickets[0].number);
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.querySelectorAll(".board-row").length === 1);
        await page.keyboard.press("j");
        await page.keyboard.press("1");
        await page.getByRole("dialog", { name: /^审核通过 · / }).waitFor();
        await page.keyboard.press("Control+Enter");
        await page.getByText("符合条件的 1 张都不是轮到您").waitFor();
        await desk.picture("board-none-mine-zh");
    });
    for (const { id } of tickets) assert.equal((await demo.call("dispatcher", "GET", `/tickets/${id}`)).state, "reviewed");
});

test("a second call about the same fault is merged while it is taken", async () => {
    const master = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 96 号（虚构）", area: "demo-101" },
    });
    await at("dispatcher", "/tickets/new", async (page) => {
        await write(page, "fault_address", "演示路 96 号");
        await field(page, "site_class").getByText("城区").click();
        await page.locator(".duplicates li").getByRole("button", { name: "受理并合并到此单" }).first().click();
        await page.getByRole("heading", { name: new RegExp(master.number) }).waitFor();
        await page.getByText("并入的工单").waitFor();
    });
    assert.equal((await demo.call("dispatcher", "GET", `/tickets/${master.id}`)).merged_children.length, 1);
});

test("photos and remarks stand with the ticket", async () => {
    const opened = await demo.call("call_taker", "POST", "/tickets", {
        workflow: "fault-repair",
        data: { site_class: "urban", fault_address: "演示路 95 号（虚构）", area: "demo-101" },
    });
    await at("area_manager", `/tickets/${opened.id}`, async (page) => {
        const file = { name: "现场记录.txt", mimeType: "text/plain", buffer: Buffer.from("表箱进水\n") };
        await page.locator('input[type="file"]').setInputFiles(file);
        await page.getByRole("link", { name: "现场记录.txt" }).waitFor();
        await page.getByLabel("添加备注").first().fill("已联系物业");
        await page.keyboard.press("Control+Enter");
        await page.locator(".journal").getByText("已联系物业").waitFor();
    });
});

test("a board that lost its server says so, and catches up when it is back", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    desk.expected.push(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_NETWORK/);
    desk.expected.push(/ 401 /);
    await desk.logIn("dispatcher", "/board");
    await page.getByText("● 实时").waitFor();
    const port = Number(new URL(demo.url).port);
    await demo.halt();
    await page.getByText(/○ 截至 \d/).waitFor();
    await page.getByText(/与服务器断开已/).waitFor();
    await desk.picture("board-stale-zh");
    await demo.run(port);
    // The demo's accounts are new ones at each start: the board asks who one is, and comes back.
    await page.locator('input[name="username"]').fill("dispatcher");
    await page.locator('input[name="password"]').fill(demo.accounts.dispatcher);
    await page.locator('button[type="submit"]').click();
    await page.getByText("● 实时").waitFor();
    const data = { site_class: "urban", fault_address: "演示路 70 号（虚构）", area: "demo-102" };
    const { number } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    await page.getByRole("row", { name: new RegExp(number) }).waitFor();
    await desk.close();
});

test("many tickets at once: each has its own answer", async () => {
    const numbers = [];
    for (const house of [90, 91]) {
        const data = { site_class: "rural", fault_address: `演示路 ${house} 号（虚构）`, area: "demo-103" };
        numbers.push((await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data })).number);
    }
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    for (const number of numbers) await page.getByLabel(`选择 ${number}`).check({ force: true });
    await page.getByText("已选 2 张").waitFor();
    await page.getByRole("button", { name: "派单", exact: true }).click();
    await choose(page, "team", "西所");
    // Somebody voids one of them just then.
    const voided = await demo.call("foreman", "POST", `/tickets/${numbers[1]}/events`, {
        event: "void",
        data: { reason: "重复来电" },
    });
    assert.equal(voided.state, "void");
    await page.getByRole("dialog").getByRole("button", { name: "派单", exact: true }).click();
    await page.getByText("完成 1 张，未成 1 张").waitFor();
    await desk.picture("bulk-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

test("the board in English, and what comes in by itself", async () => {
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.getByRole("button", { name: "English" }).click();
    const data = { site_class: "urban", fault_address: "演示路 80 号（虚构）", area: "demo-102" };
    const { number } = await demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data });
    await page.getByRole("row", { name: new RegExp(number) }).waitFor();
    await desk.picture("board-en");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.getByRole("link", { name: number }).click();
    await page.locator(".ticket-state").waitFor();
    await desk.picture("ticket-en");
    await page.goto(`${demo.url}/tickets/new`);
    await page.getByText("Possible duplicates").waitFor();
    await desk.picture("new-ticket-en");
    await page.getByRole("button", { name: "Night shift" }).click();
    await page.goto(`${demo.url}/board`);
    await page.getByRole("row").first().waitFor();
    await desk.picture("board-en-dark");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('[aria-rowindex="3"][style*="92px"]').waitFor();
    await desk.picture("board-en-phone");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});

/** As many fault tickets more, each with an address of its own. */
async function openMany(count) {
    const line = (house) =>
        JSON.stringify({
            op: "open",
            workflow: "fault-repair",
            data: { site_class: "rural", fault_address: `演示村 ${house} 号（虚构）`, area: "demo-103" },
        });
    const response = await fetch(`${demo.url}/api/v1/batch`, {
        method: "POST",
        headers: { Authorization: `Bearer ${demo.tokens.call_taker}`, "Content-Type": "application/x-ndjson" },
        body: Array.from({ length: count }, (_, house) => line(house)).join("\n"),
    });
    const results = (await response.text()).trim().split("\n");
    assert.equal(results.filter((text) => JSON.parse(text).status === 201).length, count);
}

test("ten thousand open tickets: the board holds a screenful of rows and moves through all of them", async () => {
    await openMany(10_000);
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.getByText(/全部 10\d{3}/).waitFor({ timeout: 60_000 });
    const rows = () => page.locator('.board-row').count();
    assert.ok((await rows()) < 60);
    await page.keyboard.press("j");
    await page.keyboard.press("End");
    const all = Number(await page.getByRole("grid").getAttribute("aria-rowcount"));
    await page.locator(`[aria-rowindex="${all}"].current`).waitFor();
    assert.ok((await rows()) < 60);
    await page.keyboard.press("/");
    await page.keyboard.type("演示村 9999 号");
    // A number of a ticket may hold the same digits.
    await page.waitForFunction(() => document.querySelectorAll(".board-row").length < 4);
    await page.getByRole("row", { name: /演示村 9999 号/ }).waitFor();
    await desk.picture("board-10000-zh");
    await desk.close();
});

test("ended tickets of special customers are found by the star, which the server looks for", async () => {
    const data = { site_class: "urban", fault_address: "演示路 77 号（虚构）", area: "demo-101" };
    const open = (more) =>
        demo.call("call_taker", "POST", "/tickets", { workflow: "fault-repair", data: { ...data, ...more } });
    const special = await open({ customer_no: "0000000002" });
    const other = await open({});
    for (const { id } of [special, other])
        await demo.call("dispatcher", "POST", `/tickets/${id}/events`, { event: "void", data: { reason: "误报" } });
    const desk = await Desk.open(browser, demo);
    const { page } = desk;
    await desk.logIn("dispatcher", "/board");
    await page.getByRole("search").getByRole("textbox").first().fill("77 号");
    await page.getByText("特殊客户", { exact: false }).first().click();
    await page.getByRole("button", { name: "到已结束的工单中找" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(special.number).waitFor();
    assert.equal(await dialog.getByText(other.number).count(), 0);
    await desk.picture("ended-special-zh");
    assert.deepEqual(await desk.accessibilityFaults(), []);
    await desk.close();
});
